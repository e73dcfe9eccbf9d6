using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning;

/// <summary>A column divided into pre-bins: what is left to decide is which neighbours to merge.</summary>
internal abstract class PrebinnedColumn
{
    public required string Name { get; init; }

    /// <summary>Events and non-events of the pre-bins.</summary>
    public required IntervalCounts Counts { get; init; }

    public required BinCounts Missing { get; init; }

    /// <summary>The bins of special values that some row has.</summary>
    public required IReadOnlyList<Bin> Specials { get; init; }

    /// <summary>The number of values that are neither missing nor special.</summary>
    public required int DistinctValues { get; init; }

    /// <summary>Whether the pre-bins have an order of their own, so that a trend means something; otherwise they stand in the order of their event rates.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The bin of the pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public abstract Bin ToBin(int start, int end, BinCounts counts);

    /// <param name="content">All but the bin of unseen categories, which follows from the policy.</param>
    /// <param name="starts">The first pre-bin of each regular bin.</param>
    /// <param name="unseen">The policy.</param>
    public abstract ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen);
}
