namespace RetentionTags.Binning;

/// <summary>What a fitted <see cref="ColumnBinning"/> consists of.</summary>
internal sealed record ColumnBinningContent
{
    public required string ColumnName { get; init; }

    /// <summary>Regular bins in order, then specials, then missing and unseen where they have bins of their own.</summary>
    public required Bin[] Bins { get; init; }

    public required int MissingBin { get; init; }

    /// <summary>For categories only.</summary>
    public int UnseenBin { get; init; } = -1;

    /// <summary>A category to whose bin unseen ones go, wherever that is; nothing when they do not follow one.</summary>
    public string? UnseenAs { get; init; }

    /// <summary>Whether categories stand in an order that was given, and not in the ordinal one.</summary>
    public bool HasGivenOrder { get; init; }

    public required double TotalEvents { get; init; }

    public required double TotalNonEvents { get; init; }

    public Trend Trend { get; init; } = Trend.None;

    public BinningObjective Objective { get; init; }

    public IReadOnlyList<TrendCandidate> Candidates { get; init; } = [];

    /// <summary>Rows that are divided as all rows are and join each bin in its evidence; 0 for evidence from the counts as they are.</summary>
    public double ShrinkageStrength { get; init; }

    public IReadOnlyList<BinningEdit> Edits { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
