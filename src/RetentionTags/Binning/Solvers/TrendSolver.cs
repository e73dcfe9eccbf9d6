using RetentionTags.Numerics;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The exact optimum over all divisions of m pre-bins into bins, for every trend and every number of bins at once.
/// </summary>
/// <remarks>
/// <para>
/// The trend is a rule about neighbouring bins, and the sweep meets it by the order of its work instead of by a larger state. Intervals are
/// processed in ascending order of event rate; so whatever chain of intervals is already there has a rate not above the present one:
/// </para>
/// <code>
/// rising prefix:    L[k][end]   = max(L[k][end],   L[k−1][start] + value)      (chain to the left has lower rates)
/// falling suffix:   R[k][start] = max(R[k][start], R[k−1][end]   + value)      (chain to the right has lower rates)
/// </code>
/// <para>
/// The same in descending order gives falling prefixes and rising suffixes. A rising prefix followed by a falling suffix is a peak, whatever
/// happens where they meet, so peaks and valleys are joins of two tables. Among intervals of equal rate, prefixes grow from left to right and
/// suffixes from right to left, so that a chain can hold several of them. Cost: O(m² log m) for the sort and O(K m²) for the passes.
/// </para>
/// <para>Intervals that are too small or hold one class only take no part.</para>
/// </remarks>
internal sealed class TrendSolver
{
    /// <summary>Intervals between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 14;

    private readonly int _size;
    private readonly int _maxBins;
    private readonly CancellationToken _cancellationToken;
    private readonly ReadOnlyMemory<ulong> _rates;
    private readonly ReadOnlyMemory<int> _intervals;
    private readonly long[] _values;
    private ChainTable? _risingPrefix;
    private ChainTable? _fallingPrefix;
    private ChainTable? _risingSuffix;
    private ChainTable? _fallingSuffix;
    private ChainTable? _anyPrefix;

    /// <param name="counts">The pre-bins.</param>
    /// <param name="minWeight">The smallest weight of a bin.</param>
    /// <param name="maxBins">The largest number of bins.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public TrendSolver(IntervalCounts counts, double minWeight, int maxBins, CancellationToken cancellationToken)
    {
        _size = counts.Size;
        _maxBins = Math.Min(maxBins, _size);
        _cancellationToken = cancellationToken;
        _values = new long[_size * _size];
        _values.AsSpan().Fill(ChainTable.None);
        var rates = new ulong[_size * (_size + 1) / 2];
        var intervals = new int[rates.Length];
        int count = 0;
        for (int start = 0; start < _size; start++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int end = start + 1; end <= _size; end++)
            {
                BinCounts interval = counts[start, end];
                if (interval.Events <= 0 || interval.NonEvents <= 0 || interval.Count < minWeight)
                    continue;
                rates[count] = SortableDouble.ToKey(interval.EventRate);
                intervals[count++] = (start * _size) + end - 1;
                _values[(start * _size) + end - 1] = InformationUnits.Of(interval);
            }
        }

        RadixSort.Sort(rates.AsSpan(0, count), intervals.AsSpan(0, count), cancellationToken);
        _rates = rates.AsMemory(0, count);
        _intervals = intervals.AsMemory(0, count);
    }

    /// <summary>
    /// The optimum for a trend: of all numbers of bins from <paramref name="minBins"/> up, the smallest whose information value is within
    /// <see cref="InformationUnits.WorthABin"/> of the highest; <see langword="null"/> when no division satisfies the rules.
    /// </summary>
    public Partition? Best(Trend trend, int minBins)
    {
        Partition?[] optima = [.. Enumerable.Range(1, _maxBins).Where(bins => bins >= minBins).Select(bins => Optimum(trend, bins))];
        long highest = optima.Max(partition => partition?.Value) ?? 0;
        return Array.Find(optima, partition => partition is not null && partition.Value >= highest - InformationUnits.WorthABin);
    }

    /// <summary>The largest number of bins that some division has under a trend; 0 when there is no division.</summary>
    public int MostBins(Trend trend) =>
        Enumerable.Range(1, _maxBins).LastOrDefault(bins => Optimum(trend, bins) is not null);

    /// <summary>The best division into exactly so many bins.</summary>
    private Partition? Optimum(Trend trend, int bins) => trend switch
    {
        Trend.Ascending => Whole(_risingPrefix ??= Sweep(isPrefix: true, ascending: true), bins),
        Trend.Descending => Whole(_fallingPrefix ??= Sweep(isPrefix: true, ascending: false), bins),
        Trend.Peak => Join(_risingPrefix ??= Sweep(isPrefix: true, ascending: true), _fallingSuffix ??= Sweep(isPrefix: false, ascending: true), bins),
        Trend.Valley => Join(_fallingPrefix ??= Sweep(isPrefix: true, ascending: false), _risingSuffix ??= Sweep(isPrefix: false, ascending: false), bins),
        _ => Whole(_anyPrefix ??= SweepByPlace(), bins),
    };

    /// <summary>All intervals in order of event rate, in groups of equal rates.</summary>
    private ChainTable Sweep(bool isPrefix, bool ascending)
    {
        var table = new ChainTable(_size, _maxBins, isPrefix);
        ReadOnlySpan<ulong> rates = _rates.Span;
        ReadOnlySpan<int> intervals = _intervals.Span;
        for (int done = 0; done < rates.Length;)
        {
            (int first, int last) = ascending ? GroupFrom(rates, done) : GroupUpTo(rates, rates.Length - 1 - done);
            for (int i = first; i <= last; i++)
            {
                int interval = intervals[isPrefix ? i : first + last - i];
                if (i % Stride == 0)
                    _cancellationToken.ThrowIfCancellationRequested();
                table.Extend(interval / _size, (interval % _size) + 1, _values[interval]);
            }

            done += last - first + 1;
        }

        return table;
    }

    /// <summary>Boundaries from left to right: every chain is complete before it is extended, so any order of rates is allowed.</summary>
    private ChainTable SweepByPlace()
    {
        var table = new ChainTable(_size, _maxBins, isPrefix: true);
        var values = new long[_size];
        for (int end = 1; end <= _size; end++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (int start = 0; start < end; start++)
                values[start] = _values[(start * _size) + end - 1];
            table.ExtendTo(end, values.AsSpan(0, end));
        }

        return table;
    }

    private static (int First, int Last) GroupFrom(ReadOnlySpan<ulong> rates, int first)
    {
        int last = first;
        while (last + 1 < rates.Length && rates[last + 1] == rates[first])
            last++;
        return (first, last);
    }

    private static (int First, int Last) GroupUpTo(ReadOnlySpan<ulong> rates, int last)
    {
        int first = last;
        while (first > 0 && rates[first - 1] == rates[last])
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
