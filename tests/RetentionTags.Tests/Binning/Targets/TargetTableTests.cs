using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>Tables computed by hand or published, transforms, and what is found on the way.</summary>
public class TargetTableTests
{
    /// <summary>optbinning's table of the wine data's ash by three classes (its multiclass tutorial), and the divergence that it prints (binning reference, section 4.4).</summary>
    [Theory]
    [InlineData(ClassObjective.InformationValue)]
    [InlineData(ClassObjective.JensenShannon)]
    public void Wine_ash_has_the_published_divergence(ClassObjective objective)
    {
        double[] counts = [7, 23, 1, 2, 13, 5, 9, 10, 7, 24, 17, 23, 4, 1, 5, 13, 7, 7];
        var table = Table.Create(Column.Numeric("ash", [.. Enumerable.Range(0, 18).Select(i => (double)(i / 3))]));
        ClassColumnBinning binning = new ClassBinning { Objective = objective }.Fit(table, [.. Enumerable.Range(0, 18).Select(i => $"{i % 3}")], counts)["ash"];
        Assert.Equal([31.0, 20, 26, 64, 10, 27, 0], binning.Bins.Select(bin => bin.Count));
        Same.Within(5e-9, 0.10989515, binning.JensenShannon);
        Assert.Equal([59.0, 71, 48], binning.TotalCounts);
        Same.Within(5e-7, [0.225806, 0.741935, 0.032258], binning.Bins[0].Rates);

        // The information values of each class against the others, by their definition.
        double value = 0;
        for (int i = 0; i < 18; i++)
        {
            double count = counts[(i / 3 * 3)..((i / 3 * 3) + 3)].Sum(), total = binning.TotalCounts[i % 3], p = counts[i] / total, q = (count - counts[i]) / (178 - total);
            value += (p - q) * Math.Log(p / q);
        }

        Same.Within(1e-12, value, binning.InformationValue);
        Same.Within(1e-11, objective == ClassObjective.JensenShannon ? binning.JensenShannon : value, binning.Objective);
    }

    /// <summary>Two values, a special and a missing row: every number by hand.</summary>
    [Fact]
    public void A_table_of_means_is_what_one_computes_by_hand()
    {
        double[] values = [1, 1, 1, 2, 2, -1, double.NaN], targets = [0, 2, 4, 10, 12, 6, 8];
        var recipe = new MeanBinning { MinBinShare = 0, Specials = [new("refused", [-1])] };
        MeanColumnBinning binning = recipe.Fit(Table.Create(Column.Numeric("x", values)), targets)["x"];
        Assert.Equal(["(-inf, 2)", "[2, inf)", "refused", "missing"], binning.Bins.Select(bin => bin.Label));
        Assert.Equal([3.0, 2, 1, 1], binning.Bins.Select(bin => bin.Count));
        Assert.Equal([6.0, 22, 6, 8], binning.Bins.Select(bin => bin.Sum));
        Assert.Equal([2.0, 11, 6, 8], binning.Bins.Select(bin => bin.Mean));
        Same.Within(1e-15, [2, Math.Sqrt(2)], binning.Bins.Take(2).Select(bin => bin.StandardDeviation));
        Assert.Equal([double.NaN, double.NaN], binning.Bins.Skip(2).Select(bin => bin.StandardDeviation));
        Assert.Equal([0.0, 10, 6, 8], binning.Bins.Select(bin => bin.Min));
        Assert.Equal([4.0, 12, 6, 8], binning.Bins.Select(bin => bin.Max));
        Assert.Equal([1.0, 0, 0, 0], binning.Bins.Select(bin => bin.Zeros));
        Assert.Equal([-4.0, 5, 0, 2], binning.Bins.Select(bin => bin.MeanDifference));
        Same.Within(1e-15, [12 / 7.0, 10 / 7.0, 0, 2 / 7.0], binning.Bins.Select(bin => bin.Contribution));
        Assert.Equal((7.0, 42.0, 6.0), (binning.TotalCount, binning.TotalSum, binning.TotalMean));

        // Squares: between 3·16 + 2·25 + 0 + 4 = 102, in all 36 + 16 + 4 + 16 + 36 + 0 + 4 = 112.
        Same.Within(1e-15, 102 / 112.0, binning.ExplainedVariance);
        Same.Within(1e-14, 98 / 112.0, binning.Objective);
        Assert.Equal(11.0, binning.AbsoluteDifference);
        Same.Within(1e-15, 24 / 7.0, binning.Contribution);
        Same.Within(1e-15, Math.Sqrt(112 / 6.0), binning.TotalStandardDeviation);
        Assert.Contains("""
            "(-inf, 2)",3,0.42857142857142855,6,2,2,0,4,1,-4,1.7142857142857142
            """, binning.ToText(TableFormat.Csv), StringComparison.Ordinal);
    }

