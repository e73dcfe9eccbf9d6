namespace RetentionTags.Binning.Solvers;

/// <summary>What a division of the pre-bins has to satisfy, apart from the trend and from which intervals may be bins at all.</summary>
internal sealed record PartitionRules
{
    /// <summary>The smallest number of bins.</summary>
    public int MinBins { get; init; } = 1;

    /// <summary>The largest number of bins.</summary>
    public int MaxBins { get; init; } = int.MaxValue;

    /// <summary>A rule for every two neighbouring bins, or none.</summary>
    public IPairRule? Pairs { get; init; }

    /// <summary>A rule for every two bins, neighbours or not, or none.</summary>
    public IAllPairsRule? AllPairs { get; init; }

    /// <summary>
    /// The centre of an interval (start, end) on the column's axis, for the slopes of <see cref="Trend.Concave"/> and <see cref="Trend.Convex"/>; it has to grow from a bin to the
    /// next. Default: the middle of its pre-bins' indices.
    /// </summary>
    public Func<int, int, double> Center { get; init; } = (start, end) => 0.5 * (start + end - 1);
}
