using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>For each row of a snapshot the day on which watched events change. Of a window's events only two can be the next to matter: the first in it, which leaves first, and the first after it, which comes in first.</summary>
internal sealed class ExpirySweep
{
    private readonly Snapshot _snapshot;
    private readonly EventTest[][] _tests;
    private readonly WindowLadder[][] _ladders;

    public ExpirySweep(Snapshot snapshot, IReadOnlyList<WatchedEvents> watched)
    {
        _snapshot = snapshot;
        _tests = [.. watched.Select(each => each.Filters.Distinct().Select(filter => new EventTest(snapshot.Log, filter)).ToArray())];
        _ladders = [.. snapshot.Plan.CutOffs.Select(cutOff => watched.Select(each => new WindowLadder(snapshot.Plan, each.Window, cutOff)).ToArray())];
    }

    /// <summary>For each of the watched events an array with a number of days for each row; 0 for never.</summary>
    public int[][] Run(int threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int[][] days = [.. _tests.Select(_ => new int[_snapshot.RowCount])];
        _snapshot.Sweep(sweep => () => FillBlock(days, sweep), threads, "expiry", progress, cancellationToken);
        return days;
    }

    /// <summary>The sweep says which rows there are and whose they are; events are looked up in the log.</summary>
    private void FillBlock(int[][] days, EntitySweep sweep)
    {
        for (int cut = 0; cut < _ladders.Length; cut++)
        {
            BlockRows rows = sweep.RowsAt(cut);
            for (int i = 0; i < rows.Count; i++)
            {
                Range events = _snapshot.Log.EventsOf(sweep.Events.EntityOf(rows.Histories[i]));
                for (int watched = 0; watched < days.Length; watched++)
                    days[watched][rows.Numbers[i]] = DaysOf(_ladders[cut][watched], _tests[watched], events, sweep.CutOff(cut));
            }
        }
    }

    private int DaysOf(WindowLadder ladder, EventTest[] tests, Range events, DateTime cutOff)
    {
        DateTime? first = FirstOf(tests, events, ladder.Start ?? DateTime.MinValue, ladder.End, cutOff), next = FirstOf(tests, events, ladder.End, cutOff, cutOff);
        int? leaves = first is null ? null : ladder.DaysToLeave(first.Value), enters = next is null ? null : ladder.DaysToEnter(next.Value);
        return Math.Min(leaves ?? int.MaxValue, enters ?? int.MaxValue) is < int.MaxValue and int days ? days : 0;
    }

    /// <summary>The first event of [start, end) that was known at the cut-off and passes a test.</summary>
    private DateTime? FirstOf(EventTest[] tests, Range events, DateTime start, DateTime end, DateTime cutOff)
    {
        EventLog log = _snapshot.Log;
        ReadOnlySpan<DateTime> times = log.Times;
        for (int place = FirstAt(times, events, start); place < events.End.Value && times[place] < end; place++)
        {
            if (log.HasLateEvents && log.KnownAt[place] > cutOff)
                continue;
            foreach (EventTest test in tests)
            {
                if (test.Passes(place))
                    return times[place];
            }
        }

        return null;
    }

    /// <summary>The first of an entity's events that is not before a moment.</summary>
    private static int FirstAt(ReadOnlySpan<DateTime> times, Range events, DateTime moment)
    {
        int low = events.Start.Value, high = events.End.Value;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = times[middle] >= moment ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
