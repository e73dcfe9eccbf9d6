namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Events and non-events of m pre-bins as running sums, so that any interval of them costs two subtractions; beside them the totals of the whole
/// column, missing rows included, which every share refers to.
/// </summary>
internal sealed class IntervalCounts
{
    private readonly double[] _events;
    private readonly double[] _nonEvents;

    public IntervalCounts(ReadOnlySpan<double> events, ReadOnlySpan<double> nonEvents, double totalEvents, double totalNonEvents)
    {
        _events = RunningSum(events);
        _nonEvents = RunningSum(nonEvents);
        TotalEvents = totalEvents;
        TotalNonEvents = totalNonEvents;
    }

    /// <summary>The number of pre-bins.</summary>
    public int Size => _events.Length - 1;

    public double TotalEvents { get; }

    public double TotalNonEvents { get; }

    /// <summary>Weight of all pre-bins together: the rows whose value is not missing.</summary>
    public double Weight => _events[^1] + _nonEvents[^1];

    /// <summary>Counts of the pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public BinCounts this[int start, int end] =>
        new(_events[end] - _events[start], _nonEvents[end] - _nonEvents[start], TotalEvents, TotalNonEvents);

    private static double[] RunningSum(ReadOnlySpan<double> counts)
    {
        var sums = new double[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
            sums[i + 1] = sums[i] + counts[i];
        return sums;
    }
}
