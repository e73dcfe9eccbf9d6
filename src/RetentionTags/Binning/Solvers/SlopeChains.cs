namespace RetentionTags.Binning.Solvers;

/// <summary>The exact optimum for the trends that bend one way, <see cref="Trend.Concave"/> and <see cref="Trend.Convex"/>, with or without a pair rule and missing rows to place.</summary>
/// <remarks>
/// <para>
/// The slope between neighbours is the difference of their levels over the distance of their centres, and must never rise from one pair to the next; for the convex trend the levels
/// have the other sign. So what follows [j, l) depends on it and on a bound for the next slope:
/// </para>
/// <code>
/// P[j, l](bound) = max over q &gt; l, where slope([j, l), [l, q)) ≤ bound, of value(l, q) + P[l, q](slope([j, l), [l, q)))
/// </code>
/// <para>
/// As a function of the bound, P is a staircase: it is built by going through the next bins in ascending order of slope, and stored where it steps up. That is O(m³ log m) time, and
/// memory for the steps, of which there are few. Two slopes whose difference is within rounding (10⁻¹² of the levels on the distance) count as equal in either direction.
/// </para>
/// </remarks>
internal sealed class SlopeChains : SuffixChains
{
    private const double Rounding = 1e-12;

    private readonly IntervalTable _places;
    private readonly PairMasks? _pairs;
    private readonly double[] _centers;

    /// <summary>By kind, then by interval: what may follow it; nothing where there is no chain.</summary>
    private readonly Staircase?[][] _following = new Staircase?[3][];

    public SlopeChains(Placement problem, Trend trend, PairMasks? pairs, Func<int, int, double> center, int maxBins, CancellationToken cancellationToken)
        : base(problem, trend == Trend.Convex, pairs, maxBins)
    {
        (_places, _pairs) = (problem.Plain, pairs);
        _centers = new double[Size * (Size + 1) / 2];
        for (int start = 0; start < Size; start++)
        {
            for (int end = start + 1; end <= Size; end++)
                _centers[_places.Place(start, end)] = center(start, end);
        }

        var end0 = Staircase.AtTheEnd(MaxBins);
        foreach (SegmentKind kind in Kinds)
            _following[(int)kind] = new Staircase?[_centers.Length];
        for (int start = 0; start < Size; start++)
        {
            foreach (SegmentKind kind in Kinds)
            {
                if (MayBeLast(kind) && TableOf(kind).IsAllowed(start, Size))
                    _following[(int)kind][_places.Place(start, Size)] = end0;
            }
        }

        var workshop = new Workshop(Kinds.Length * Size, MaxBins);
        for (int middle = Size - 1; middle > 0; middle--)
        {
            for (int start = 0; start < middle; start++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (SegmentKind kind in Kinds)
                {
                    if (TableOf(kind).IsAllowed(start, middle))
                        _following[(int)kind][_places.Place(start, middle)] = Build(workshop, kind, start, middle);
                }
            }
        }
    }

    protected override long Remaining(in ChainEnd chain, int bins) =>
        _following[(int)chain.Kind][_places.Place(chain.Start, chain.End)] is Staircase stairs && bins < MaxBins && stairs.StepBelow(chain.Bound) is int step and >= 0
            ? stairs.Values(step)[bins]
            : ChainTable.None;

    protected override bool TryFollow(in ChainEnd chain, SegmentKind kind, int end, out ChainEnd longer)
    {
        longer = new(kind, chain.End, end, 0, double.PositiveInfinity);
        if (chain.IsNothing)
            return true;
        (double slope, double rounding) = Slope(chain.Kind, chain.Start, chain.End, kind, end);
        longer = longer with { Bound = slope + rounding };
        return slope - rounding <= chain.Bound;
    }

    private (double Slope, double Rounding) Slope(SegmentKind left, int start, int middle, SegmentKind right, int end)
    {
        double from = TableOf(left).Level(start, middle), to = TableOf(right).Level(middle, end);
        double distance = _centers[_places.Place(middle, end)] - _centers[_places.Place(start, middle)];
        double slope = (to - from) / distance, rounding = Rounding * (Math.Abs(from) + Math.Abs(to)) / distance;

        // Centres that differ by less than can be told are as near as can be: a slope that is not 0 is then infinite, and never NaN.
        return distance > 0 && double.IsFinite(slope) && double.IsFinite(rounding)
            ? (slope, rounding)
            : (to == from ? 0 : (to - from) * double.PositiveInfinity, 0);
    }

