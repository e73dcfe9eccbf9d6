using RetentionTags.Data;

namespace RetentionTags.Lifetime;

/// <summary>Cohorts by the calendar period of the first purchase, and how many of each are active in each period that follows.</summary>
/// <remarks>
/// A customer is active in a period with at least one purchase in it, an amount of at least 0 (a refund is none). Periods are those of the calendar of <see cref="TimeZone"/>, so a first purchase on the last day of a month is followed by age 1 on the next day. Where the log begins long after customers did, the first cohorts hold old
/// customers too: leave them out when reading.
/// </remarks>
public sealed record CohortRetention
{
    /// <summary>Which calendar periods.</summary>
    /// <value><see cref="CalendarPeriod.Month"/> by default.</value>
    public CalendarPeriod Period { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Period), value, "one of the named periods"); } = CalendarPeriod.Month;

    /// <summary>The zone whose calendar counts.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The kind of event that is a purchase, in a log that tells kinds apart.</summary>
    /// <value><see langword="null"/> by default: events of every kind.</value>
    public string? PurchaseKind { get; init; }

    /// <summary>Counts the cohorts of a log.</summary>
    /// <param name="log">The events. How far it is complete (<see cref="EventLog.CompleteUntil"/>, or to the end of the day of its last event) decides which cells are.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">The log has no events of <see cref="PurchaseKind"/>, or no purchases.</exception>
    public RetentionMatrix ToMatrix(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        int? kind = KindIn(log);
        var cohorts = new SortedDictionary<int, List<int>>();
        int withoutPurchase = 0;
        var active = new List<int>();
        for (int entity = 0; entity < log.Entities.Count; entity++)
        {
            active.Clear();
            (int start, int end) = (log.EventsOf(entity).Start.Value, log.EventsOf(entity).End.Value);
            for (int place = start; place < end; place++)
            {
                if (log.Amounts[place] < 0 || (kind is int wanted && log.KindCodes[place] != wanted))
                    continue;
                int period = NumberOf(DayOf(log.Times[place]));
                if (active.Count == 0 || active[^1] != period)
                    active.Add(period);
            }

            if (active.Count == 0)
                withoutPurchase++;
            else
                Count(cohorts, active);
        }

        if (cohorts.Count == 0)
            throw new ArgumentException("The log has no purchases: all amounts are below 0.", nameof(log));
        DateOnly complete = CompleteUntil(log);
        return new(this, [.. cohorts.Select(cohort => CohortOf(cohort.Key, cohort.Value, complete, NumberOf(DayOf(log.LastTime))))], withoutPurchase);
    }

    /// <summary>One more customer, active in these periods; the first is her cohort.</summary>
    private static void Count(SortedDictionary<int, List<int>> cohorts, List<int> active)
    {
        if (!cohorts.TryGetValue(active[0], out List<int>? counts))
            cohorts[active[0]] = counts = [];
        foreach (int period in active)
        {
            int age = period - active[0];
            while (counts.Count <= age)
                counts.Add(0);
            counts[age]++;
        }
    }

    private RetentionCohort CohortOf(int first, List<int> counts, DateOnly complete, int last)
    {
        // The last cell is that of the period in which the log ends.
        last = Math.Max(last, NumberOf(complete.AddDays(-1)));
        var cells = new RetentionCell[last - first + 1];
        for (int age = 0; age < cells.Length; age++)
            cells[age] = new(age, counts[0], age < counts.Count ? counts[age] : 0, StartOf(first + age + 1) <= complete);
        return new(StartOf(first), cells);
    }

    /// <summary>The first day that the log does not hold entirely.</summary>
    private DateOnly CompleteUntil(EventLog log) =>
        log.CompleteUntil is DateTimeOffset moment ? DayOf(moment.UtcDateTime) : DayOf(log.LastTime).AddDays(1);

    private DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZone == TimeZoneInfo.Utc ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZone));

    /// <summary>Periods numbered without gaps. Day number 0 is a Monday.</summary>
    private int NumberOf(DateOnly day) => Period switch
    {
        CalendarPeriod.Week => day.DayNumber / 7,
        CalendarPeriod.Month => (day.Year * 12) + day.Month - 1,
        _ => (day.Year * 4) + ((day.Month - 1) / 3),
    };

    private DateOnly StartOf(int number) => Period switch
    {
        CalendarPeriod.Week => DateOnly.FromDayNumber(number * 7),
        CalendarPeriod.Month => new(number / 12, (number % 12) + 1, 1),
        _ => new(number / 4, (number % 4 * 3) + 1, 1),
    };

    private int? KindIn(EventLog log)
    {
        if (PurchaseKind is null)
            return null;
        for (int kind = 0; kind < log.Kinds.Count; kind++)
        {
            if (log.Kinds[kind] == PurchaseKind)
                return kind;
        }

        throw new ArgumentException(log.Kinds.Count == 0 ? $"PurchaseKind is '{PurchaseKind}', but the log does not tell kinds apart." : $"No event is of the kind '{PurchaseKind}'. The log has: {string.Join(", ", log.Kinds.Select(name => $"'{name}'"))}.", nameof(log));
    }
}
