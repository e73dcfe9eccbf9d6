namespace RetentionTags.Features;

/// <summary>For each event of one filter the entity's next one of another that followed it in time: found once for all cut-offs and windows.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="first">Which events are followed.</param>
/// <param name="then">Which events follow.</param>
/// <param name="withinDays">How soon: less than so many days of 24 hours later.</param>
internal sealed class FollowedEvents(EntitySweep sweep, EventFilter first, EventFilter then, int withinDays)
{
    private readonly FilteredEvents _then = sweep.Filtered(then);
    private int[] _next = [];
    private int _version;

    public FilteredEvents First { get; } = sweep.Filtered(first);

    public TimeSpan Within { get; } = TimeSpan.FromDays(withinDays);

    /// <summary>The event that followed the k-th in time, or −1. It may lie after a cut-off: see to it.</summary>
    public int Next(int k)
    {
        if (_version != sweep.Events.Version)
            Find();
        return _next[k];
    }

    private void Find()
    {
        _version = sweep.Events.Version;
        if (_next.Length < First.Count)
            _next = new int[2 * First.Count];
        ReadOnlySpan<int> starts = sweep.Events.Starts;
        for (int history = 0; history < sweep.Events.HistoryCount; history++)
            FindIn(starts[history], starts[history + 1]);
    }

    private void FindIn(int start, int end)
    {
        ReadOnlySpan<DateTime> times = sweep.Events.Times;
        int next = _then.Before(start), endOfThen = _then.Before(end);
        for (int k = First.Before(start), endOfFirst = First.Before(end); k < endOfFirst; k++)
        {
            while (next < endOfThen && _then[next] <= First[k])
                next++;
            _next[k] = next < endOfThen && times[_then[next]] - times[First[k]] < Within ? _then[next] : -1;
        }
    }
}
