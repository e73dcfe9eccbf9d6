namespace RetentionTags.Features;

/// <summary>Where a window begins and ends at the cut-offs of the following days: the same time of day, one, two, three … days after a cut-off. Bounds never go back from one day to the next.</summary>
internal sealed class WindowLadder
{
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];

    /// <param name="plan">The plan.</param>
    /// <param name="window">The window.</param>
    /// <param name="cutOff">The cut-off that the days are counted from.</param>
    /// <exception cref="ArgumentException">The window begins before the plan's observation at the cut-off.</exception>
    public WindowLadder(SnapshotPlan plan, Window window, DateTimeOffset cutOff)
    {
        (Start, End) = window.BoundsAt(plan, cutOff);

        // Months differ in length: a window of some of them may begin before the observation on a later day. That is no matter of which events it holds.
        SnapshotPlan rule = window.Unit == WindowUnit.Observation ? plan : plan with { ObservationDays = null };
        bool isEndless = window.Unit == WindowUnit.Observation && plan.ObservationDays is null;
        for (int day = 1; !isEndless && (_starts.Count == 0 || _starts[^1] < cutOff.UtcTicks); day++)
        {
            (DateTime? start, DateTime end) = window.BoundsAt(rule, plan.AddDays(cutOff, day));
            _starts.Add(start!.Value.Ticks);
            _ends.Add(end.Ticks);
        }
    }

    /// <summary>Where the window begins at the cut-off itself; nothing where it holds all that ever was.</summary>
    public DateTime? Start { get; }

    /// <summary>Where it ends there.</summary>
    public DateTime End { get; }

    /// <summary>In how many days an event that happened before the cut-off leaves the window at its start; nothing for never.</summary>
    public int? DaysToLeave(DateTime time) => First(_starts, time);

    /// <summary>In how many days an event that happened before the cut-off comes into the window at its end; nothing for never.</summary>
    public int? DaysToEnter(DateTime time) => First(_ends, time);

    /// <summary>The first day on which a bound lies after the moment.</summary>
    private static int? First(List<long> bounds, DateTime time)
    {
        int low = 0, high = bounds.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = bounds[middle] > time.Ticks ? (low, middle) : (middle + 1, high);
        }

        return low < bounds.Count ? low + 1 : null;
    }
}
