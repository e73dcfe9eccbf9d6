namespace RetentionTags.Selection;

/// <summary>Which rows are compared by <see cref="PeriodStability"/>. The two sets share no row, so that chance is known.</summary>
public enum PeriodComparison
{
    /// <summary>Each period with all others together; what counts is the most unlike.</summary>
    EachWithTheRest,

    /// <summary>The first period with the last.</summary>
    FirstWithLast,
}
