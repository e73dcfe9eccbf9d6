namespace RetentionTags.Evaluation.Validation;

/// <summary>Which rows are tested together, of rows that have times.</summary>
public enum TestPeriod
{
    /// <summary>Those of one moment: for snapshots, which are few and have many rows each.</summary>
    Snapshot,

    /// <summary>Those of one calendar month.</summary>
    Month,

    /// <summary>Those of one quarter.</summary>
    Quarter,

    /// <summary>Those of one year.</summary>
    Year,
}
