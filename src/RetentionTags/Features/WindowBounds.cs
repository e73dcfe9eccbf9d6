using RetentionTags.Numerics;

namespace RetentionTags.Features;

/// <summary>Where the windows of all cut-offs begin and end among the events of each history: all bounds in order of time, found together.</summary>
internal sealed class WindowBounds(SnapshotPlan plan)
{
    /// <summary>The start of a window that has none: where a history begins.</summary>
    private const int None = -1;

    private readonly List<Window> _windows = [];
    private long[] _moments = [];
    private int[] _places = [];
    private int[] _starts = [];
    private int[] _startOf = [];
    private int[] _endOf = [];
    private int _count;
    private int _histories;

    /// <summary>Adds a window, unless it is there.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ArgumentException">It reaches further back than the plan observes.</exception>
    public int Add(Window window)
    {
        int known = _windows.IndexOf(window);
        if (known >= 0)
            return known;
        _windows.Add(window);
        Prepare();
        return _windows.Count - 1;
    }

    /// <summary>For each history the first event of a window.</summary>
    public ReadOnlySpan<int> StartsOf(int cut, int window) => PlacesOf(_startOf[(cut * _count) + window]);

    /// <summary>For each history the event after the last of a window.</summary>
    public ReadOnlySpan<int> EndsOf(int cut, int window) => PlacesOf(_endOf[(cut * _count) + window]);

    /// <summary>Finds the bounds among the events of histories, each of which is in order of time.</summary>
    /// <param name="times">The events, history after history.</param>
    /// <param name="starts">Where each history begins; one place more than there are histories.</param>
    public void Locate(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> starts)
    {
        _histories = starts.Length - 1;
        if (_starts.Length < starts.Length)
            _starts = new int[2 * starts.Length];
        starts.CopyTo(_starts);
        if (_places.Length < _moments.Length * _histories)
            _places = new int[_moments.Length * _histories];
        SortedCounts.CountBelow(times, starts, _moments, _places);
    }

    private ReadOnlySpan<int> PlacesOf(int bound) => bound == None ? _starts.AsSpan(0, _histories) : _places.AsSpan(bound * _histories, _histories);

    private void Prepare()
    {
        _count = _windows.Count;
        var bounds = new List<(long? Start, long End)>();
        foreach (DateTimeOffset cutOff in plan.CutOffs)
        {
            foreach (Window window in _windows)
            {
                (DateTime? start, DateTime end) = window.BoundsAt(plan, cutOff);
                bounds.Add((start?.Ticks, end.Ticks));
            }
        }

        long[] moments = [.. bounds.SelectMany(bound => (long?[])[bound.Start, bound.End]).OfType<long>().Distinct().Order()];
        _moments = [.. Enumerable.Repeat(moments[0], (SortedCounts.Lanes - (moments.Length % SortedCounts.Lanes)) % SortedCounts.Lanes), .. moments];
        _startOf = [.. bounds.Select(bound => bound.Start is long start ? Array.BinarySearch(_moments, start) : None)];
        _endOf = [.. bounds.Select(bound => Array.BinarySearch(_moments, bound.End))];
    }
}