    /// <summary>What may follow [start, middle).</summary>
    private Staircase? Build(Workshop workshop, SegmentKind kind, int start, int middle)
    {
        workshop.Clear();
        foreach (SegmentKind next in After(kind))
        {
            ReadOnlySpan<ulong> row = PairRow(kind, next, start, middle);
            IntervalTable table = TableOf(next);
            ReadOnlySpan<Staircase?> following = _following[(int)next].AsSpan(table.Place(middle, middle + 1), Size - middle);
            for (int i = 0; i < following.Length; i++)
            {
                if (following[i] is not Staircase stairs || (_pairs is not null && (row[i / 64] >> (i % 64) & 1) == 0))
                    continue;
                (double slope, double rounding) = Slope(kind, start, middle, next, middle + 1 + i);
                int step = stairs.StepBelow(slope + rounding);
                if (step >= 0)
                    workshop.Add(slope - rounding, table.Value(middle, middle + 1 + i), stairs.Values(step));
            }
        }

        return workshop.Build();
    }

    /// <summary>A function of the bound for the next slope: from a step's slope on its values are valid, by the number of bins that follow.</summary>
    private sealed class Staircase(double[] slopes, long[] values, int width)
    {
        /// <summary>Behind the last bin nothing follows, whatever the bound.</summary>
        public static Staircase AtTheEnd(int width)
        {
            long[] values = new long[width];
            Array.Fill(values, ChainTable.None);
            values[0] = 0;
            return new([double.NegativeInfinity], values, width);
        }

        public ReadOnlySpan<long> Values(int step) => values.AsSpan(step * width, width);

        /// <summary>The last step at or below a bound; −1 when there is none.</summary>
        public int StepBelow(double bound)
        {
            int low = 0, high = slopes.Length;
            while (low < high)
            {
                int half = (low + high) >>> 1;
                if (slopes[half] <= bound)
                    low = half + 1;
                else
                    high = half;
            }

            return low - 1;
        }
    }

    /// <summary>Room in which one staircase after the other is built.</summary>
    private sealed class Workshop(int capacity, int width)
    {
        private readonly double[] _slopes = new double[capacity];
        private readonly int[] _order = new int[capacity];
        private readonly long[] _candidates = new long[capacity * width];
        private readonly double[] _stepSlopes = new double[capacity];
        private readonly long[] _steps = new long[capacity * width];
        private readonly long[] _best = new long[width];
        private int _count;

        public void Clear() => _count = 0;

        /// <summary>A next bin: the slope to it, its value, and the values of what follows it.</summary>
        public void Add(double slope, long value, ReadOnlySpan<long> following)
        {
            Span<long> candidate = _candidates.AsSpan(_count * width, width);
            candidate[0] = ChainTable.None;
            for (int bins = 1; bins < width; bins++)
                candidate[bins] = following[bins - 1] == ChainTable.None ? ChainTable.None : following[bins - 1] + value;
            _slopes[_count] = slope;
            _order[_count] = _count;
            _count++;
        }

        public Staircase? Build()
        {
            if (_count == 0)
                return null;
            _slopes.AsSpan(0, _count).Sort(_order.AsSpan(0, _count));
            Array.Fill(_best, ChainTable.None);
            int steps = 0;
            for (int i = 0; i < _count; i++)
            {
                if (!Raise(_candidates.AsSpan(_order[i] * width, width)))
                    continue;
                if (steps == 0 || _stepSlopes[steps - 1] != _slopes[i])
                    _stepSlopes[steps++] = _slopes[i];
                _best.CopyTo(_steps, (steps - 1) * width);
            }

            return steps == 0 ? null : new(_stepSlopes[..steps], _steps[..(steps * width)], width);
        }

        private bool Raise(ReadOnlySpan<long> candidate)
        {
            bool isHigher = false;
            for (int bins = 1; bins < width; bins++)
            {
                if (candidate[bins] <= _best[bins])
                    continue;
                _best[bins] = candidate[bins];
                isHigher = true;
            }

            return isHigher;
        }
    }
}
