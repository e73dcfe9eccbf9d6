using RetentionTags.Numerics;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The exact optimum over all divisions of m pre-bins into bins, for every trend up to <see cref="Trend.None"/> and every number of bins at once, without other rules about
/// neighbours.
/// </summary>
/// <remarks>
/// <para>
/// The trend is a rule about neighbouring bins, and the sweep meets it by the order of its work instead of by a larger state. Intervals are
/// processed in ascending order of level; so whatever chain of intervals is already there has a level not above the present one:
/// </para>
/// <code>
/// rising prefix:    L[k][end]   = max(L[k][end],   L[k−1][start] + value)      (chain to the left has lower levels)
/// falling suffix:   R[k][start] = max(R[k][start], R[k−1][end]   + value)      (chain to the right has lower levels)
/// </code>
/// <para>
/// The same in descending order gives falling prefixes and rising suffixes. A rising prefix followed by a falling suffix is a peak, whatever
/// happens where they meet, so peaks and valleys are joins of two tables. Among intervals of equal level, prefixes grow from left to right and
/// suffixes from right to left, so that a chain can hold several of them. Cost: O(m² log m) for the sort and O(K m²) for the passes.
/// </para>
/// </remarks>
internal sealed class LevelSweep
{
    /// <summary>Intervals between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 14;

    private readonly IntervalTable _table;
    private readonly int _size;
    private readonly int _maxBins;
    private readonly CancellationToken _cancellationToken;
    private ulong[]? _levels;
    private int[] _intervals = [];
    private ChainTable? _risingPrefix;
    private ChainTable? _fallingPrefix;
    private ChainTable? _risingSuffix;
    private ChainTable? _fallingSuffix;
    private ChainTable? _anyPrefix;

    /// <param name="table">The intervals.</param>
    /// <param name="maxBins">The largest number of bins, no more than there are pre-bins.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public LevelSweep(IntervalTable table, int maxBins, CancellationToken cancellationToken) =>
        (_table, _size, _maxBins, _cancellationToken) = (table, table.Size, maxBins, cancellationToken);

    /// <summary>The best division into exactly so many bins.</summary>
    public Partition? Optimum(Trend trend, int bins)
    {
        (ChainTable prefix, ChainTable? suffix) = TablesFor(trend);
        return suffix is null ? Whole(prefix, bins) : Join(prefix, suffix, bins);
    }

    /// <summary>The value of the best division into exactly so many bins.</summary>
    public long Highest(Trend trend, int bins)
    {
        (ChainTable prefix, ChainTable? suffix) = TablesFor(trend);
        if (suffix is null)
            return prefix.Value(bins, _size);
        long best = ChainTable.None;
        for (int left = 0; left <= bins; left++)
        {
            for (int boundary = 0; boundary <= _size; boundary++)
            {
                if (prefix.Has(left, boundary) && suffix.Has(bins - left, boundary))
                    best = Math.Max(best, prefix.Value(left, boundary) + suffix.Value(bins - left, boundary));
            }
        }

        return best;
    }

    private (ChainTable Prefix, ChainTable? Suffix) TablesFor(Trend trend) => trend switch
    {
        Trend.Ascending => (_risingPrefix ??= Sweep(isPrefix: true, ascending: true), null),
        Trend.Descending => (_fallingPrefix ??= Sweep(isPrefix: true, ascending: false), null),
        Trend.Peak => (_risingPrefix ??= Sweep(isPrefix: true, ascending: true), _fallingSuffix ??= Sweep(isPrefix: false, ascending: true)),
        Trend.Valley => (_fallingPrefix ??= Sweep(isPrefix: true, ascending: false), _risingSuffix ??= Sweep(isPrefix: false, ascending: false)),
        _ => (_anyPrefix ??= SweepByPlace(), null),
    };

    /// <summary>All intervals in order of level, in groups of equal levels.</summary>
    private ChainTable Sweep(bool isPrefix, bool ascending)
    {
        var table = new ChainTable(_size, _maxBins, isPrefix);
        ReadOnlySpan<ulong> levels = SortedLevels();
        for (int done = 0; done < levels.Length;)
        {
            (int first, int last) = ascending ? GroupFrom(levels, done) : GroupUpTo(levels, levels.Length - 1 - done);
            for (int i = first; i <= last; i++)
            {
                if (i % Stride == 0)
                    _cancellationToken.ThrowIfCancellationRequested();
                (int start, int end) = Math.DivRem(_intervals[isPrefix ? i : first + last - i], _size);
                table.Extend(start, end + 1, _table.Value(start, end + 1));
            }

            done += last - first + 1;
        }

        return table;
    }

    /// <summary>Sorts once for all trends; intervals of equal level stay in order of their starts, then of their ends.</summary>
    private ulong[] SortedLevels()
    {
        if (_levels is not null)
            return _levels;
        var levels = new ulong[_size * (_size + 1) / 2];
        var intervals = new int[levels.Length];
        int count = 0;
        for (int start = 0; start < _size; start++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (int end = start + 1; end <= _size; end++)
            {
                if (!_table.IsAllowed(start, end))
                    continue;
                levels[count] = SortableDouble.ToKey(_table.Level(start, end));
                intervals[count++] = (start * _size) + end - 1;
            }
        }

        Array.Resize(ref levels, count);
        RadixSort.Sort(levels.AsSpan(), intervals.AsSpan(0, count), _cancellationToken);
        _intervals = intervals;
        return _levels = levels;
    }

    /// <summary>Boundaries from left to right: every chain is complete before it is extended, so any order of levels is allowed.</summary>
    private ChainTable SweepByPlace()
    {
        var table = new ChainTable(_size, _maxBins, isPrefix: true);
        var values = new long[_size];
        for (int end = 1; end <= _size; end++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (int start = 0; start < end; start++)
                values[start] = _table.Value(start, end);
            table.ExtendTo(end, values.AsSpan(0, end));
        }

        return table;
    }

    private static (int First, int Last) GroupFrom(ReadOnlySpan<ulong> levels, int first)
    {
        int last = first;
        while (last + 1 < levels.Length && levels[last + 1] == levels[first])
            last++;
        return (first, last);
    }

    private static (int First, int Last) GroupUpTo(ReadOnlySpan<ulong> levels, int last)
    {
        int first = last;
        while (first > 0 && levels[first - 1] == levels[last])
            first--;
        return (first, last);
    }

    private Partition? Whole(ChainTable prefix, int bins) =>
        prefix.Has(bins, _size) ? new(prefix.Value(bins, _size), prefix.Starts(bins, _size)) : null;

    private Partition? Join(ChainTable prefix, ChainTable suffix, int bins)
    {
        Partition? best = null;
        for (int left = 0; left <= bins; left++)
        {
            for (int boundary = 0; boundary <= _size; boundary++)
            {
                if (!prefix.Has(left, boundary) || !suffix.Has(bins - left, boundary))
                    continue;
                long value = prefix.Value(left, boundary) + suffix.Value(bins - left, boundary);
                if (best is not null && value < best.Value)
                    continue;
                Partition candidate = new(value, [.. prefix.Starts(left, boundary), .. suffix.Starts(bins - left, boundary)]);
                if (candidate.IsBetterThan(best))
                    best = candidate;
            }
        }

        return best;
    }
}
