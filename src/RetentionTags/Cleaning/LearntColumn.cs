using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>What a step learnt of one column. Which parts have a meaning depends on the step; the others have their default.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Kind">What it held when it was learnt.</param>
public sealed record LearntColumn(string ColumnName, ColumnKind Kind)
{
    /// <summary>What stands in for a missing value.</summary>
    /// <value><see cref="Cell.Missing"/> by default: nothing.</value>
    public Cell Fill { get; init; }

    /// <summary>Values below it are outliers.</summary>
    /// <value>NaN by default: no limit.</value>
    public double Lower { get; init; } = double.NaN;

    /// <summary>Values above it are outliers.</summary>
    /// <value>NaN by default: no limit.</value>
    public double Upper { get; init; } = double.NaN;

    /// <summary>Whether an indicator column is added beside it.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool HasIndicator { get; init; }

    /// <summary>Why the column is left out.</summary>
    /// <value><see langword="null"/> by default: it stays.</value>
    public string? LeftOutBecause { get; init; }
}
