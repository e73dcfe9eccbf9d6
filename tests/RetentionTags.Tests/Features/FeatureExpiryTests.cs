using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class FeatureExpiryTests : PropertyTests
{
    private static readonly TimeZoneInfo[] Zones = [TimeZoneInfo.Utc, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), TimeZoneInfo.FindSystemTimeZoneById("America/New_York")];

    private static readonly Window[] Windows =
    [
        Window.Days(1), Window.Days(7), Window.Days(30), Window.Between(20, 5), Window.Months(1), Window.Months(1, 1), Window.MonthToDate, Window.CalendarMonths(1), Window.CalendarMonths(1, 1), Window.CalendarWeeks(2), Window.CalendarWeeks(1, 1),
    ];

    private static readonly EventFilter[] Filters =
    [
        EventFilter.All,
        EventFilter.OfKind("order"),
        new() { Name = "refund", Amounts = AmountSign.Negative },
        new() { Name = "some", Kinds = ["visit"], Where = [PropertyCondition.In("channel", "c0", "c1"), PropertyCondition.Between("quantity", 1)] },
    ];

    private static readonly Func<RichEvent, bool>[] Passing =
    [
        _ => true,
        each => each.Kind == "order",
        each => each.Amount < 0,
        each => each.Kind == "visit" && each.Channel is "c0" or "c1" && each.Kind == "visit" && each.Quantity >= 1,
    ];

    /// <summary>Cut-offs at midnight and in the afternoon, before and after the clocks change (Berlin 2024-03-31, New York 2024-03-10).</summary>
    private static SnapshotPlan Plan(TimeZoneInfo zone) => new()
    {
        CutOffs = [.. ((DateTime[])[new(2024, 2, 10), new(2024, 3, 9, 15, 30, 0), new(2024, 3, 31), new(2024, 4, 30, 1, 0, 0)]).Select(clock => new DateTimeOffset(ClockTime.ToUtc(clock, zone)))],
        TimeZone = zone,
        Population = Population.Active,
    };

    /// <summary>The same time of day, so many dates later.</summary>
    private static DateTimeOffset Later(DateTimeOffset cutOff, int days, TimeZoneInfo zone) =>
        days == 0 ? cutOff : new(ClockTime.ToUtc(TimeZoneInfo.ConvertTime(cutOff, zone).DateTime.AddDays(days), zone));

    /// <summary>Day by day, the events of each window as the definitions say, until they are others.</summary>
    [Property(MaxTest = 40)]
    public void The_next_change_is_the_first_day_with_other_events(int seed)
    {
        RichLog rich = RichLog.Random(seed);
        EventLog log = rich.ToLog();
        TimeZoneInfo zone = Zones[Math.Abs(seed % 3)];
        SnapshotPlan plan = Plan(zone) with { ObservationDays = seed % 2 == 0 ? 95 : null };
        Window[] windows = [.. Windows, Window.Observation];
        var features = new FeatureSet { Families = [.. Filters.Select(filter => new WindowFeatures { Windows = [.. windows], Aggregations = [Aggregation.Count], Filter = filter })] };
        plan = plan with { CutOffs = [.. plan.CutOffs.Where(cutOff => rich.Events.Any(each => each.Time < cutOff.UtcDateTime && each.KnownAt <= cutOff.UtcDateTime && !(each.Time < plan.ObservationStart(cutOff)?.UtcDateTime)))] };
        if (plan.CutOffs.Count == 0)
            return;
        Snapshot snapshot = plan.Take(log);
        FeatureExpiry expiry = FeatureExpiry.Of(features, snapshot);
        string[] names = [.. features.Define(log).Select(feature => feature.Name)];
        Assert.Equal(names, expiry.Dated);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            DateTimeOffset cutOff = snapshot.CutOffOf(row);
            RichEvent[] visible = rich.Visible(long.Parse(snapshot.KeyOf(row), System.Globalization.CultureInfo.InvariantCulture), null, cutOff.UtcDateTime, cutOff.UtcDateTime);
            int? least = null;
            for (int i = 0; i < names.Length; i++)
            {
                Window window = windows[i % windows.Length];
                RichEvent[] passing = [.. visible.Where(Passing[i / windows.Length])];
                RichEvent[] Within(int days)
                {
                    (DateTime? start, DateTime end) = window.BoundsAt(window == Window.Observation ? plan : plan with { ObservationDays = null }, Later(cutOff, days, zone));
                    return [.. passing.Where(each => !(each.Time < start) && each.Time < end)];
                }

                RichEvent[] now = Within(0);
                int? expected = Enumerable.Range(1, 130).Cast<int?>().FirstOrDefault(days => !now.SequenceEqual(Within(days!.Value)));
                Assert.Equal(expected, expiry.DaysOf(row, names[i]));
                Assert.Equal(expected is int days ? Later(cutOff, days, zone) : null, expiry.NextChangeOf(row, names[i]));
                least = expected is int some ? Math.Min(some, least ?? some) : least;
            }

            Assert.Equal(least, expiry.DaysOf(row));
            Assert.Equal(least ?? double.NaN, expiry.ToColumn().Values[row]);
        }
    }

    /// <summary>All features again on each of the following days, of the events that could be seen at the cut-off: none moves before its day, and a fingerprint of a window's events moves on it.</summary>
    [Property(MaxTest = 5)]
    public void Recomputed_day_by_day_nothing_changes_before_its_day(int seed)
    {
        const int Days = 45;
        RichLog rich = RichLog.Random(seed, 120);
        TimeZoneInfo zone = Zones[Math.Abs(seed % 3)];
        Window[] windows = [Window.Days(7), Window.Days(30), Window.Between(20, 5), Window.MonthToDate, Window.CalendarWeeks(2)];
        var features = new FeatureSet
        {
            Families =
            [
                new WindowFeatures { Windows = [.. windows], Aggregations = [.. Enum.GetValues<Aggregation>()] },
                new WindowFeatures { Windows = [.. windows], Aggregations = [Aggregation.Sum, Aggregation.Distinct], Filter = Filters[3], Property = "quantity" },
                new RatioFeatures { Name = "rate", Numerator = Filters[1], Denominator = EventFilter.OfKind("visit"), Windows = [.. windows] },
                new TimePatternFeatures { Windows = [.. windows], Patterns = [.. Enum.GetValues<TimePattern>()] },
                new SequenceFeatures { First = EventFilter.OfKind("visit"), Then = Filters[1], Windows = [.. windows] },
                new FunnelFeatures { Name = "way", Steps = [EventFilter.OfKind("visit"), Filters[1]], Windows = [.. windows] },
                new MixFeatures { Property = "channel", Windows = [.. windows], Shares = ["c0"], Top = 2 },
                new MixFeatures { Windows = [Window.Days(90)], HalfLifeDays = 9 },
                new InteractionFeatures { Touches = EventFilter.OfKind("visit"), Responses = Filters[1], Complaints = Filters[2], Measures = [.. Enum.GetValues<InteractionMeasure>()], Windows = [.. windows] },
                new RfmFeatures(),
                new CycleFeatures(),
                .. windows.Select((window, i) => new CustomFeature { Name = $"print_{i}", Windows = [window], Compute = Fingerprint }),
            ],
        };
        foreach (DateTimeOffset cutOff in Plan(zone).CutOffs)
        {
            RichEvent[] seen = [.. rich.Events.Where(each => each.Time < cutOff.UtcDateTime && each.KnownAt <= cutOff.UtcDateTime)];
            if (!seen.Any(each => each.Kind == "order") || !seen.Any(each => each.Kind == "visit"))
                continue;
            EventLog log = new RichLog(seen).ToLog();
            SnapshotPlan plan = Plan(zone) with { CutOffs = [cutOff] };
            Snapshot snapshot = plan.Take(log);
            FeatureExpiry expiry = FeatureExpiry.Of(features, snapshot);
            Assert.Equal(features.Define(log).Count, expiry.Dated.Count + expiry.Daily.Count);
            string[] known = ["_90d", "days_since_", "response_rate_", "print_"];
            Assert.Equal(["recency_days", "tenure_days", "next_purchase_in_days", "overdue_ratio"], expiry.Daily.Where(name => !known.Any(part => name.Contains(part, StringComparison.Ordinal))));
            Table[] tables = [.. Enumerable.Range(0, Days).Select(day => features.ToTable((plan with { CutOffs = [Later(cutOff, day, zone)] }).Take(log)))];
            for (int row = 0; row < snapshot.RowCount; row++)
            {
                foreach (string name in expiry.Dated)
                {
                    int end = Math.Min(expiry.DaysOf(row, name) ?? Days, Days);
                    for (int day = 1; day < end; day++)
                        Assert.True(Equals(Cell(tables[0], name, row), Cell(tables[day], name, row)), $"{name} of row {row} at {cutOff} changes after {day} days, not {expiry.DaysOf(row, name)}");
                }

                for (int i = 0; i < windows.Length; i++)
                {
                    object print = Cell(tables[0], $"print_{i}", row)!;
                    int? expected = Enumerable.Range(1, Days - 1).Cast<int?>().FirstOrDefault(day => !print.Equals(Cell(tables[day!.Value], $"print_{i}", row)));
                    int? found = expiry.DaysOf(row, $"count_{windows[i].Name}");
                    Assert.Equal(expected, found < Days ? found : null);
                }
            }
        }

        static double Fingerprint(EventHistory history)
        {
            double print = 0;
            (int from, int length) = history.Within(0).GetOffsetAndLength(history.Times.Length);
            for (int i = from; i < from + length; i++)
                print += Math.Sin(history.Times[i].Ticks / 1e10 * (i + 1)) + i + 1;
            return print;
        }

        static object? Cell(Table table, string name, int row) => table[name] is CategoryColumn categories ? categories[row] : BitConverter.DoubleToInt64Bits(table.Numeric(name).Values[row]);
    }

    /// <summary>What happens at the cut-off or later, or becomes known later, is not there.</summary>
    [Property(MaxTest = 40)]
    public void What_cannot_be_seen_plays_no_part(int seed)
    {
        RichLog rich = RichLog.Random(seed);
        DateTimeOffset cutOff = new(2024, 2, 20, 0, 0, 0, TimeSpan.Zero);
        RichEvent[] seen = [.. rich.Events.Where(each => each.Time < cutOff.UtcDateTime && each.KnownAt <= cutOff.UtcDateTime)];
        SnapshotPlan plan = Plan(TimeZoneInfo.Utc) with { CutOffs = [cutOff] };
        var features = new FeatureSet { Families = [new WindowFeatures { Windows = [.. Windows] }, new RfmFeatures()] };
        Snapshot all = plan.Take(rich.ToLog()), visible = plan.Take(new RichLog(seen).ToLog());
        FeatureExpiry ofAll = FeatureExpiry.Of(features, all), ofVisible = FeatureExpiry.Of(features with { Threads = 2 }, visible);
        Assert.Equal(visible.RowCount, all.RowCount);
        Same.Bits(ofVisible.ToColumn().Values, ofAll.ToColumn().Values);
    }

    [Fact]
    public void By_hand()
    {
        EventLog log = EventLog.Create([1L, 1, 2, 3], [Day(1, 10), Day(1, 25), Day(1, 31), Day(1, 1)], [10, 20, 5, 1]);
        Snapshot snapshot = SnapshotPlan.At(new DateOnly(2024, 2, 1)).Take(log);
        var features = new FeatureSet { Families = [new RfmFeatures(), new WindowFeatures { Windows = [Window.Days(30), Window.Between(60, 30)], Aggregations = [Aggregation.Count] }] };
        FeatureExpiry expiry = FeatureExpiry.Of(features, snapshot);

        // 30 days before the 9th of February begin on the 10th of January, which is still in them; one day later it is not.
        Assert.Equal(9, expiry.DaysOf(0, "count_30d"));
        Assert.Equal(new DateTimeOffset(Day(2, 10)), expiry.NextChangeOf(0, "count_30d"));
        Assert.Equal(9, expiry.DaysOf(0, "count_60d_30d"));
        Assert.Equal(9, expiry.DaysOf(0));
        Assert.Equal(30, expiry.DaysOf(1));

        // The 1st of January left the last 30 days before the cut-off: the 2nd is their first. It is in the 30 days before that, until the 2nd of March (2024 has a 29th of February).
        Assert.Null(expiry.DaysOf(2, "count_30d"));
        Assert.Null(expiry.NextChangeOf(2, "count_30d"));
        Assert.Equal(new DateTimeOffset(Day(3, 2)), expiry.NextChangeOf(2));
        Assert.Equal(["frequency", "monetary", "count_30d", "count_60d_30d"], expiry.Dated);
        Assert.Equal(["recency_days", "tenure_days"], expiry.Daily);
        Assert.Null(expiry.DaysOf(0, "frequency"));
        Assert.Equal([9, 30, 30], expiry.ToColumn().Values.ToArray());

        // With a limit, purchases leave the observation, too: those of the 10th when 45 days before the cut-off begin on the 11th.
        FeatureExpiry limited = FeatureExpiry.Of(features with { Omit = ["count_30d", "count_60d_30d", "tenure_days"] }, (SnapshotPlan.At(new DateOnly(2024, 2, 1)) with { ObservationDays = 60 }).Take(log));
        Assert.Equal(new DateTimeOffset(Day(3, 11)), limited.NextChangeOf(0));
        Assert.Equal(["frequency", "monetary"], limited.Dated);
        Assert.Equal(["recency_days"], limited.Daily);

        static DateTime Day(int month, int day) => new(2024, month, day, 0, 0, 0, DateTimeKind.Utc);
    }

    [Fact]
    public void Tells_of_its_steps_stops_and_names_what_is_wrong()
    {
        EventLog log = RichLog.Random(3).ToLog();
        Snapshot snapshot = (Plan(TimeZoneInfo.Utc) with { CutOffs = [new(2024, 4, 1, 0, 0, 0, TimeSpan.Zero)] }).Take(log);
        var features = new FeatureSet { Families = [new RfmFeatures(), new WindowFeatures()] };
        var steps = new Collected();
        FeatureExpiry expiry = FeatureExpiry.Of(features, snapshot, steps);
        Assert.Equal([new FitProgress("expiry", 1, 1)], steps.Reports);
        Assert.Contains("'recency_days' may change with every day", Assert.Throws<ArgumentException>(() => expiry.DaysOf(0, "recency_days")).Message, StringComparison.Ordinal);
        Assert.Contains("no feature 'no'", Assert.Throws<ArgumentException>(() => expiry.NextChangeOf(0, "no")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => expiry.DaysOf(snapshot.RowCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => expiry.DaysOf(-1, "count_30d"));
        Assert.Throws<OperationCanceledException>(() => FeatureExpiry.Of(features, snapshot, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Contains("begins before the observation", Assert.Throws<ArgumentException>(() => FeatureExpiry.Of(features, (snapshot.Plan with { ObservationDays = 100 }).Take(log))).Message, StringComparison.Ordinal);
    }

    private sealed class Collected : IProgress<FitProgress>
    {
        public List<FitProgress> Reports { get; } = [];

        public void Report(FitProgress value) => Reports.Add(value);
    }
}