    /// <summary>Section 6 of the reference, number 16: what is empty adds nothing.</summary>
    [Fact]
    public void Bins_without_rows_add_nothing()
    {
        MeanColumnBinning binning = new MeanBinning { MinBinShare = 0 }.Fit(Table.Create(Column.Numeric("x", [1.0, 1, 2, 2])), [101, 99, 100, 100])["x"];
        Assert.Equal((0.0, 0.0, double.NaN, 0.0), (binning.Bins[^1].Count, binning.Bins[^1].MeanDifference, binning.Bins[^1].Mean, binning.Bins[^1].Contribution));
        Assert.Equal((0.0, 0.0, 1), (binning.AbsoluteDifference, binning.ExplainedVariance, binning.RegularBinCount));
        Assert.Equal(FindingCodes.NoSplit, Assert.Single(binning.Findings).Code);
        var means = new double[1];
        binning.ToMeans([double.NaN], means);
        Assert.Equal([100.0], means);
    }

    [Fact]
    public void A_table_of_rates_is_what_one_computes_by_hand()
    {
        double[] values = [1, 1, 2, 2, double.NaN];
        RateColumnBinning binning = new RateBinning { MinBinShare = 0 }.Fit(Table.Create(Column.Numeric("x", values)), [1, 1, 2, 6, 0], [30, 10, 20, 20, 20])["x"];
        Assert.Equal([2.0, 8, 0], binning.Bins.Select(bin => bin.Events));
        Assert.Equal([40.0, 40, 20], binning.Bins.Select(bin => bin.Exposure));
        Assert.Equal([0.05, 0.2, 0], binning.Bins.Select(bin => bin.Rate));
        Assert.Equal((10.0, 100.0, 0.1), (binning.TotalEvents, binning.TotalExposure, binning.TotalRate));

        // The missing row has no event: one average row, of 2 events and 20 days, joins it: rate 2/40 against 0.1.
        Same.Within(1e-15, [Math.Log(0.5), Math.Log(2), Math.Log(0.5)], binning.Bins.Select(bin => bin.LogRateRatio));
        Same.Within(1e-14, [(2 * Math.Log(0.5)) + 2, (8 * Math.Log(2)) - 4, 2], binning.Bins.Select(bin => bin.LogLikelihoodGain));
        Assert.Equal(FindingCodes.ZeroCell, Assert.Single(binning.Findings).Code);

        // Deviance of the rows: expected 3, 1, 2, 2 and 2.
        double nullGain = (Math.Log(1 / 3.0) + 2) + 0 + 0 + ((6 * Math.Log(3)) - 4) + 2;
        Same.Within(1e-14, binning.LogLikelihoodGain / nullGain, binning.ExplainedDeviance);
        Same.Within(1e-12, binning.Bins.Take(2).Sum(bin => bin.LogLikelihoodGain), binning.Objective);
        var rates = new double[3];
        binning.ToRates([0, 9, double.NaN], rates);
        Assert.Equal([0.05, 0.2, 0], rates);
        var ratios = new double[5];
        binning.ToLogRateRatios(Column.Numeric("other", values), ratios);
        Same.Within(1e-15, [Math.Log(0.5), Math.Log(0.5), Math.Log(2), Math.Log(2), Math.Log(0.5)], ratios);
    }

    [Fact]
    public void Categories_are_sorted_pooled_and_found()
    {
        string?[] plans = ["b", "b", "a", "a", "c", "rare", "odd", null, "code"];
        double[] weights = [20, 20, 20, 20, 40, 5, 5, 3, 2], spent = [1, 3, 5, 7, 4, 9, 11, 0, 50];
        var recipe = new MeanBinning { MinBinShare = 0.01, Specials = [new("test", ["code", "other code"])] };
        MeanColumnBinning binning = recipe.Fit(Table.Create(Column.Category("plan", plans)), spent, weights)["plan"];
        Assert.Equal(["b", "c", "a", "odd, rare", "test", "missing", "unseen"], binning.Bins.Select(bin => bin.Label));
        Assert.Equal([2.0, 4, 6, 10, 50, 0, double.NaN], binning.Bins.Select(bin => bin.Mean));
        Assert.Equal((5, 6, Trend.None), (binning.MissingBin, binning.UnseenBin, binning.Trend));
        Assert.Equal([2, 3, 4, 5, 6], ((string?[])["a", "rare", "other code", null, "never"]).Select(value => binning.FindBin(value)));
        var labels = new string[2];
        binning.ToLabels(Column.Category("plan", ["c", "never"]), labels);
        Assert.Equal(["c", "unseen"], labels);
        var means = new double[1];
        binning.ToMeans(Column.Category("plan", ["never"]), means);
        Assert.Equal([binning.TotalMean], means);
    }

