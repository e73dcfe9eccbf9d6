namespace RetentionTags.Sql;

/// <summary>How a statement writes steps of which each builds on the one before.</summary>
internal enum ChainForm
{
    /// <summary>As common table expressions, read from top to bottom.</summary>
    CommonTables,

    /// <summary>As names for expressions of one SELECT, so that a Distributed table computes them all where the rows are; steps that multiply their inputs are put around it.</summary>
    Names,
}
