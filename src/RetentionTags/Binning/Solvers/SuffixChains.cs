namespace RetentionTags.Binning.Solvers;

/// <summary>
/// A dynamic program from right to left: for each bin, and what matters of it, the best chain of k further bins up to the last pre-bin. It keeps values only; the division is
/// read off from left to right afterwards, always taking the shortest next bin with which the value can still be reached, which makes it the one with the leftmost cuts.
/// </summary>
/// <remarks>
/// The missing rows, when they are to be placed, make three kinds of one bin (see <see cref="SegmentKind"/>), so that their place is a part of the same program.
/// Trends that fall first are those that rise first with levels of the other sign.
/// </remarks>
internal abstract class SuffixChains : IOptima
{
    private static readonly SegmentKind[][] Next = [[SegmentKind.Before, SegmentKind.Taker], [SegmentKind.After], [SegmentKind.After]];
    private readonly IntervalTable _plain;
    private readonly IntervalTable _withMissing;
    private readonly PairMasks? _pairs;

    /// <param name="problem">The intervals.</param>
    /// <param name="isReversed">Whether the trend is the mirror image, in its levels, of the one that the class solves.</param>
    /// <param name="pairs">The rule for neighbours, or none.</param>
    /// <param name="maxBins">The largest number of bins.</param>
    protected SuffixChains(Placement problem, bool isReversed, PairMasks? pairs, int maxBins)
    {
        Size = problem.Size;
        MaxBins = maxBins;
        PlacesMissing = problem.WithMissing is not null;
        Kinds = PlacesMissing ? [SegmentKind.Before, SegmentKind.Taker, SegmentKind.After] : [SegmentKind.After];
        _plain = isReversed ? problem.Plain.Reversed() : problem.Plain;
        _withMissing = problem.WithMissing is null ? _plain : isReversed ? problem.WithMissing.Reversed() : problem.WithMissing;
        _pairs = pairs;
    }

    protected int Size { get; }

    protected int MaxBins { get; }

    protected bool PlacesMissing { get; }

    /// <summary>The kinds of bins that this problem has.</summary>
    protected SegmentKind[] Kinds { get; }

    public Partition? Optimum(int bins)
    {
        long best = Bound(bins);
        return best == ChainTable.None ? null : Trace(new(ChainEnd.Nothing(PlacesMissing), best, -1), best, bins);
    }

    /// <summary>The value of the optimum.</summary>
    public long Bound(int bins)
    {
        if (bins < 1 || bins > MaxBins)
            return ChainTable.None;
        ChainEnd nothing = ChainEnd.Nothing(PlacesMissing);
        long best = ChainTable.None;
        for (int end = 1; end <= Size; end++)
        {
            foreach (SegmentKind kind in After(nothing.Kind))
                best = Math.Max(best, ValueThrough(nothing, kind, end, bins, out _));
        }

        return best;
    }

    public long Highest(int fewest, int most)
    {
        long highest = ChainTable.None;
        for (int bins = fewest; bins <= most; bins++)
            highest = Math.Max(highest, Bound(bins));
        return highest;
    }

    /// <summary>The values and levels of a kind of bins.</summary>
    protected IntervalTable TableOf(SegmentKind kind) => kind == SegmentKind.Taker ? _withMissing : _plain;

    /// <summary>The kinds of bins that may follow one of this kind.</summary>
    protected static ReadOnlySpan<SegmentKind> After(SegmentKind kind) => Next[(int)kind];

    /// <summary>Whether the last bin of a chain may be of this kind: the missing rows have been placed.</summary>
    protected static bool MayBeLast(SegmentKind kind) => kind != SegmentKind.Before;

    /// <summary>Which ends the pair rule allows to the neighbour on the right of [start, middle), a bit each from middle + 1 on; all of them without a rule.</summary>
    protected ReadOnlySpan<ulong> PairRow(SegmentKind left, SegmentKind right, int start, int middle) =>
        _pairs is null ? [] : _pairs.Row(Side(left, right), start, middle);

    /// <summary>The best value of so many further bins behind a chain; 0 for none behind a complete one, <see cref="ChainTable.None"/> when there is no such chain.</summary>
    protected abstract long Remaining(in ChainEnd chain, int bins);

    /// <summary>Whether, the pair rule apart, a bin may follow a chain, and what the chain ends in then.</summary>
    protected abstract bool TryFollow(in ChainEnd chain, SegmentKind kind, int end, out ChainEnd longer);

    private static MissingSide Side(SegmentKind left, SegmentKind right) =>
        left == SegmentKind.Taker ? MissingSide.Left : right == SegmentKind.Taker ? MissingSide.Right : MissingSide.Neither;

    /// <summary>The best value of so many bins behind a chain, of which the first is given.</summary>
    private long ValueThrough(in ChainEnd chain, SegmentKind kind, int end, int bins, out ChainEnd longer)
    {
        longer = default;
        long value = TableOf(kind).Value(chain.End, end);
        bool isPossible = value != ChainTable.None
            && (chain.IsNothing || _pairs is null || _pairs.Allows(Side(chain.Kind, kind), chain.Start, chain.End, end))
            && TryFollow(chain, kind, end, out longer);
        long rest = isPossible ? Remaining(longer, bins - 1) : ChainTable.None;
        return rest == ChainTable.None ? ChainTable.None : value + rest;
    }

    /// <summary>Follows all chains with the same cuts at once, which differ in the bin that takes the missing rows.</summary>
    private Partition Trace(Route root, long value, int bins)
    {
        var starts = new int[bins];
        List<Route> routes = [root], longer = [];
        for (int bin = 0; bin < bins; bin++)
        {
            starts[bin] = routes[0].Chain.End;
            longer.Clear();
            for (int end = starts[bin] + 1; longer.Count == 0; end++)
            {
                foreach (Route route in routes)
                {
                    foreach (SegmentKind kind in After(route.Chain.Kind))
                    {
                        if (ValueThrough(route.Chain, kind, end, bins - bin, out ChainEnd chain) == route.Rest)
                            longer.Add(new(chain, route.Rest - TableOf(kind).Value(starts[bin], end), kind == SegmentKind.Taker ? bin : route.MissingBin));
                    }
                }
            }

            (routes, longer) = (longer, routes);
        }

        return new(value, starts, routes.Min(route => route.MissingBin));
    }

    /// <summary>A chain, what the bins behind it have to be worth, and the bin that holds the missing rows.</summary>
    private readonly record struct Route(ChainEnd Chain, long Rest, int MissingBin);
}
