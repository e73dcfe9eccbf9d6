using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class RfmFeaturesTests : PropertyTests
{
    private static readonly RfmFeatures Segmentation = new(), PurchaseModel = new() { Convention = RfmConvention.PurchaseModel };

    /// <summary>Features reference, section 2.4 and 1.6: CDNOW sample, 39 weeks observed, the next 39 weeks as label.</summary>
    [DataFact]
    public void Has_the_published_numbers_of_cdnow()
    {
        SnapshotPlan plan = SnapshotPlan.At(new(1997, 10, 1)) with { PerformanceDays = 273 };
        Snapshot snapshot = plan.Take(RealData.CdnowSample());
        Table rfm = Segmentation.ToTable(snapshot), model = PurchaseModel.ToTable(snapshot);

        Assert.Equal(2357, snapshot.RowCount);
        Assert.Equal(684, snapshot.Repurchased().Count(bought => bought));
        double[] repeats = model.Numeric("repeat_purchases").Values.ToArray();
        Assert.Equal((2457.0, 1411, 29.0), (repeats.Sum(), repeats.Count(x => x == 0), repeats.Max()));
        Assert.Equal(4814, rfm.Numeric("frequency").Values.ToArray().Sum());

        Assert.Equal("0001", snapshot.KeyOf(0));
        Assert.Equal([2, 213, 272], [repeats[0], model.Numeric("last_purchase_days").Values[0], model.Numeric("tenure_days").Values[0]]);
        Same.Within(1e-9, 22.345, model.Numeric("repeat_mean_amount").Values[0]);
        Assert.Equal(59, rfm.Numeric("recency_days").Values[0]);

        double[] means = [.. model.Numeric("repeat_mean_amount").Values.ToArray().Where((_, row) => repeats[row] > 0)];
        Same.Within(5e-7, [946, 35.077848], [means.Length, means.Average()]);
        Same.Within(5e-5, 299.6338, means.Max());
        Same.Within(1e-9, [99, 198, 219, 242], Quintiles(rfm.Numeric("recency_days")));
        Same.Within(1e-9, [1, 1, 2, 3], Quintiles(rfm.Numeric("frequency")));
        Same.Within(1e-9, [14.96, 27.99, 45.976, 93.722], Quintiles(rfm.Numeric("monetary")));
    }

    /// <summary>Features reference, section 1.6: buyers in the 90 days after 1997-09-30, with and without a gap.</summary>
    [DataFact]
    public void Labels_of_cdnow_have_the_published_counts()
    {
        EventLog log = RealData.CdnowSample();
        SnapshotPlan plan = SnapshotPlan.At(new(1997, 10, 1)) with { PerformanceDays = 90 };
        Assert.Equal(398, plan.Take(log).Repurchased().Count(bought => bought));
        Assert.Equal(403, (plan with { GapDays = 7 }).Take(log).Repurchased().Count(bought => bought));
        Snapshot recent = (plan with { ObservationDays = 90 }).Take(log);
        Assert.Equal(704, Segmentation.ToTable(recent).Numeric("frequency").Values.ToArray().Sum());
        Same.Within(0.005, 26410.63, Segmentation.ToTable(recent).Numeric("monetary").Values.ToArray().Sum());
    }

    /// <summary>Features reference, section 2.5: four customers of Online Retail whose numbers depend on refunds and on what counts as a purchase.</summary>
    [DataFact]
    public void Refunds_and_units_of_online_retail_are_as_published()
    {
        Snapshot snapshot = SnapshotPlan.At(new(2011, 12, 10)).Take(RealData.OnlineRetail());
        Table rfm = Segmentation.ToTable(snapshot);
        foreach ((string key, double recency, double days, double net) in ((string, double, double, double)[])
        [
            ("12347", 2, 7, 4310.00),
            ("12346", 325, 1, 0.00),
            ("16446", 0, 2, 2.90),
            ("17850", 372, 2, 5288.63),
        ])
        {
            int row = Enumerable.Range(0, snapshot.RowCount).First(row => snapshot.KeyOf(row) == key);
            Assert.Equal((recency, days), (rfm.Numeric("recency_days").Values[row], rfm.Numeric("frequency").Values[row]));
            Same.Within(0.005, net, rfm.Numeric("monetary").Values[row], key);
        }

        Assert.Equal(16766, rfm.Numeric("frequency").Values.ToArray().Sum());
    }

    /// <summary>Whatever happens at or after the cut, no feature changes.</summary>
    [Property(MaxTest = 200)]
    public void The_future_changes_no_feature(SmallLog log, byte day, SmallLog future)
    {
        DateTime cut = SmallLog.Start.AddDays(1 + (day % 110));
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(cut));
        var past = log.Events.Where(each => each.Time < cut).ToArray();
        if (!past.Any(each => each.Amount >= 0))
            return;
        SmallLog before = new(past);
        SmallLog after = new([.. past, .. future.Events.Select(each => (each.Entity, cut.AddTicks(each.Time.Ticks % TimeSpan.TicksPerDay), each.Amount / 3))]);
        Snapshot one = plan.Take(before.ToLog()), other = plan.Take(after.ToLog());
        Assert.Equal(Keys(one), Keys(other));
        foreach (RfmFeatures features in (RfmFeatures[])[Segmentation, PurchaseModel])
        {
            foreach ((Column first, Column second) in features.ToTable(one).Columns.Zip(features.ToTable(other).Columns))
                Same.Bits(((NumericColumn)first).Values, ((NumericColumn)second).Values);
        }
    }

    /// <summary>A plain computation straight from the definitions.</summary>
    [Property(MaxTest = 300)]
    public void Equals_a_naive_computation(SmallLog log, byte day, bool limited, byte gap)
    {
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(SmallLog.Start.AddDays(20 + (day % 60)))) with
        {
            ObservationDays = limited ? 15 : null,
            GapDays = gap % 5,
            PerformanceDays = 20,
        };
        EventLog events = log.ToLog().WithCompleteUntil(plan.PerformanceEnd(plan.CutOffs[0])!.Value);
        long[] expected = [.. log.Events.Select(each => each.Entity).Distinct().Order().Where(entity => Purchases(entity, plan.ObservationStart(plan.CutOffs[0]), plan.CutOffs[0]).Length > 0)];
        if (expected.Length == 0)
        {
            Assert.Throws<TrainingDataException>(() => plan.Take(events));
            return;
        }

        Snapshot snapshot = plan.Take(events);
        Assert.Equal(expected.Select(entity => $"{entity}"), Keys(snapshot));
        Table rfm = Segmentation.ToTable(snapshot), model = PurchaseModel.ToTable(snapshot), byEvent = (Segmentation with { CountBy = PurchaseUnit.Event }).ToTable(snapshot);
        bool[] labels = snapshot.Repurchased();
        for (int row = 0; row < expected.Length; row++)
        {
            var purchases = Purchases(expected[row], plan.ObservationStart(plan.CutOffs[0]), plan.CutOffs[0]);
            int reference = DateOnly.FromDateTime(plan.CutOffs[0].UtcDateTime).DayNumber - 1;
            int first = Day(purchases.Min(each => each.Time)), last = Day(purchases.Max(each => each.Time));
            int days = purchases.Select(each => Day(each.Time)).Distinct().Count();
            double all = Within(expected[row], plan.ObservationStart(plan.CutOffs[0]), plan.CutOffs[0]).Sum(each => each.Amount);
            Assert.Equal([reference - last, days, reference - first], [rfm.Numeric("recency_days").Values[row], rfm.Numeric("frequency").Values[row], rfm.Numeric("tenure_days").Values[row]]);
            Same.Within(1e-9, all, rfm.Numeric("monetary").Values[row]);
            Assert.Equal([days - 1, last - first, reference - first], [model.Numeric("repeat_purchases").Values[row], model.Numeric("last_purchase_days").Values[row], model.Numeric("tenure_days").Values[row]]);
            Assert.Equal(purchases.Length, byEvent.Numeric("frequency").Values[row]);
            Assert.Equal(Purchases(expected[row], plan.PerformanceStart(plan.CutOffs[0]), plan.PerformanceEnd(plan.CutOffs[0])!.Value).Length > 0, labels[row]);
        }

        (long Entity, DateTime Time, double Amount)[] Within(long entity, DateTimeOffset? start, DateTimeOffset end) =>
            [.. log.Events.Where(each => each.Entity == entity && (start is null || each.Time >= start.Value.UtcDateTime) && each.Time < end.UtcDateTime)];

        (long Entity, DateTime Time, double Amount)[] Purchases(long entity, DateTimeOffset? start, DateTimeOffset end) =>
            [.. Within(entity, start, end).Where(each => each.Amount >= 0)];
    }

    [Fact]
    public void Sums_that_are_equal_on_paper_are_equal()
    {
        // 0.1 + 0.2 is not 0.3 in binary, and 0.1 + 0.7 + 0.2 is not 1.
        EventLog log = EventLog.Create([1L, 1, 2, 3, 3, 3, 4], Enumerable.Range(1, 7).Select(day => new DateTime(2024, 1, day)).ToArray(), [0.1, 0.2, 0.3, 0.1, 0.7, 0.2, 1]);
        Assert.Equal([0.3, 0.3, 1, 1], Segmentation.ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(log)).Numeric("monetary").Values.ToArray());
    }

    [Theory]
    [InlineData(50_000_000.04, 50_000_000.04)]
    [InlineData(500_000_000.4, 500_000_000.4)]
    [InlineData(1e-9, 1e-9)]
    [InlineData(12_345_678.015, 12_345_678.015)]
    public void Large_and_small_amounts_keep_their_digits(double amount, double expected) => Assert.Equal(
        expected,
        Segmentation.ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(EventLog.Create([1L], [new(2024, 1, 1)], [amount]))).Numeric("monetary").Values[0]);

    [Fact]
    public void A_refund_belongs_to_the_purchase_of_the_same_moment()
    {
        EventLog log = EventLog.Create([1L, 1, 1], [new(2024, 1, 1), new(2024, 1, 10), new(2024, 1, 10)], [100, 50, -20], new() { Orders = Column.Category("order", ["a", "b", "b"]) });
        foreach (PurchaseUnit unit in Enum.GetValues<PurchaseUnit>())
            Assert.Equal(30, (PurchaseModel with { CountBy = unit }).ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(log)).Numeric("repeat_mean_amount").Values[0]);
    }

    [Fact]
    public void Amounts_that_are_no_decimal_numbers_are_not_rounded()
    {
        EventLog log = EventLog.Create([1L, 1], [new(2024, 1, 1), new(2024, 1, 2)], [1 / 3.0, Math.PI]);
        Assert.Equal((1 / 3.0) + Math.PI, Segmentation.ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(log)).Numeric("monetary").Values[0]);
    }

    [Fact]
    public void Windows_are_half_open()
    {
        DateTime cut = new(2024, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        EventLog log = EventLog.Create(
            [1L, 2, 3, 4],
            [cut.AddDays(-10), cut.AddDays(-10).AddTicks(-1), cut.AddTicks(-1), cut],
            [1, 1, 1, 1]);
        SnapshotPlan plan = new SnapshotPlan { CutOffs = [cut], ObservationDays = 10 };
        Assert.Equal(["1", "3"], Keys(plan.Take(log)));
        Assert.Equal([9, 0], Segmentation.ToTable(plan.Take(log)).Numeric("recency_days").Values.ToArray());
    }

    [Fact]
    public void Days_are_those_of_the_zone()
    {
        // 23:30 UTC on 31 January is already February in Berlin.
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        EventLog log = EventLog.Create([1L, 1], [new(2024, 1, 31, 22, 30, 0), new(2024, 1, 31, 23, 30, 0)], [1, 1]);
        Assert.Equal(1, Segmentation.ToTable(SnapshotPlan.At(new(2024, 2, 5)).Take(log)).Numeric("frequency").Values[0]);
        Table table = Segmentation.ToTable(SnapshotPlan.At(new(2024, 2, 5), berlin).Take(log));
        Assert.Equal((2.0, 3.0), (table.Numeric("frequency").Values[0], table.Numeric("recency_days").Values[0]));
    }

    [Fact]
    public void Only_the_kind_that_is_a_purchase_counts()
    {
        EventLog log = EventLog.Create([1L, 1, 2], [new(2024, 1, 1), new(2024, 1, 5), new(2024, 1, 5)], [10, 3, 3], new() { Kinds = Column.Category("kind", ["order", "visit", "visit"]) });
        Snapshot snapshot = (SnapshotPlan.At(new(2024, 2, 1)) with { PurchaseKind = "order" }).Take(log);
        Assert.Equal(["1"], Keys(snapshot));
        Table table = Segmentation.ToTable(snapshot);
        Assert.Equal((30.0, 1.0, 10.0), (table.Numeric("recency_days").Values[0], table.Numeric("frequency").Values[0], table.Numeric("monetary").Values[0]));
        string message = Assert.Throws<ArgumentException>(() => (SnapshotPlan.At(new(2024, 2, 1)) with { PurchaseKind = "sale" }).Take(log)).Message;
        Assert.Contains("'sale', but the log has the kinds 'order', 'visit'", message, StringComparison.Ordinal);
        EventLog unused = EventLog.Create([1L], [new(2024, 1, 1)], [10], new() { Kinds = Column.Category("kind", new[] { 0 }, ["order", "sale"]) });
        Assert.Throws<ArgumentException>(() => (SnapshotPlan.At(new(2024, 2, 1)) with { PurchaseKind = "sale" }).Take(unused));
    }

    [Fact]
    public void A_snapshot_to_score_has_no_label()
    {
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(EventLog.Create([1L], [new(2024, 1, 1)], [1]));
        Assert.Contains("PerformanceDays", Assert.Throws<InvalidOperationException>(snapshot.Repurchased).Message, StringComparison.Ordinal);
    }

    private static int Day(DateTime time) => DateOnly.FromDateTime(time).DayNumber;

    private static string[] Keys(Snapshot snapshot) => [.. Enumerable.Range(0, snapshot.RowCount).Select(snapshot.KeyOf)];

    /// <summary>Type-7 quantiles at 20, 40, 60 and 80 %.</summary>
    private static double[] Quintiles(NumericColumn column)
    {
        double[] sorted = [.. column.Values.ToArray().Order()];
        return [.. Enumerable.Range(1, 4).Select(j =>
        {
            double place = (sorted.Length - 1) * j / 5.0;
            int below = (int)place;
            return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
        })];
    }
}
