namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Merges an ordered run of distinct values into pre-bins of about equal weight: the j-th cut comes before the first value that has at least j/m
/// of the weight beneath it (or lacks no more of it than rounding). With no more values than pre-bins, each value keeps its own.
/// </summary>
internal sealed class PrebinAccumulator(double totalWeight, int distinctValues, int maxPrebins)
{
    private const double Rounding = 1e-12;

    private readonly List<double> _events = [];
    private readonly List<double> _nonEvents = [];
    private double _beneath;
    private int _nextCut = 1;

    /// <summary>Adds the next value; true when it opens a pre-bin.</summary>
    public bool Add(double events, double nonEvents)
    {
        double quantile = _beneath / totalWeight * maxPrebins * (1 + Rounding);
        bool opens = _events.Count == 0 || distinctValues <= maxPrebins || quantile >= _nextCut;
        if (opens)
        {
            _events.Add(0);
            _nonEvents.Add(0);
            _nextCut = Math.Max(_nextCut, (int)quantile + 1);
        }

        _events[^1] += events;
        _nonEvents[^1] += nonEvents;
        _beneath += events + nonEvents;
        return opens;
    }

    public IntervalCounts ToCounts(double totalEvents, double totalNonEvents) =>
        new([.. _events], [.. _nonEvents], totalEvents, totalNonEvents);
}
