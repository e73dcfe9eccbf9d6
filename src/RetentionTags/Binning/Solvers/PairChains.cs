using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Binning.Solvers;

/// <summary>The exact optimum under rules for neighbouring bins: the trends up to <see cref="Trend.None"/>, a pair rule, and the place of the missing rows.</summary>
/// <remarks>
/// <code>
/// F[k][i, j] = value(i, j) + max over l &gt; j, where [i, j) and [j, l) may be neighbours, of F[k − 1][j, l]
/// </code>
/// <para>
/// A peak has two such tables, one for chains that still rise and may turn, one for chains that fall. When the next bin is not lower, the first is its continuation, else the
/// second: a chain that falls throughout is in both. O(K m³ / 6), K numbers of bins side by side in vectors.
/// </para>
/// </remarks>
internal sealed class PairChains : SuffixChains
{
    private const int Bits = 64;

    private readonly Order _order;
    private readonly int _stride;
    private readonly int _words;

    /// <summary>By kind and phase, then by interval and number of bins: the best chain of so many bins of which the interval is the first.</summary>
    private readonly long[][][] _chains;

    /// <summary>By kind and start: the ends of those intervals that begin a chain, a bit each from start + 1 on.</summary>
    private readonly ulong[][] _alive;

    public PairChains(Placement problem, Trend trend, PairMasks? pairs, int maxBins, CancellationToken cancellationToken)
        : base(problem, trend is Trend.Descending or Trend.Valley, pairs, maxBins)
    {
        _order = trend is Trend.Peak or Trend.Valley ? Order.RisesThenFalls : trend == Trend.None ? Order.Any : Order.Rises;
        _stride = (MaxBins + Vector<long>.Count - 1) / Vector<long>.Count * Vector<long>.Count;
        _words = PairMasks.WordsFor(Size);
        _chains = new long[3][][];
        _alive = new ulong[3][];
        foreach (SegmentKind kind in Kinds)
        {
            _chains[(int)kind] = [Nowhere(), _order == Order.RisesThenFalls ? Nowhere() : []];
            _alive[(int)kind] = new ulong[Size * _words];
            if (MayBeLast(kind))
                AddLast(kind);
        }

        Span<long> best = new long[2 * _stride];
        for (int middle = Size - 1; middle > 0; middle--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (SegmentKind kind in Kinds)
            {
                for (int start = 0; start < middle; start++)
                {
                    if (TableOf(kind).IsAllowed(start, middle))
                        Add(kind, start, middle, best[.._stride], best[_stride..]);
                }
            }
        }
    }

    /// <summary>How the levels of neighbours are to run, the mirrored trends mirrored.</summary>
    private enum Order
    {
        Any,
        Rises,
        RisesThenFalls,
    }

    protected override long Remaining(in ChainEnd chain, int bins)
    {
        IntervalTable table = TableOf(chain.Kind);
        long whole = bins >= MaxBins ? ChainTable.None : _chains[(int)chain.Kind][chain.Phase][(table.Place(chain.Start, chain.End) * _stride) + bins];
        return whole == ChainTable.None ? whole : whole - table.Value(chain.Start, chain.End);
    }

    protected override bool TryFollow(in ChainEnd chain, SegmentKind kind, int end, out ChainEnd longer)
    {
        longer = new(kind, chain.End, end, chain.Phase, 0);
        if (chain.IsNothing || _order == Order.Any)
            return true;
        double level = TableOf(chain.Kind).Level(chain.Start, chain.End), next = TableOf(kind).Level(chain.End, end);
        if (_order == Order.Rises)
            return next >= level;
        if (chain.Phase == 0 && next < level)
            longer = longer with { Phase = 1 };
        return chain.Phase == 0 || next <= level;
    }

    private long[] Nowhere()
    {
        var chains = new long[Size * (Size + 1) / 2 * _stride];
        Array.Fill(chains, ChainTable.None);
        return chains;
    }

    /// <summary>The chains of one bin: intervals up to the last pre-bin.</summary>
    private void AddLast(SegmentKind kind)
    {
        IntervalTable table = TableOf(kind);
        for (int start = 0; start < Size; start++)
        {
            if (!table.IsAllowed(start, Size))
                continue;
            foreach (long[] chains in _chains[(int)kind])
            {
                if (chains.Length > 0)
                    chains[table.Place(start, Size) * _stride] = table.Value(start, Size);
            }

            MarkAlive(kind, start, Size);
        }
    }

