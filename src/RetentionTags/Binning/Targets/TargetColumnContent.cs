using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>What a fitted <see cref="TargetColumnBinning"/> consists of, apart from its totals.</summary>
internal sealed record TargetColumnContent<TBin>
    where TBin : TargetBin
{
    public required string ColumnName { get; init; }

    public required ColumnKind Kind { get; init; }

    /// <summary>Regular bins in order, then specials, then missing and unseen where they have bins of their own.</summary>
    public required TBin[] Bins { get; init; }

    public required int MissingBin { get; init; }

    public Trend Trend { get; init; } = Trend.None;

    public double Objective { get; init; }

    public IReadOnlyList<TargetTrendCandidate> Candidates { get; init; } = [];

    public IReadOnlyList<NeighbourTest> Tests { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
