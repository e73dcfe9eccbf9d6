using System.Runtime.CompilerServices;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// For each number of bins k and each boundary b the best chain of exactly k intervals between one end of the column and b. A chain is kept as a node
/// that points to the chain it extends, so it stays valid when a better one takes its place in the table.
/// </summary>
/// <param name="size">The number of pre-bins.</param>
/// <param name="maxBins">The largest k.</param>
/// <param name="isPrefix">Whether chains cover 0..b, growing to the right; otherwise b..size, growing to the left.</param>
internal sealed class ChainTable(int size, int maxBins, bool isPrefix)
{
    /// <summary>The value of a chain or an interval that does not exist.</summary>
    public const long None = long.MinValue;

    private readonly long[] _values = Start(size, maxBins, isPrefix);
    private readonly int[] _nodes = new int[(maxBins + 1) * (size + 1)];
    private int[] _starts = new int[256];
    private int[] _previous = new int[256];
    private int _nodeCount = 1;

    public bool Has(int bins, int boundary) => _values[Place(bins, boundary)] != None;

    public long Value(int bins, int boundary) => _values[Place(bins, boundary)];

    /// <summary>Lets the interval of pre-bins from <paramref name="start"/> to <paramref name="end"/> extend every chain that reaches it.</summary>
    public void Extend(int start, int end, long value)
    {
        (int from, int to) = isPrefix ? (start, end) : (end, start);
        for (int bins = 1; bins <= maxBins; bins++)
        {
            int source = Place(bins - 1, from), target = Place(bins, to);
            if (_values[source] == None)
                continue;
            long candidate = _values[source] + value;
            if (candidate < _values[target] || (candidate == _values[target] && !IsFurtherLeft(start, _nodes[source], _starts[_nodes[target]], _previous[_nodes[target]])))
                continue;
            _values[target] = candidate;
            _nodes[target] = NewNode(start, _nodes[source]);
        }
    }

    /// <summary>Finds the best chains that end at a boundary, given the values of all intervals that end there, by their starts. For prefixes, boundary by boundary.</summary>
    public void ExtendTo(int end, ReadOnlySpan<long> valuesByStart)
    {
        for (int bins = 1; bins <= maxBins; bins++)
        {
            long best = None;
            int bestStart = -1;
            for (int start = bins - 1; start < end; start++)
            {
                long chain = _values[Place(bins - 1, start)];
                if (chain == None || valuesByStart[start] == None)
                    continue;
                long candidate = chain + valuesByStart[start];
                if (candidate > best || (candidate == best && IsFurtherLeft(start, _nodes[Place(bins - 1, start)], bestStart, _nodes[Place(bins - 1, bestStart)])))
                    (best, bestStart) = (candidate, start);
            }

            if (bestStart < 0)
                continue;
            _values[Place(bins, end)] = best;
            _nodes[Place(bins, end)] = NewNode(bestStart, _nodes[Place(bins - 1, bestStart)]);
        }
    }

    /// <summary>The first pre-bin of each bin of a chain, from left to right.</summary>
    public int[] Starts(int bins, int boundary)
    {
        var starts = new int[bins];
        int node = _nodes[Place(bins, boundary)];
        for (int i = 0; i < bins; i++, node = _previous[node])
            starts[isPrefix ? bins - 1 - i : i] = _starts[node];
        return starts;
    }

    private static long[] Start(int size, int maxBins, bool isPrefix)
    {
        var values = new long[(maxBins + 1) * (size + 1)];
        Array.Fill(values, None);
        values[isPrefix ? 0 : size] = 0;
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(int bins, int boundary) => (bins * (size + 1)) + boundary;

    /// <summary>
    /// Compares two chains of equal length over the same pre-bins by their starts from left to right. A prefix is walked from its right end, so the
    /// difference met last decides; a suffix is walked from its left end, so the one met first does.
    /// </summary>
    private bool IsFurtherLeft(int start, int previous, int rivalStart, int rivalPrevious)
    {
        int sign = start.CompareTo(rivalStart);
        for (int a = previous, b = rivalPrevious; a != b; a = _previous[a], b = _previous[b])
        {
            int here = _starts[a].CompareTo(_starts[b]);
            if (here != 0 && (isPrefix || sign == 0))
                sign = here;
        }

        return sign < 0;
    }

    private int NewNode(int start, int previous)
    {
        if (_nodeCount == _starts.Length)
        {
            int live = previous;
            if (_nodeCount >= 1 << 20)
                live = Compact(previous);
            if (_nodeCount > _starts.Length / 2)
            {
                Array.Resize(ref _starts, 2 * _starts.Length);
                Array.Resize(ref _previous, 2 * _previous.Length);
            }

            previous = live;
        }

        _starts[_nodeCount] = start;
        _previous[_nodeCount] = previous;
        return _nodeCount++;
    }

    /// <summary>
    /// Keeps the nodes of chains that are still in the table, in their order (a node is younger than the one it extends), and forgets those of chains that better ones
    /// have replaced. Returns where <paramref name="extra"/>, which is kept too, has gone.
    /// </summary>
    private int Compact(int extra)
    {
        var moved = new int[_nodeCount];
        foreach (int node in _nodes)
            moved[node] = -1;
        moved[extra] = -1;
        for (int node = _nodeCount - 1; node > 0; node--)
        {
            if (moved[node] < 0)
                moved[_previous[node]] = -1;
        }

        moved[0] = 0;
        int kept = 1;
        for (int node = 1; node < _nodeCount; node++)
        {
            if (moved[node] == 0)
                continue;
            (_starts[kept], _previous[kept]) = (_starts[node], moved[_previous[node]]);
            moved[node] = kept++;
        }

        _nodeCount = kept;
        for (int place = 0; place < _nodes.Length; place++)
            _nodes[place] = moved[_nodes[place]];
        return moved[extra];
    }
}
