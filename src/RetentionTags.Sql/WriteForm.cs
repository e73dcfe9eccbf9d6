namespace RetentionTags.Sql;

/// <summary>How rows are replaced without a moment in which they are half there.</summary>
internal enum WriteForm
{
    /// <summary>Not by this library.</summary>
    None,

    /// <summary>In a transaction.</summary>
    Transaction,

    /// <summary>By replacing a partition.</summary>
    Partition,
}