    [Fact]
    public void An_order_of_categories_gives_a_trend_its_meaning()
    {
        string[] sizes = ["S", "M", "L", "XL"];
        var table = Table.Create(Column.Category("size", Enumerable.Range(0, 400).Select(i => sizes[i % 4])));
        double[] spent = [.. Enumerable.Range(0, 400).Select(i => ((double[])[5, 1, 2, 9])[i % 4] + (i % 3))];
        var recipe = new MeanBinning { CategoryOrder = ["S", "M", "L", "XL"] };
        MeanColumnBinning valley = recipe.Fit(table, spent)["size"];
        Assert.Equal((Trend.Valley, 4), (valley.Trend, valley.RegularBinCount));
        Assert.Equal(4, valley.Candidates.Count);
        Assert.Equal(["S, M, L", "XL"], (recipe with { Trend = Trend.Ascending }).Fit(table, spent)["size"].Bins.Take(2).Select(bin => bin.Label));
        TrainingDataException failure = Assert.Throws<TrainingDataException>(() => (recipe with { CategoryOrder = ["S", "M", "L"] }).Fit(table, spent));
        Assert.Contains("'XL' is not in CategoryOrder", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("a column of other categories is fitted by a recipe of its own.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_follow_the_class_of_the_trend_or_the_most_frequent_one()
    {
        string[] plans = ["p", "p", "q", "q", "r", "r"], classes = ["a", "b", "a", "b", "a", "b"];
        double[] weights = [30, 70, 60, 40, 50, 90];
        var table = Table.Create(Column.Category("plan", plans));
        ClassBinningModel byFrequent = new ClassBinning().Fit(table, classes, weights), byA = new ClassBinning { TrendClass = "a" }.Fit(table, classes, weights);
        Assert.Equal(["q", "r", "p"], byFrequent["plan"].Bins.Take(3).Select(bin => bin.Label));
        Assert.Equal(["p", "r", "q"], byA["plan"].Bins.Take(3).Select(bin => bin.Label));
        Assert.Equal(["a", "b"], byA.Classes);
        Assert.Equal([0.3, 0.6, 50 / 140.0], ((NumericColumn)byA.ToRates("a", Table.Create(Column.Category("plan", ["p", "q", "r"]))).Columns[0]).Values.ToArray());
    }

    [Theory]
    [InlineData(Trend.Concave)]
    [InlineData(Trend.Convex)]
    public void Slopes_go_by_the_means_of_the_values(Trend trend)
    {
        // 1, 4, 9, 16 at 1, 2, 3, 10: the last slope is 1, so the squares are no longer convex; at 1, 2, 3, 4 they are.
        double[] targets = [1, 4, 9, 16];
        int BinsAt(params double[] values) => new MeanBinning { MinBinShare = 0, Trend = trend }.Fit(Table.Create(Column.Numeric("x", values)), targets)["x"].RegularBinCount;
        Assert.Equal(trend == Trend.Convex, BinsAt(1, 2, 3, 4) == 4);
        Assert.NotEqual(4, BinsAt(1, 2, 3, 10));
        Assert.Equal(trend == Trend.Concave, BinsAt(1, 10, 30, 100) == 4);
    }

    [Fact]
    public void A_large_common_part_costs_no_digits()
    {
        double[] values = [.. Enumerable.Range(0, 600).Select(i => (double)(i % 20))], small = [.. Enumerable.Range(0, 600).Select(i => (double)((i % 20 / 4) + (i % 3)))];
        var table = Table.Create(Column.Numeric("x", values));
        MeanColumnBinning near = new MeanBinning().Fit(table, small)["x"], far = new MeanBinning().Fit(table, [.. small.Select(y => y + 1e15)])["x"];
        Assert.Equal(near.Cuts.ToArray(), far.Cuts.ToArray());
        Assert.Equal((near.Objective, near.ExplainedVariance, near.Trend), (far.Objective, far.ExplainedVariance, far.Trend));
        Assert.Equal(near.Bins.Select(bin => (bin.StandardDeviation, bin.MeanDifference)), far.Bins.Select(bin => (bin.StandardDeviation, bin.MeanDifference)));
        Assert.Equal(near.NeighbourTests, far.NeighbourTests);
        MeanColumnBinning tiny = new MeanBinning().Fit(table, [.. small.Select(y => Math.ScaleB(y, -1000))])["x"];
        Assert.Equal((near.Objective, near.ExplainedVariance), (tiny.Objective, tiny.ExplainedVariance));
    }

    [Fact]
    public void Columns_that_cannot_be_divided_have_one_bin_and_say_why()
    {
        var table = Table.Create(
            Column.Numeric("constant", [3.0, 3, 3, double.NaN, 3]),
            Column.Numeric("empty", [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]),
            Column.Category("no category", new string?[5]),
            Column.Numeric("pure", [1.0, 2, double.NaN, double.NaN, 1]));
        RateBinningModel rates = new RateBinning { MinBinShare = 0 }.Fit(table, [0, 0, 1, 1, 0], [1, 1, 1, 1, 1]);
        Assert.All(new RateBinning { MinBinShare = 0, MinBins = 3 }.Fit(table, [0, 0, 1, 1, 0], [1, 1, 1, 1, 1]).Columns, column => Assert.Equal(1, column.RegularBinCount));
        string[] codes = [FindingCodes.ConstantColumn, FindingCodes.EmptyColumn, FindingCodes.EmptyColumn, FindingCodes.PureColumn];
        Assert.Equal(codes, rates.Findings.Where(finding => finding.Code != FindingCodes.ZeroCell).Select(finding => finding.Code));
        Assert.All(rates.Columns, column => Assert.Equal(1, column.RegularBinCount));
        ClassBinningModel classes = new ClassBinning { MinBinShare = 0 }.Fit(table, ["a", "a", "b", "a", "a"]);
        Assert.Equal([FindingCodes.PureColumn, FindingCodes.ZeroCell], classes["pure"].Findings.Select(finding => finding.Code));
        Assert.EndsWith("Objective = JensenShannon divides it all the same.", classes["pure"].Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal("the bin '(-inf, inf)' holds 3 rows and none of the class 'b'; its information value counts one more row, divided as all rows are.", classes["pure"].Findings[1].Message);
        Assert.Equal(2, new ClassBinning { MinBinShare = 0, Objective = ClassObjective.JensenShannon }.Fit(Table.Create(Column.Numeric("x", [1.0, 1, 2])), ["a", "a", "b"])["x"].RegularBinCount);
    }

    [Fact]
    public void A_bin_that_lacks_classes_says_which()
    {
        double[] values = [.. Enumerable.Range(0, 90).Select(i => i < 10 ? double.NaN : i < 20 ? -1 : i % 2)];
        string[] names = ["a", "b", "c", "d", "e", "f", "g"], classes = [.. Enumerable.Range(0, 90).Select(i => i < 10 ? "a" : i < 20 ? names[i % 6] : names[i % 7])];
        ClassColumnBinning binning = new ClassBinning { Specials = [new("refused", [-1])] }.Fit(Table.Create(Column.Numeric("x", values)), classes)["x"];
        string[] messages = [.. binning.Findings.Where(finding => finding.Code == FindingCodes.ZeroCell).Select(finding => finding.Message)];
        Assert.Equal(2, messages.Length);
        Assert.StartsWith("the bin 'refused' holds 10 rows and none of the class 'g'; its", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("the bin 'missing' holds 10 rows and none of 'b', 'c', 'd', 'e', 'f' and 1 more classes; its", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_rows_go_where_they_are_sent()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? double.NaN : i % 5)], targets = [.. Enumerable.Range(0, 100).Select(i => ((double[])[3.1, 1, 2, 3, 4])[i % 5])];
        var table = Table.Create(Column.Numeric("x", values));
        int HomeOf(MissingPolicy policy)
        {
            MeanColumnBinning binning = new MeanBinning { Missing = policy }.Fit(table, targets)["x"];
            Assert.Equal(100, binning.Bins.Sum(bin => bin.Count));
            return binning.FindBin(double.NaN);
        }

        Assert.Equal([4, 2, 0], ((MissingPolicy[])[MissingPolicy.OwnBin, MissingPolicy.Nearest, MissingPolicy.FirstBin]).Select(HomeOf));
        MeanColumnBinning highest = new MeanBinning { Missing = MissingPolicy.HighestRate }.Fit(table, targets)["x"];
        Assert.Equal(highest.Bins.Max(bin => bin.Mean), highest.Bins[highest.MissingBin].Mean);
    }
}
