using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The state of a log at a plan's cut: one row for each entity that had bought by then.</summary>
/// <remarks>An event with an amount below 0 is a refund: it lowers what an entity spent and is no purchase.</remarks>
public sealed class Snapshot
{
    private readonly int[] _entities;
    private readonly Range[] _observed;
    private readonly int? _amountDecimals;

    internal Snapshot(SnapshotPlan plan, EventLog log)
    {
        Plan = plan;
        Log = log;
        PurchaseKindCode = CodeOf(plan.PurchaseKind, log);
        DateTime start = plan.ObservationStart?.UtcDateTime ?? DateTime.MinValue, end = plan.AsOf.UtcDateTime;
        var entities = new List<int>();
        var observed = new List<Range>();
        for (int entity = 0; entity < log.Entities.Count; entity++)
        {
            Range events = EventsWithin(entity, start, end);
            if (!AnyPurchase(events))
                continue;
            entities.Add(entity);
            observed.Add(events);
        }

        if (entities.Count == 0)
            throw new TrainingDataException(Invariant($"Nobody had bought in the observation window that ends at {plan.AsOf:yyyy-MM-dd HH:mm zzz}. The log's last event is at {log.LastTime:yyyy-MM-dd HH:mm} UTC: check AsOf, ObservationDays and PurchaseKind."));
        _entities = [.. entities];
        _observed = [.. observed];
        _amountDecimals = DecimalsOfObservedAmounts();
        Findings = FindingsOf(plan, log);
    }

    /// <summary>The plan that the snapshot was taken by.</summary>
    public SnapshotPlan Plan { get; }

    /// <summary>The number of entities.</summary>
    public int RowCount => _entities.Length;

    /// <summary>What a person should know about this snapshot: that the log ends before the cut, for instance.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    internal EventLog Log { get; }

    /// <summary>The code that an event must have to count, or <see langword="null"/> when kinds do not matter.</summary>
    private int? PurchaseKindCode { get; }

    /// <summary>The key of the entity in a row.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>The key as text.</returns>
    public string KeyOf(int row) => Log.Entities[_entities[row]];

    /// <summary>The label: for each row, whether the entity bought in the performance window.</summary>
    /// <returns>True for at least one purchase, an event of the plan's kind with an amount of at least 0.</returns>
    /// <exception cref="InvalidOperationException">The plan has no performance window.</exception>
    public bool[] Repurchased()
    {
        if (Plan.PerformanceEnd is not DateTimeOffset end)
            throw new InvalidOperationException("This snapshot has no label: its plan sets no PerformanceDays.");
        var bought = new bool[RowCount];
        for (int row = 0; row < bought.Length; row++)
            bought[row] = AnyPurchase(EventsWithin(_entities[row], Plan.PerformanceStart.UtcDateTime, end.UtcDateTime));
        return bought;
    }

    /// <summary>Where the events of a row's entity lie that features may see.</summary>
    internal Range Observed(int row) => _observed[row];

    /// <summary>Whether an event is of the plan's kind, be it a purchase or the refund of one.</summary>
    internal bool Counts(int place) => PurchaseKindCode is not int code || Log.KindCodes[place] == code;

    /// <summary>
    /// A sum of amounts as it is on paper. Binary sums of decimal numbers differ in their last digits with the order of the terms; rounded to the decimals that the observed
    /// amounts have, equal sums are equal.
    /// </summary>
    internal double OnPaper(double sum) => _amountDecimals is int decimals ? Math.Round(sum, decimals) : sum;

    private static Finding[] FindingsOf(SnapshotPlan plan, EventLog log)
    {
        double daysWithoutLog = (plan.AsOf - plan.CompleteUntil(log)).TotalDays;
        return daysWithoutLog < 1 ? [] :
        [
            new(FindingSeverity.Warning, FindingCodes.StaleLog, Invariant($"the log ends at {plan.CompleteUntil(log):yyyy-MM-dd HH:mm}, {daysWithoutLog:F0} days before the cut. Everybody's recency counts days of which nothing is known: bring the log up to date, cut earlier, or state with EventLog.WithCompleteUntil that nothing happened since.")),
        ];
    }

    private static int? CodeOf(string? kind, EventLog log)
    {
        if (kind is null)
            return null;
        for (int code = 0; code < log.Kinds.Count; code++)
        {
            if (log.Kinds[code] == kind)
                return code;
        }

        string known = log.Kinds.Count == 0 ? "does not tell kinds apart" : $"has the kinds {string.Join(", ", log.Kinds.Select(name => $"'{name}'"))}";
        throw new ArgumentException($"PurchaseKind is '{kind}', but the log {known}.", nameof(kind));
    }

    private bool AnyPurchase(Range events)
    {
        for (int place = events.Start.Value; place < events.End.Value; place++)
        {
            if (Log.Amounts[place] >= 0 && Counts(place))
                return true;
        }

        return false;
    }

    /// <summary>An entity's events in [start, end). They are in order of time.</summary>
    private Range EventsWithin(int entity, DateTime start, DateTime end)
    {
        Range all = Log.EventsOf(entity);
        ReadOnlySpan<DateTime> times = Log.Times[all];
        int first = FirstNotBefore(times, start);
        return (all.Start.Value + first)..(all.Start.Value + Math.Max(first, FirstNotBefore(times, end)));
    }

    private static int FirstNotBefore(ReadOnlySpan<DateTime> times, DateTime moment)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < moment)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>How many decimals the amounts that features may see have at most; nothing when some are no decimal numbers of up to six places.</summary>
    private int? DecimalsOfObservedAmounts()
    {
        const int MostDecimals = 6;
        const double ProductRounding = 4.0 / (1L << 52); // a quantity times a price is a few units off in its last place
        int decimals = 0;
        foreach (Range events in _observed)
        {
            foreach (double amount in Log.Amounts[events])
            {
                while (Math.Abs(Math.Round(amount, decimals) - amount) > ProductRounding * Math.Abs(amount))
                {
                    if (++decimals > MostDecimals)
                        return null;
                }
            }
        }

        return decimals;
    }
}
