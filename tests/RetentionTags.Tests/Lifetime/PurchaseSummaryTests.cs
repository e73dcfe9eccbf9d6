using RetentionTags.Data;
using RetentionTags.Lifetime;

namespace RetentionTags.Tests.Lifetime;

public class PurchaseSummaryTests
{
    [Fact]
    public void Equal_customers_are_one_pattern_and_each_finds_its_own()
    {
        PurchaseSummary summary = PurchaseSummary.Create([2, 0, 2, 1], [5, 0, 5, -0.0], [9, 9, 9, 3], TimeUnit.Day, [1, 2, 0.5, 4]);
        Assert.Equal([new(0, 0, 9, 2), new(1, 0, 3, 4), new(2, 5, 9, 1.5)], summary.Patterns);
        Assert.Equal([2, 0, 2, 1], summary.PatternOfRow.ToArray());
        Assert.Equal((4, 7.5, false), (summary.RowCount, summary.TotalWeight, summary.HasMeanAmounts));
    }

    [Fact]
    public void Collapsing_is_grouping_and_sorting()
    {
        (double[] x, double[] t, double[] tenure) = RandomCustomers.Draw(20_000, 3);
        PurchaseSummary summary = PurchaseSummary.Create(x, t, tenure, TimeUnit.Day);
        PurchasePattern[] expected = [.. x.Select((_, i) => (x[i], t[i], tenure[i])).GroupBy(each => each).OrderBy(group => group.Key).Select(group => new PurchasePattern((int)group.Key.Item1, group.Key.Item2, group.Key.Item3, group.Count()))];
        Assert.Equal(expected, summary.Patterns);
        Assert.All(Enumerable.Range(0, x.Length), i => Assert.Equal((x[i], t[i], tenure[i]), (summary.Patterns[summary.PatternOfRow[i]].RepeatPurchases, summary.Patterns[summary.PatternOfRow[i]].LastPurchase, summary.Patterns[summary.PatternOfRow[i]].Tenure)));
    }

    [Fact]
    public void A_table_in_days_becomes_a_summary_in_any_unit()
    {
        Table table = Table.Create(
            Column.Numeric("repeat_purchases", new double[] { 2, 0 }),
            Column.Numeric("last_purchase_days", new double[] { 14, 0 }),
            Column.Numeric("tenure_days", new double[] { 30, 7 }),
            Column.Numeric("repeat_mean_amount", new double[] { 12.5, 0 }));
        PurchaseSummary weeks = PurchaseSummary.Create(table, TimeUnit.Week), thirties = PurchaseSummary.Create(table, TimeUnit.OfDays(30), [3, 1]);
        Assert.Equal([new(0, 0, 1, 1), new(2, 2, 30 / 7.0, 1)], weeks.Patterns);
        Assert.Equal([new(0, 0, 7 / 30.0, 1), new(2, 14 / 30.0, 1, 3)], thirties.Patterns);
        Assert.Equal([12.5, 0], weeks.MeanAmounts.ToArray());
        Assert.Equal(TimeUnit.OfDays(30), thirties.Unit);
        Assert.Contains("RfmConvention.PurchaseModel", Assert.Throws<ArgumentException>(() => PurchaseSummary.Create(table.Without("tenure_days"), TimeUnit.Week)).Message);
        Assert.Throws<ArgumentException>(() => PurchaseSummary.Create(table, TimeUnit.Opportunity));
        Assert.False(PurchaseSummary.Create(table.Without("repeat_mean_amount"), TimeUnit.Week).HasMeanAmounts);
    }

    [Theory]
    [InlineData(-1, 0, 5, "repeat purchases are -1")]
    [InlineData(1.5, 1, 5, "repeat purchases are 1.5")]
    [InlineData(double.NaN, 1, 5, "repeat purchases are NaN")]
    [InlineData(1, 6, 5, "the last purchase is at 6 and the tenure is 5")]
    [InlineData(1, -1, 5, "the last purchase is at -1")]
    [InlineData(1, double.NaN, 5, "the last purchase is at NaN")]
    [InlineData(0, 1, 5, "without a repeat purchase")]
    [InlineData(0, 0, -1, "the tenure is -1")]
    [InlineData(0, 0, double.PositiveInfinity, "the tenure is Infinity")]
    public void Customers_who_cannot_be_are_named(double x, double t, double tenure, string expected)
    {
        string message = Assert.Throws<ArgumentException>(() => PurchaseSummary.Create([0, x], [0, t], [1, tenure], TimeUnit.Day)).Message;
        Assert.StartsWith("Row 1: ", message);
        Assert.Contains(expected.Replace("Infinity", double.PositiveInfinity.ToString(System.Globalization.CultureInfo.InvariantCulture)), message);
    }

    [Fact]
    public void Weights_amounts_lengths_and_opportunities_are_checked()
    {
        Assert.Contains("the weight is -1", Message(() => PurchaseSummary.Create([0], [0], [1], TimeUnit.Day, [-1])));
        Assert.Contains("the mean amount is 3 with 0", Message(() => PurchaseSummary.Create([0], [0], [1], TimeUnit.Day, default, [3])));
        Assert.Contains("2 values for 1 rows", Message(() => PurchaseSummary.Create([0], [0, 0], [1], TimeUnit.Day)));
        Assert.Contains("whole numbers", Message(() => PurchaseSummary.Create([1], [1.5], [3], TimeUnit.Opportunity)));
        Assert.Contains("not before as many", Message(() => PurchaseSummary.Create([3], [2], [6], TimeUnit.Opportunity)));

        static string Message(Action create) => Assert.Throws<ArgumentException>(create).Message;
    }

    [Fact]
    public void Units_and_horizons_are_values()
    {
        Assert.Equal(TimeUnit.Week, TimeUnit.OfDays(7));
        Assert.Equal(Horizon.Weeks(2), Horizon.Of(2, TimeUnit.OfDays(7)));
        Assert.NotEqual(Horizon.Weeks(2), Horizon.Days(14));
        Assert.Equal(["days", "weeks", "units of 30 days", "opportunities"], new[] { TimeUnit.Day, TimeUnit.Week, TimeUnit.OfDays(30), TimeUnit.Opportunity }.Select(unit => unit.ToString()));
        Assert.Equal("39 weeks", Horizon.Weeks(39).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeUnit.OfDays(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Horizon.Days(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Horizon.Days(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Horizon.Of(1.5, TimeUnit.Opportunity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Discount.Of(-0.1, Horizon.Weeks(52)));
    }
}