    /// <summary>The chains of which [start, middle) is the first bin.</summary>
    private void Add(SegmentKind kind, int start, int middle, Span<long> best, Span<long> bestFalling)
    {
        best.Fill(ChainTable.None);
        bestFalling.Fill(ChainTable.None);
        IntervalTable table = TableOf(kind);
        double level = table.Level(start, middle);
        foreach (SegmentKind next in After(kind))
        {
            int first = table.Place(middle, middle + 1) * _stride, length = (Size - middle) * _stride;
            ReadOnlySpan<long> chains = _chains[(int)next][0].AsSpan(first, length);
            ReadOnlySpan<double> levels = TableOf(next).LevelsFrom(middle);
            ReadOnlySpan<ulong> row = PairRow(kind, next, start, middle), alive = _alive[(int)next].AsSpan(middle * _words, _words);
            switch (_order)
            {
                case Order.Any:
                    TakeAny(row, alive, chains, best);
                    break;
                case Order.Rises:
                    TakeRising(row, alive, levels, level, chains, best);
                    break;
                default:
                    TakeTurning(row, alive, levels, level, chains, _chains[(int)next][1].AsSpan(first, length), best, bestFalling);
                    break;
            }
        }

        int place = table.Place(start, middle) * _stride;
        bool isAlive = Store(best, table.Value(start, middle), _chains[(int)kind][0].AsSpan(place, _stride));
        if (_order == Order.RisesThenFalls)
            Store(bestFalling, table.Value(start, middle), _chains[(int)kind][1].AsSpan(place, _stride));
        if (isAlive)
            MarkAlive(kind, start, middle);
    }

    /// <summary>One more bin and its value; true when there is a chain.</summary>
    private bool Store(ReadOnlySpan<long> shorter, long value, Span<long> chains)
    {
        bool any = false;
        for (int bins = 1; bins < MaxBins; bins++)
        {
            if (shorter[bins - 1] == ChainTable.None)
                continue;
            chains[bins] = shorter[bins - 1] + value;
            any = true;
        }

        return any;
    }

    private void MarkAlive(SegmentKind kind, int start, int end)
    {
        int bit = end - start - 1;
        _alive[(int)kind][(start * _words) + (bit / Bits)] |= 1UL << (bit % Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeAny(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> alive, ReadOnlySpan<long> chains, Span<long> best)
    {
        for (int word = 0; word < alive.Length; word++)
        {
            for (ulong ends = row.IsEmpty ? alive[word] : alive[word] & row[word]; ends != 0; ends &= ends - 1)
            {
                int end = (word * Bits) + BitOperations.TrailingZeroCount(ends);
                Raise(chains, end * _stride, best);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeRising(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> alive, ReadOnlySpan<double> levels, double level, ReadOnlySpan<long> chains, Span<long> best)
    {
        for (int word = 0; word < alive.Length; word++)
        {
            for (ulong ends = row.IsEmpty ? alive[word] : alive[word] & row[word]; ends != 0; ends &= ends - 1)
            {
                int end = (word * Bits) + BitOperations.TrailingZeroCount(ends);
                if (levels[end] >= level)
                    Raise(chains, end * _stride, best);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeTurning(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> alive, ReadOnlySpan<double> levels, double level, ReadOnlySpan<long> chains, ReadOnlySpan<long> falling, Span<long> best, Span<long> bestFalling)
    {
        for (int word = 0; word < alive.Length; word++)
        {
            for (ulong ends = row.IsEmpty ? alive[word] : alive[word] & row[word]; ends != 0; ends &= ends - 1)
            {
                int end = (word * Bits) + BitOperations.TrailingZeroCount(ends);
                double next = levels[end];
                if (next >= level)
                    Raise(chains, end * _stride, best);
                if (next <= level)
                    Raise(falling, end * _stride, bestFalling);
            }
        }

        // Chains that turn here are the falling ones.
        Raise(bestFalling, 0, best);
    }

    /// <summary>The greater of two, for all numbers of bins. <see cref="ChainTable.None"/> is smaller than any value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Raise(ReadOnlySpan<long> candidates, int first, Span<long> best)
    {
        ref long from = ref Unsafe.Add(ref MemoryMarshal.GetReference(candidates), first);
        ref long to = ref MemoryMarshal.GetReference(best);
        for (nuint i = 0; i < (nuint)best.Length; i += (nuint)Vector<long>.Count)
            Vector.Max(Vector.LoadUnsafe(ref from, i), Vector.LoadUnsafe(ref to, i)).StoreUnsafe(ref to, i);
    }
}
