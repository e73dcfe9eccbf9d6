namespace RetentionTags.Features;

/// <summary>Those of a block's events that a filter lets through: found once for all cut-offs and windows.</summary>
internal sealed class FilteredEvents
{
    private readonly EntitySweep _sweep;
    private readonly EventTest _test;
    private int[] _events = [];
    private int[] _before = new int[1];
    private int _version;

    public FilteredEvents(EntitySweep sweep, EventFilter filter)
    {
        _sweep = sweep;
        Filter = filter;
        _test = new(sweep.Log, filter);
    }

    public EventFilter Filter { get; }

    /// <summary>Whether the filter asks nothing, so that every event passes.</summary>
    public bool IsAll => _test.IsAll;

    /// <summary>How many of the block's events pass.</summary>
    public int Count
    {
        get
        {
            Update();
            return IsAll ? _sweep.Events.Count : _before[_sweep.Events.Count];
        }
    }

    /// <summary>How many of the first so many events pass: the place among the passing ones at which the range that begins there begins.</summary>
    public int Before(int events)
    {
        if (IsAll)
            return events;
        Update();
        return _before[events];
    }

    /// <summary>The k-th event that passes.</summary>
    public int this[int k]
    {
        get
        {
            Update();
            return IsAll ? k : _events[k];
        }
    }

    private void Update()
    {
        if (IsAll || _version == _sweep.Events.Version)
            return;
        _version = _sweep.Events.Version;
        int count = _sweep.Events.Count, passing = 0;
        if (_before.Length <= count)
            (_events, _before) = (new int[2 * count], new int[(2 * count) + 1]);
        for (int i = 0; i < count; i++)
        {
            if (_test.Passes(_sweep.Events.PlaceOf(i)))
                _events[passing++] = i;
            _before[i + 1] = passing;
        }
    }
}
