namespace RetentionTags.Features;

/// <summary>For each value the place of the last one before it in its history that is equal: a stretch has as many different values as there are places without an equal one before them in it, so that nothing is sorted for each stretch.</summary>
internal sealed class EqualBefore
{
    /// <summary>The place before a missing value, which no stretch counts.</summary>
    private const int Missing = int.MaxValue;

    /// <summary>In so few values each is looked for among those before it; more are sorted.</summary>
    private const int Few = 64;

    private int[] _before = [];
    private double[] _sorted = [];
    private int[] _places = [];

    /// <summary>Makes room for the values of all histories of a block.</summary>
    public void Begin(int count)
    {
        if (_before.Length < count)
            (_before, _sorted, _places) = (new int[2 * count], new double[2 * count], new int[2 * count]);
    }

    /// <summary>Takes the values [from, to), which are a history; NaN is missing.</summary>
    public void Take(ReadOnlySpan<double> values, int from, int to)
    {
        if (to - from > Few)
            Sort(values, from, to);
        else
            Compare(values, from, to);
    }

    /// <summary>The number of different values in [from, to), a stretch of one history.</summary>
    public int CountDistinct(int from, int to)
    {
        int distinct = 0;
        foreach (int before in _before.AsSpan(from, to - from))
            distinct += before < from ? 1 : 0;
        return distinct;
    }

    private void Compare(ReadOnlySpan<double> values, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            int before = k - 1;
            while (before >= from && values[before] != values[k])
                before--;
            _before[k] = double.IsNaN(values[k]) ? Missing : before < from ? -1 : before;
        }
    }

    private void Sort(ReadOnlySpan<double> values, int from, int to)
    {
        int present = 0;
        for (int k = from; k < to; k++)
        {
            _before[k] = Missing;
            if (!double.IsNaN(values[k]))
                (_sorted[present], _places[present++]) = (values[k], k);
        }

        Span<int> places = _places.AsSpan(0, present);
        _sorted.AsSpan(0, present).Sort(places);
        for (int start = 0, end; start < present; start = end)
        {
            for (end = start + 1; end < present && _sorted[end] == _sorted[start];)
                end++;
            places[start..end].Sort();
            _before[places[start]] = -1;
            for (int i = start + 1; i < end; i++)
                _before[places[i]] = places[i - 1];
        }
    }
}
