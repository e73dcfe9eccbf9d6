using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>The sweep over a log with late, equal-time and refunded events, against computations for each customer, cut-off and window by themselves.</summary>
public class SweepTests : PropertyTests
{
    private static readonly EventFilter Orders = EventFilter.OfKind("order") with { Amounts = AmountSign.NotNegative };
    private static readonly EventFilter Web = new() { Name = "web", Where = [PropertyCondition.In("channel", "c0", "c1"), PropertyCondition.Between("quantity", 1)] };
    private static readonly ValueList<Window> Windows = [Window.Days(7), Window.Between(30, 7), Window.Months(2), Window.CalendarMonths(1), Window.MonthToDate, Window.CalendarWeeks(2), Window.Observation];

    private static readonly FeatureSet Set = new()
    {
        Families =
        [
            new RfmFeatures(),
            new WindowFeatures { Windows = Windows, Aggregations = [.. Enum.GetValues<Aggregation>()] },
            new WindowFeatures { Windows = Windows, Aggregations = [.. Enum.GetValues<Aggregation>()], Filter = Orders },
            new WindowFeatures { Windows = Windows, Aggregations = [.. Enum.GetValues<Aggregation>()], Filter = Web, Property = "quantity" },
            new WindowFeatures { Windows = Windows, Aggregations = [Aggregation.Distinct], Property = "channel" },
        ],
    };

    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6) with { Population = Population.Active };

    [Property(MaxTest = 60)]
    public void Windows_equal_a_naive_computation(int seed)
    {
        RichLog log = RichLog.Random(seed);
        if (TryTake(Plan, log) is not Snapshot snapshot)
            return;
        Table table = Set.ToTable(snapshot);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            long entity = long.Parse(snapshot.KeyOf(row), System.Globalization.CultureInfo.InvariantCulture);
            DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
            foreach ((string name, DateTime? start, DateTime end) in NaiveWindows(cut))
            {
                RichEvent[] all = log.Visible(entity, start, end, cut);
                Check("", name, all, [.. all.Select(each => each.Amount)]);
                RichEvent[] orders = [.. all.Where(each => each.Kind == "order" && each.Amount >= 0)];
                Check("order_", name, orders, [.. orders.Select(each => each.Amount)]);
                RichEvent[] web = [.. all.Where(each => each.Channel is "c0" or "c1" && each.Quantity >= 1)];
                Check("web_", name, web, [.. web.Select(each => each.Quantity).Where(double.IsFinite)], "quantity_");
                Is($"channel_distinct_{name}", all.Select(each => each.Channel).Where(channel => channel is not null).Distinct().Count());
            }

            void Check(string filter, string window, RichEvent[] events, double[] values, string property = "")
            {
                int reference = DateOnly.FromDateTime(cut).DayNumber - 1;
                Is($"{filter}count_{window}", events.Length);
                Is($"{filter}any_{window}", events.Length > 0 ? 1 : 0);
                Is($"{filter}active_days_{window}", events.Select(each => each.Time.Date).Distinct().Count());
                Is($"{filter}days_since_last_{window}", events.Length == 0 ? double.NaN : reference - DateOnly.FromDateTime(events.Max(each => each.Time)).DayNumber);
                Is($"{filter}days_since_first_{window}", events.Length == 0 ? double.NaN : reference - DateOnly.FromDateTime(events.Min(each => each.Time)).DayNumber);
                Is($"{filter}{property}sum_{window}", (double)values.Sum(value => (decimal)value));
                Is($"{filter}{property}mean_{window}", values.Length == 0 ? double.NaN : values.Average());
                Is($"{filter}{property}min_{window}", values.Length == 0 ? double.NaN : values.Min());
                Is($"{filter}{property}max_{window}", values.Length == 0 ? double.NaN : values.Max());
                double[] sorted = [.. values.Order()];
                Is($"{filter}{property}median_{window}", values.Length == 0 ? double.NaN : (sorted[(values.Length - 1) / 2] + sorted[values.Length / 2]) / 2);
                Is($"{filter}{property}sd_{window}", values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1)));
                Is($"{filter}{property}distinct_{window}", values.Distinct().Count());
            }

            void Is(string column, double expected)
            {
                double actual = table.Numeric(column).Values[row];
                Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)), FormattableString.Invariant($"{column} of {entity} at {cut:yyyy-MM-dd}: expected {expected:R}, found {actual:R}"));
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Many_cut_offs_are_the_single_ones_one_below_another(int seed)
    {
        EventLog log = RichLog.Random(seed).ToLog();
        SnapshotPlan plan = Plan with { ObservationDays = 100 };
        if (TryTake(plan, log) is not Snapshot all)
            return;
        Table together = Set.ToTable(all);
        for (int cut = 0; cut < plan.CutOffs.Count; cut++)
        {
            Snapshot alone = (plan with { CutOffs = [plan.CutOffs[cut]] }).Take(log);
            Assert.Equal(Enumerable.Range(0, alone.RowCount).Select(alone.KeyOf), Enumerable.Range(0, all.RowCount).ToArray()[all.RowsOf(cut)].Select(all.KeyOf));
            foreach (Column column in Set.ToTable(alone).Columns)
                Same.Bits(((NumericColumn)column).Values, together.Numeric(column.Name).Values[all.RowsOf(cut)]);
        }
    }

    /// <summary>Add anything that happens at or after a cut-off, or becomes known only after it, and no bit of that cut-off changes.</summary>
    [Property(MaxTest = 60)]
    public void Neither_the_future_nor_what_becomes_known_in_it_changes_anything(int seed)
    {
        RichLog log = RichLog.Random(seed);
        DateTime cut = RichLog.Start.AddDays(45);
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(cut)) with { Population = Population.Active };
        RichLog past = new(log.Events.Where(each => each.Time < cut && each.KnownAt <= cut));
        if (past.Events.Length == 0 || TryTake(plan, past) is not Snapshot before)
            return;
        Snapshot after = plan.Take(log.ToLog());
        Assert.Equal(Enumerable.Range(0, before.RowCount).Select(before.KeyOf), Enumerable.Range(0, after.RowCount).Select(after.KeyOf));
        Assert.Equal(Bits(Set.ToTable(before)), Bits(Set.ToTable(after)));
    }

    [Property(MaxTest = 30)]
    public void Neither_the_order_of_rows_nor_threads_change_a_bit(int seed)
    {
        RichLog log = RichLog.Random(seed, 300);
        var shuffled = log.Events.ToArray();
        new Random(seed).Shuffle(shuffled);
        if (TryTake(Plan, log) is not Snapshot snapshot)
            return;
        Assert.Equal(Bits(Set.ToTable(snapshot)), Bits((Set with { Threads = 3 }).ToTable(Plan.Take(new RichLog(shuffled).ToLog(), threads: 3))));
    }

    [Property(MaxTest = 30)]
    public void Shifting_all_times_changes_nothing_that_is_counted_in_days(int seed, byte days)
    {
        RichLog log = RichLog.Random(seed);
        SnapshotPlan shifted = SnapshotPlan.Every(new DateOnly(2024, 2, 1).AddDays(days), 13, 6) with { Population = Population.Active };
        if (TryTake(Plan, log) is not Snapshot snapshot)
            return;
        FeatureSet inDays = new() { Families = [new RfmFeatures(), new WindowFeatures { Windows = [Window.Days(7), Window.Between(30, 7)], Aggregations = [.. Enum.GetValues<Aggregation>()] }] };
        RichLog later = new(log.Events.Select(each => each with { Time = each.Time.AddDays(days), KnownAt = each.KnownAt.AddDays(days) }));
        Assert.Equal(Bits(inDays.ToTable(snapshot)), Bits(inDays.ToTable(shifted.Take(later.ToLog()))));
    }

    [Property(MaxTest = 60)]
    public void Labels_equal_a_naive_computation(int seed, byte gap, byte maturity)
    {
        RichLog log = RichLog.Random(seed);
        SnapshotPlan plan = Plan with { CutOffs = SnapshotPlan.Every(new(2024, 1, 20), 20, 3).CutOffs, GapDays = gap % 4, PerformanceDays = 15, MaturityDays = maturity % 20, PurchaseKind = "order" };
        if (TryTake(plan, log.ToLog().WithCompleteUntil(RichLog.Start.AddDays(200))) is not Snapshot snapshot)
            return;
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            DateTime start = snapshot.CutOffOf(row).UtcDateTime.AddDays(gap % 4);
            RichEvent[] after = log.Visible(long.Parse(snapshot.KeyOf(row), System.Globalization.CultureInfo.InvariantCulture), start, start.AddDays(15), start.AddDays(15 + (maturity % 20)));
            RichEvent[] orders = [.. after.Where(each => each.Kind == "order")];
            Assert.Equal(orders.Any(each => each.Amount >= 0), snapshot.Repurchased()[row]);
            Assert.Equal((after.Length > 0, after.Length == 0), (snapshot.Retained()[row], snapshot.Lapsed()[row]));
            Assert.Equal(orders.Count(each => each.Amount >= 0), snapshot.Label(SnapshotLabel.PurchaseCount).Values[row]);
            Assert.Equal((double)orders.Sum(each => (decimal)each.Amount), snapshot.Label(SnapshotLabel.Spend).Values[row]);
        }
    }

    [Property(MaxTest = 30)]
    public void Custom_features_see_what_families_see(int seed)
    {
        if (TryTake(Plan, RichLog.Random(seed)) is not Snapshot snapshot)
            return;
        var own = new CustomFeature { Name = "own", Windows = [Window.Days(7)], Compute = history => history.Within(0).GetOffsetAndLength(history.Times.Length).Length };
        Table both = new FeatureSet { Families = [own, new WindowFeatures { Windows = [Window.Days(7)], Aggregations = [Aggregation.Count] }] }.ToTable(snapshot);
        Same.Bits(both.Numeric("count_7d").Values, both.Numeric("own").Values);
    }

    [Fact]
    public void Immature_labels_are_an_error_unless_asked_for_as_missing()
    {
        EventLog log = EventLog.Create([1L, 2, 1], [new(2024, 1, 1), new(2024, 1, 2), new(2024, 3, 10)], [1, 1, 1]);
        SnapshotPlan plan = SnapshotPlan.Monthly(new(2024, 2, 1), 2) with { PerformanceDays = 28 };
        Assert.Contains("2024-03-01", Assert.Throws<TrainingDataException>(() => plan.Take(log)).Message, StringComparison.Ordinal);
        Snapshot snapshot = (plan with { ImmatureLabels = ImmatureLabels.Missing }).Take(log);
        Assert.Equal([0, 0, double.NaN, double.NaN], snapshot.Label(SnapshotLabel.Repurchase).Values.ToArray());
        Assert.Contains("2024-03-01", Assert.Throws<InvalidOperationException>(() => snapshot.Repurchased()).Message, StringComparison.Ordinal);
        TrainingSet mature = snapshot.ToTrainingSet(new RfmFeatures().ToTable(snapshot));
        Assert.Equal((2, true, true), (mature.RowCount, mature.HasEntities, mature.HasTimes));
        Assert.Equal(new DateTime(2024, 2, 1), mature.Times[1]);
    }

    [Fact]
    public void Refunds_may_have_a_kind_of_their_own()
    {
        DateTime[] times = [new(2024, 1, 1), new(2024, 1, 5), new(2024, 1, 6), new(2024, 2, 10), new(2024, 2, 11)];
        EventLog log = EventLog.Create([1L, 1, 1, 1, 1], times, [10, -4, 0, 7, -2], new() { Kinds = Column.Category("kind", ["order", "refund", "visit", "order", "refund"]) });
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 2, 1)) with { PurchaseKind = "order", RefundKind = "refund", PerformanceDays = 10 };
        Snapshot snapshot = plan.Take(log);
        Table rfm = new RfmFeatures().ToTable(snapshot);
        Assert.Equal((1.0, 6.0), (rfm.Numeric("frequency").Values[0], rfm.Numeric("monetary").Values[0]));
        Assert.Equal((7.0, 1.0), (snapshot.Label(SnapshotLabel.Spend).Values[0], snapshot.Label(SnapshotLabel.PurchaseCount).Values[0]));
        Assert.Equal(10, new RfmFeatures().ToTable((plan with { RefundKind = null }).Take(log)).Numeric("monetary").Values[0]);
        Assert.Contains("Name the kind of purchases", Assert.Throws<ArgumentException>(() => (plan with { PurchaseKind = null }).Take(log)).Message, StringComparison.Ordinal);
        EventLog wrong = EventLog.Create([1L, 1], times.AsSpan(0, 2), [10, 4], new() { Kinds = Column.Category("kind", ["order", "refund"]) });
        Assert.Contains("turn the sign", Assert.Throws<ArgumentException>(() => (plan with { PerformanceDays = null }).Take(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_waits_for_late_arrivals_when_the_plan_says_so()
    {
        EventLog log = EventLog.Create([1L, 1], [new(2024, 1, 1), new(2024, 1, 20)], [1, 1], new() { KnownAt = new DateTime[] { new(2024, 1, 1), new(2024, 2, 20) } });
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 1, 10)) with { PerformanceDays = 20 };
        EventLog complete = log.WithCompleteUntil(new(2024, 4, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal([false], plan.Take(complete).Repurchased());
        Assert.Equal([true], (plan with { MaturityDays = 30 }).Take(complete).Repurchased());
        Assert.Throws<TrainingDataException>(() => (plan with { MaturityDays = 30 }).Take(log.WithCompleteUntil(new(2024, 2, 15, 0, 0, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void Windows_that_reach_beyond_the_observation_and_names_that_occur_twice_are_errors()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 1)], [1]);
        Snapshot snapshot = (SnapshotPlan.At(new(2024, 1, 20)) with { ObservationDays = 60 }).Take(log);
        Assert.Contains("window 90d", Assert.Throws<ArgumentException>(() => new WindowFeatures().ToTable(snapshot)).Message, StringComparison.Ordinal);
        var twice = new FeatureSet { Families = [new RfmFeatures(), new RfmFeatures { CountBy = PurchaseUnit.Event }] };
        Assert.Contains("'recency_days'", Assert.Throws<ArgumentException>(() => twice.ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("no property 'colour'", Assert.Throws<ArgumentException>(() => new WindowFeatures { Windows = [Window.Days(7)], Property = "colour" }.ToTable(snapshot)).Message, StringComparison.Ordinal);
    }

    /// <summary>Days of a zone with half an hour and of one whose clocks change, of customers whose first events come in no order.</summary>
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/Santiago")]
    public void Days_are_those_of_the_zone(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        for (int seed = 0; seed < 20; seed++)
        {
            RichLog log = RichLog.Random(seed, 200);
            Snapshot snapshot = (SnapshotPlan.At(new(2024, 5, 20), zone) with { Population = Population.Active }).Take(log.ToLog());
            Table table = new WindowFeatures { Windows = [Window.Observation], Aggregations = [Aggregation.ActiveDays, Aggregation.DaysSinceFirst] }.ToTable(snapshot);
            for (int row = 0; row < snapshot.RowCount; row++)
            {
                DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
                DateTime[] days = [.. log.Visible(long.Parse(snapshot.KeyOf(row), System.Globalization.CultureInfo.InvariantCulture), null, cut, cut).Select(each => TimeZoneInfo.ConvertTimeFromUtc(each.Time, zone).Date)];
                Assert.Equal(days.Distinct().Count(), table.Numeric("active_days_observed").Values[row]);
                Assert.Equal((new DateTime(2024, 5, 19) - days.Min()).TotalDays, table.Numeric("days_since_first_observed").Values[row]);
            }
        }
    }

    [Fact]
    public void Windows_follow_the_clocks_of_the_zone()
    {
        // Clocks go forward in Berlin on 2024-03-31, so the last day before 1 April has 23 hours and March began at 23:00 UTC.
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTime marchBegins = new(2024, 2, 29, 23, 0, 0), lastDayBegins = new(2024, 3, 30, 23, 0, 0), aprilBegins = new(2024, 3, 31, 22, 0, 0);
        EventLog log = EventLog.Create([1L, 1, 1, 1, 1], [marchBegins.AddTicks(-1), marchBegins, lastDayBegins.AddTicks(-1), lastDayBegins, aprilBegins.AddTicks(-1)], [1, 1, 1, 1, 1]);
        Snapshot snapshot = SnapshotPlan.At(new(2024, 4, 1), berlin).Take(log);
        Table table = new WindowFeatures { Windows = [Window.Days(1), Window.CalendarMonths(1), Window.Observation], Aggregations = [Aggregation.Count, Aggregation.ActiveDays] }.ToTable(snapshot);
        Assert.Equal([2, 4, 5], [table.Numeric("count_1d").Values[0], table.Numeric("count_1cm").Values[0], table.Numeric("count_observed").Values[0]]);
        Assert.Equal([1, 3, 4], [table.Numeric("active_days_1d").Values[0], table.Numeric("active_days_1cm").Values[0], table.Numeric("active_days_observed").Values[0]]);
    }

    private static Snapshot? TryTake(SnapshotPlan plan, RichLog log) => TryTake(plan, log.ToLog());

    private static Snapshot? TryTake(SnapshotPlan plan, EventLog log)
    {
        try
        {
            return plan.Take(log);
        }
        catch (TrainingDataException)
        {
            return null; // nobody at some cut-off
        }
    }

    private static (string Name, DateTime? Start, DateTime End)[] NaiveWindows(DateTime cut)
    {
        DateTime month = new(cut.Year, cut.Month, 1), monday = cut.Date;
        while (monday.DayOfWeek != DayOfWeek.Monday)
            monday = monday.AddDays(-1);
        return
        [
            ("7d", cut.AddDays(-7), cut), ("30d_7d", cut.AddDays(-30), cut.AddDays(-7)), ("2m", cut.AddMonths(-2), cut), ("1cm", month.AddMonths(-1), month),
            ("mtd", month, cut), ("2cw", monday.AddDays(-14), monday), ("observed", null, cut),
        ];
    }

    private static long[][] Bits(Table table) => [.. table.Columns.Select(column => System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(((NumericColumn)column).Values).ToArray())];
}
