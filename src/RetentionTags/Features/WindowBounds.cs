namespace RetentionTags.Features;

/// <summary>Where the windows of all cut-offs begin and end among an entity's events: all bounds in order of time, found in one pass beside the events.</summary>
internal sealed class WindowBounds(SnapshotPlan plan)
{
    private readonly List<Window> _windows = [];
    private long[] _moments = [];
    private int[] _places = [];
    private int[] _startOf = [];
    private int[] _endOf = [];
    private int _count;

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

    /// <summary>The first event of a window.</summary>
    public int From(int cut, int window) => _places[_startOf[(cut * _count) + window]];

    /// <summary>The event after the last of a window.</summary>
    public int To(int cut, int window) => _places[_endOf[(cut * _count) + window]];

    /// <summary>Finds the bounds among events in order of time.</summary>
    public void Locate(ReadOnlySpan<DateTime> times)
    {
        int place = 0;
        for (int bound = 0; bound < _moments.Length; bound++)
        {
            long moment = _moments[bound];
            while (place < times.Length && times[place].Ticks < moment)
                place++;
            _places[bound] = place;
        }
    }

    private void Prepare()
    {
        _count = _windows.Count;
        var bounds = new List<(long Start, long End)>();
        foreach (DateTimeOffset cutOff in plan.CutOffs)
        {
            foreach (Window window in _windows)
            {
                (DateTime? start, DateTime end) = window.BoundsAt(plan, cutOff);
                bounds.Add((start?.Ticks ?? 0, end.Ticks));
            }
        }

        _moments = [.. bounds.SelectMany(bound => (long[])[bound.Start, bound.End]).Distinct().Order()];
        _places = new int[_moments.Length];
        _startOf = [.. bounds.Select(bound => Array.BinarySearch(_moments, bound.Start))];
        _endOf = [.. bounds.Select(bound => Array.BinarySearch(_moments, bound.End))];
    }
}
