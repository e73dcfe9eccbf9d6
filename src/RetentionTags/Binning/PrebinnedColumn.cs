using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>A column divided into pre-bins: what is left to decide is which neighbours to merge.</summary>
internal abstract class PrebinnedColumn
{
    public required string Name { get; init; }

    /// <summary>Events and non-events of the pre-bins.</summary>
    public required IntervalCounts Counts { get; init; }

    public required BinCounts Missing { get; init; }

    /// <summary>The bins of special values.</summary>
    public required IReadOnlyList<Bin> Specials { get; init; }

    /// <summary>The number of values that are neither missing nor special.</summary>
    public required int DistinctValues { get; init; }

    /// <summary>For findings, why there is no value that is neither.</summary>
    public string WhyEmpty => Specials.Any(bin => bin.Count > 0) ? "every row is missing or special" : "it is missing in every row";

    /// <summary>Whether the pre-bins have an order of their own, so that a trend means something; otherwise they stand in the order of their event rates.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The centre of an interval of pre-bins on the column's axis, or nothing for the middle of their numbers.</summary>
    public Func<int, int, double>? Centers { get; init; }

    /// <summary>The first and last boundary are 0 and the number of pre-bins; there must be a cut at each for which this says so.</summary>
    public abstract bool MustCut(int boundary, OptimalBinning recipe);

    /// <summary>Whether there may be a cut at a boundary.</summary>
    public abstract bool MayCut(int boundary, OptimalBinning recipe);

    /// <summary>For each pre-bin the end of the longest interval that may begin with it.</summary>
    public abstract int[] FurthestEnds(OptimalBinning recipe);

    /// <summary>The boundary at which the weights of evidence change their sign by the recipe; 0 when the column has no such place.</summary>
    public abstract int SignChange(OptimalBinning recipe);

    /// <summary>The pre-bin of each row: after the last one come missing and then special values.</summary>
    public abstract void FindPrebins(Column column, Span<int> destination);

    /// <summary>The bin of the pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public abstract Bin ToBin(int start, int end, BinCounts counts);

    /// <param name="content">All but the bin of unseen categories, which follows from the policy.</param>
    /// <param name="starts">The first pre-bin of each regular bin.</param>
    /// <param name="unseen">The policy.</param>
    public abstract ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen);
}
