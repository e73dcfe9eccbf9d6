using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class BinningStabilityTests : PropertyTests
{
    [Property(MaxTest = 100)]
    public void Every_period_is_its_own_evaluation(SmallSet fitted, SmallSet other)
    {
        TrainingSet data = other.ToWeightedSet();
        int[] periods = [.. Enumerable.Range(0, data.RowCount).Select(row => 202400 + ((row * 7) % 3))];
        foreach (ColumnBinning binning in new OptimalBinning { MinBinShare = 0, MinCategoryCount = 0 }.Fit(fitted.ToWeightedSet()).Columns)
        {
            BinningStability stability = binning.StabilityOver(data, periods);
            Assert.Equal(periods.Distinct().Order().Select(period => $"{period}"), stability.Periods.Select(period => period.Name));
            foreach (BinningPeriod period in stability.Periods)
            {
                int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(row => $"{periods[row]}" == period.Name)];
                if (rows.Sum(row => data.Weights[row]) > 1)
                    Assert.Equal(binning.Evaluate(data.Rows(rows)).ToText(TableFormat.Csv), period.Evaluation.ToText(TableFormat.Csv));
            }

            double[] informationValues = [.. stability.Periods.Select(period => period.Evaluation.InformationValue).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN)];
            Same.Bits([stability.Periods.Max(period => period.Evaluation.Psi), informationValues.Min()], [stability.HighestPsi, stability.LowestInformationValue]);
            Assert.Equal(stability.Periods.Sum(period => period.Evaluation.TrendBreaks.Count), stability.TrendBreakCount);
            Assert.Equal(
                binning.StabilityOver(data, (IReadOnlyList<string>)[.. periods.Select(period => $"{period}")]).ToText(TableFormat.Csv),
                stability.ToText(TableFormat.Csv));
        }
    }

    /// <summary>The statistic is the correlation of period and indicator over all rows, times √n.</summary>
    [Property(MaxTest = 300)]
    public void The_test_of_trend_is_the_correlation_of_rows(byte[] counted, byte[] left)
    {
        List<(double Counted, double Left)> cells = [.. BinTable.Cells(counted, left), (2, 1)];
        var rows = new List<(double Period, double Value)>();
        for (int t = 0; t < cells.Count; t++)
        {
            rows.AddRange(Enumerable.Repeat(((double)t, 1.0), (int)cells[t].Counted));
            rows.AddRange(Enumerable.Repeat(((double)t, 0.0), (int)cells[t].Left));
        }

        double n = rows.Count, x = rows.Average(row => row.Period), y = rows.Average(row => row.Value);
        double correlation = rows.Sum(row => (row.Period - x) * (row.Value - y)) / Math.Sqrt(rows.Sum(row => Math.Pow(row.Period - x, 2)) * rows.Sum(row => Math.Pow(row.Value - y, 2)));
        TrendTest test = TrendTest.Of([.. cells.Select(cell => cell.Counted)], [.. cells.Select(cell => cell.Counted + cell.Left)]);
        Same.Within(1e-9, correlation * Math.Sqrt(n), test.Z);
        Same.Within(1e-15, 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -Math.Abs(test.Z)), test.PValue);
    }

    [Fact]
    public void Nothing_to_compare_is_no_trend()
    {
        Assert.Equal(new TrendTest(0, 1), TrendTest.Of([3], [10]));
        Assert.Equal(new TrendTest(0, 1), TrendTest.Of([0, 0], [10, 20]));
        Assert.Equal(new TrendTest(0, 1), TrendTest.Of([10, 20], [10, 20]));
        Assert.Equal(new TrendTest(0, 1), TrendTest.Of([0, 0], [0, 0]));
        Assert.Equal(new TrendTest(0, 1), TrendTest.Of([0, 5, 0], [0, 20, 0]));
    }

    [Fact]
    public void A_share_that_grows_and_a_rate_that_falls_are_found()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(40, 60), (20, 180)]));
        var values = new List<double>();
        var events = new List<bool>();
        var periods = new List<string>();
        for (int month = 0; month < 6; month++)
        {
            int inFirst = 30 + (20 * month);
            for (int row = 0; row < 300; row++)
            {
                values.Add(row < inFirst ? 0 : 5);
                events.Add(row < inFirst ? row % 10 < 5 - (month / 2) : row % 10 < 1);
                periods.Add(FormattableString.Invariant($"2024-{9 + month:00}"));
            }
        }

        var data = TrainingSet.Create(Table.Create(Column.Numeric("x", values.ToArray())), events.ToArray());
        BinningStability stability = binning.StabilityOver(data, periods);
        Assert.Equal(["2024-09", "2024-10", "2024-11", "2024-12", "2024-13", "2024-14"], stability.Periods.Select(period => period.Name));
        Assert.Equal([0.1, 30 / 300.0 + (100 / 300.0)], [stability.Bins[0].Shares[0], stability.Bins[0].Shares[5]]);
        Assert.True(stability.Bins[0].ShareTrend.Z > 10 && stability.Bins[1].ShareTrend.Z < -10);
        Assert.True(stability.Bins[0].EventRateTrend.Z < -2);
        Assert.Equal((0.0, 1.0), (stability.Bins[1].EventRateTrend.Z, stability.Bins[1].EventRateTrend.PValue));
        Assert.True(stability.EventRateTrend.Z > 0);
        Same.Bits([stability.Periods[0].Evaluation.Psi], [binning.Evaluate(data.Rows([.. Enumerable.Range(0, 300)])).Psi]);
        Assert.Equal(stability.Periods.Max(period => period.Evaluation.Psi), stability.HighestPsi);
        Assert.Equal(0, stability.TrendBreakCount);
        Assert.Equal(7, stability.ToText(TableFormat.Csv).TrimEnd().Split('\n').Length);
        Assert.StartsWith("| Period | Count | Event rate | IV | PSI |", stability.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        Assert.Contains("[1, inf)", stability.BinsToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_run_in_order_whatever_the_order_of_rows()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(1, 2), (3, 2)]));
        TrainingSet data = BinTable.Rows([(2, 2), (1, 1), (1, 3)]);
        Assert.Equal(["-5", "9", "10"], binning.StabilityOver(data, [10, -5, 9, 10, -5, 9]).Periods.Select(period => period.Name));
        Assert.Equal(["10", "9", "a", "é"], binning.StabilityOver(data, (IReadOnlyList<string>)["é", "a", "9", "10", "a", "9"]).Periods.Select(period => period.Name));
    }

    [Fact]
    public void Periods_of_one_class_or_without_weight_are_left_out_of_the_lowest_value()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(4, 8), (6, 4)]));
        var data = TrainingSet.Create(
            Table.Create(Column.Numeric("x", new double[] { 0, 5, 0, 5, 0, 5, 0, 5, 0 })),
            [true, false, false, true, false, false, false, true, true],
            [1, 1, 3, 2, 1, 1, 1, 0, 0]);
        BinningStability stability = binning.StabilityOver(data, [1, 1, 1, 1, 2, 2, 2, 3, 3]);
        Assert.Equal(double.NaN, stability.Periods[1].Evaluation.InformationValue);
        Assert.Equal(double.NaN, stability.Periods[2].Evaluation.Psi);
        Assert.Equal(double.NaN, stability.Periods[2].Evaluation.PsiPValue);
        Assert.Contains("no fresh row has weight", stability.Periods[2].Evaluation.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(stability.Periods[0].Evaluation.InformationValue, stability.LowestInformationValue);
        Assert.Equal(Math.Max(stability.Periods[0].Evaluation.Psi, stability.Periods[1].Evaluation.Psi), stability.HighestPsi);
        Assert.Equal(double.NaN, stability.Bins[0].Shares[2]);
    }

    [Fact]
    public void Periods_that_do_not_fit_are_refused()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(1, 2), (3, 2)]));
        TrainingSet data = BinTable.Rows([(2, 2), (1, 1), (1, 3)]);
        Assert.Contains("2 periods for 6 rows", Assert.Throws<ArgumentException>(() => binning.StabilityOver(data, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 has no period", Assert.Throws<ArgumentException>(() => binning.StabilityOver(data, (IReadOnlyList<string>)["a", null!, "a", "a", "a", "a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => binning.StabilityOver(null!, [1, 2]));
    }

    [Fact]
    public void More_than_10_000_periods_are_taken_for_a_mistake()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(1, 2), (3, 2)]));
        int[] periods = [.. Enumerable.Range(0, 10_001)];
        var data = TrainingSet.Create(Table.Create(Column.Numeric("x", [.. periods.Select(period => period % 2 * 5.0)])), [.. periods.Select(period => period % 3 == 0)]);
        string[] names = [.. periods.Select(period => FormattableString.Invariant($"{period}"))];
        Assert.StartsWith("There are 10001 periods, and 10000 at most can be compared. Give the month", Assert.Throws<ArgumentException>("periodOfRow", () => binning.StabilityOver(data, periods)).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 10001 periods", Assert.Throws<ArgumentException>("periodOfRow", () => binning.StabilityOver(data, names)).Message, StringComparison.Ordinal);
        periods[^1] = 0;
        Assert.Equal(10_000, binning.StabilityOver(data, periods).Periods.Count);
    }
}
