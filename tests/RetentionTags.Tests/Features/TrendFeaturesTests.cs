using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class TrendFeaturesTests : PropertyTests
{
    private static readonly EventFilter Orders = EventFilter.OfKind("order") with { Amounts = AmountSign.NotNegative };

    private static readonly ValueList<TrendMeasure> AllMeasures = [.. Enum.GetValues<TrendMeasure>()];

    [Property(MaxTest = 100)]
    public void Equals_a_naive_computation(int seed, byte period, byte periods)
    {
        RichLog log = RichLog.Random(seed);
        if (RhythmOracle.TryTake(SnapshotPlan.Every(new(2024, 2, 1), 17, 4) with { Population = Population.Active }, log.ToLog()) is not Snapshot snapshot)
            return;
        int days = 1 + (period % 20), count = 2 + (periods % 6);
        var trend = new TrendFeatures { PeriodDays = days, Periods = count, ChangePeriods = 1 + (periods % (count / 2)), ChangeSmoothing = 0.5, ChangeFloor = 0.25, HalfLifeDays = 11.5, Measures = AllMeasures };
        TrendFeatures[] families = [trend, trend with { Of = EventMeasure.Sum, Filter = Orders }, trend with { Of = EventMeasure.Sum, Property = "quantity" }, trend with { Of = EventMeasure.Sum }];
        foreach (TrendFeatures family in families)
        {
            Table table = family.ToTable(snapshot);
            for (int row = 0; row < snapshot.RowCount; row++)
            {
                DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
                RichEvent[] visible = [.. RhythmOracle.Visible(log, snapshot, row).Where(each => family.Filter.Name.Length == 0 || (each.Kind == "order" && each.Amount >= 0))];
                double[] expected = Naive(family, cut, [.. visible.Select(each => (each.Time, family.Property is null ? each.Amount : each.Quantity))]);
                for (int k = 0; k < expected.Length; k++)
                    Near(table.Columns[k].Name, expected[k], ((NumericColumn)table.Columns[k]).Values[row]);
            }
        }
    }

    /// <summary>Features reference, section 3: the values 1 … 5 at these times of a day have the slope −.052969 per minute.</summary>
    [Fact]
    public void The_slope_of_values_is_as_published()
    {
        DateTime day = new(2024, 1, 1);
        EventLog log = EventLog.Create(
            [1L, 1, 1, 1, 1],
            [day.Add(new(11, 45, 0)), day.Add(new(11, 55, 15)), day.Add(new(11, 57, 30)), day.Add(new(11, 12, 0)), day.Add(new(11, 12, 15))],
            [1, 2, 3, 4, 5]);
        Table table = new TrendFeatures { PeriodDays = 1, Periods = 2, Measures = [TrendMeasure.ValueSlope] }.ToTable(SnapshotPlan.At(new(2024, 1, 2)).Take(log));
        Assert.Equal("value_slope_2x1d", table.Columns[0].Name);
        Same.Within(5e-7, -0.052969, table.Numeric("value_slope_2x1d").Values[0] / (24 * 60));
    }

    /// <summary>pandas 2.x, Series([1, 0, 4]).ewm(halflife=1).mean(): (1·¼ + 0·½ + 4·1) / (¼ + ½ + 1).</summary>
    [Fact]
    public void By_hand()
    {
        // Periods of ten days before 2024-02-01: one event, none, four.
        DateTime[] times = [new(2024, 1, 2), new(2024, 1, 22), new(2024, 1, 25), new(2024, 1, 31), new(2024, 1, 31)];
        EventLog log = EventLog.Create([1L, 1, 1, 1, 1], times, [10, 20, 30, -5, 7]);
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(log);
        var trend = new TrendFeatures { PeriodDays = 10, Periods = 3, HalfLifeDays = 10 };
        Table table = trend.ToTable(snapshot);
        Assert.Equal(
            ["count_slope_3x10d", "count_change_1x10d", "count_ewma_10d_3x10d", "count_decayed_10d", "current_streak_3x10d", "longest_streak_3x10d", "count_periods_since_peak_3x10d"],
            table.Columns.Select(column => column.Name));
        double[] row = [.. table.Columns.Select(column => ((NumericColumn)column).Values[0])];
        double decayed = Math.Pow(2, -3) + Math.Pow(2, -1) + Math.Pow(2, -0.7) + (2 * Math.Pow(2, -0.1)); // 30, 10, 7, 1 and 1 days before
        Same.Within(1e-14, [1.5, 5, 4.25 / 1.75, decayed, 1, 1, 0], row);

        // Sums 10, 0, 52; with refunds alone the previous value is below the floor.
        Table sums = (trend with { Of = EventMeasure.Sum, ChangeSmoothing = 2, ChangeFloor = 2 }).ToTable(snapshot);
        Same.Within(1e-14, [21, 27], [sums.Numeric("sum_slope_3x10d").Values[0], sums.Numeric("sum_change_1x10d").Values[0]]);
    }

    [Fact]
    public void A_change_whose_denominator_is_below_the_floor_is_missing()
    {
        EventLog log = EventLog.Create([1L, 1, 1, 2], [new(2024, 1, 1), new(2024, 1, 15), new(2024, 1, 25), new(2024, 1, 25)], [9, -4, 8, 8]);
        Table table = new TrendFeatures { PeriodDays = 10, Periods = 2, Of = EventMeasure.Sum, Measures = [TrendMeasure.Change] }.ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(log));
        Assert.Equal([double.NaN, 9], table.Numeric("sum_change_1x10d").Values.ToArray());
    }

    [Fact]
    public void Nothing_is_what_each_measure_says()
    {
        EventLog log = EventLog.Create([1L], [new(2023, 1, 1)], [1]);
        Table table = new TrendFeatures { Measures = AllMeasures, HalfLifeDays = 1 }.ToTable((SnapshotPlan.At(new(2024, 2, 1)) with { ObservationDays = 500 }).Take(log));
        double[] row = [.. table.Columns.Select(column => ((NumericColumn)column).Values[0])];
        Same.Within(1e-100, [0, 1, 0, 0, 0, 0], row[..6]);
        Assert.Equal((double.NaN, double.NaN), (row[6], row[7]));
    }

    [Fact]
    public void Settings_that_cannot_be_are_named()
    {
        Snapshot snapshot = (SnapshotPlan.At(new(2024, 2, 1)) with { ObservationDays = 100 }).Take(RichLog.Random(1).ToLog());
        Assert.Contains("180d_150d", Assert.Throws<ArgumentException>(() => new TrendFeatures().ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("ChangePeriods is 4", Assert.Throws<InvalidOperationException>(() => new TrendFeatures { PeriodDays = 7, ChangePeriods = 4 }.ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("'channel' is a category", Assert.Throws<ArgumentException>(() => new TrendFeatures { PeriodDays = 7, Property = "channel" }.ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("PeriodsSincePeak", Assert.Throws<InvalidOperationException>(() => new TrendFeatures { PeriodDays = 7, Measures = [(TrendMeasure)99] }.ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrendFeatures { ChangeSmoothing = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrendFeatures { HalfLifeDays = double.NaN });
    }

    /// <summary>The measures in the order of their enumeration.</summary>
    private static double[] Naive(TrendFeatures family, DateTime cut, (DateTime Time, double Value)[] events)
    {
        int periods = family.Periods;
        var inPeriod = Enumerable.Range(1, periods).Select(k => events.Where(each => each.Time >= cut.AddDays(-(periods - k + 1) * family.PeriodDays) && each.Time < cut.AddDays(-(periods - k) * family.PeriodDays)).ToArray()).ToArray();
        double[] y = [.. inPeriod.Select(period => family.Of == EventMeasure.Count ? period.Length : (double)period.Where(each => !double.IsNaN(each.Value)).Sum(each => (decimal)each.Value))];
        bool[] active = [.. inPeriod.Select(period => period.Length > 0)];
        double s = family.ChangeSmoothing, recent = y[^family.ChangePeriods..].Sum(), previous = y[^(2 * family.ChangePeriods)..^family.ChangePeriods].Sum();
        double[] weights = [.. y.Select((_, k) => Math.Pow(0.5, (periods - 1 - k) * family.PeriodDays / family.HalfLifeDays))];
        string streaks = string.Concat(active.Select(isActive => isActive ? '1' : '0'));
        var valued = inPeriod.SelectMany(period => period).Where(each => !double.IsNaN(each.Value)).ToArray();
        return
        [
            Slope([.. Enumerable.Range(1, periods).Select(k => (double)k)], y),
            previous + s < family.ChangeFloor ? double.NaN : (recent + s) / (previous + s),
            weights.Zip(y).Sum(pair => pair.First * pair.Second) / weights.Sum(),
            events.Where(each => family.Of == EventMeasure.Count || !double.IsNaN(each.Value)).Sum(each => (family.Of == EventMeasure.Count ? 1 : each.Value) * Math.Pow(0.5, (cut - each.Time).TotalDays / family.HalfLifeDays)),
            streaks.Length - streaks.TrimEnd('1').Length,
            streaks.Split('0').Max(run => run.Length),
            active.Any(isActive => isActive) ? periods - 1 - Array.LastIndexOf(y, y.Max()) : double.NaN,
            valued.Select(each => each.Time).Distinct().Count() < 2 ? double.NaN : Slope([.. valued.Select(each => (each.Time - RichLog.Start).TotalDays)], [.. valued.Select(each => each.Value)]),
        ];
    }

    private static double Slope(double[] x, double[] y) =>
        x.Zip(y).Sum(pair => (pair.First - x.Average()) * (pair.Second - y.Average())) / x.Sum(value => (value - x.Average()) * (value - x.Average()));

    private static void Near(string column, double expected, double actual) =>
        Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)), FormattableString.Invariant($"{column}: expected {expected:R}, found {actual:R}"));
}
