using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>
/// Published optima of optbinning 0.21.0 (its own tests; binning reference, section 4.4) through whole fits, on rows made from the published counts. Its weights of evidence have the opposite sign.
/// </summary>
public class PublishedOptimaTests
{
    /// <summary>Breast cancer, mean radius: the eight splits that its refinement leaves.</summary>
    private static readonly double[] Splits = [11.42500019, 12.32999992, 12.7750001, 13.09499979, 13.70499992, 14.25500011, 15.04500008, 16.92500019];

    private static readonly TrainingSet Refined = Rows(Splits, [115, 76, 32, 29, 39, 22, 33, 10, 1], [3, 3, 5, 2, 10, 13, 15, 44, 117]);

    private static readonly double[] UserSplits = [11, 12, 13, 14, 15, 17];

    private static readonly TrainingSet ByUser = Rows(UserSplits, [84, 79, 81, 61, 39, 12, 1], [1, 5, 6, 20, 19, 44, 117]);

    [Theory]
    [InlineData(Trend.Automatic)]
    [InlineData(Trend.Descending)]
    public void Breast_cancer_with_the_splits_of_its_prebins(Trend trend)
    {
        Assert.Equal((569.0, 357.0), (Refined.TotalWeight, Refined.EventWeight));
        var binning = (NumericBinning)new OptimalBinning { CandidateCuts = [.. Splits], MinBinShare = 0.05, MaxBins = 20, Trend = trend }.Fit(Refined)["x"];
        Assert.Equal(Trend.Descending, binning.Trend);
        Assert.Equal([11.42500019, 12.32999992, 13.09499979, 13.70499992, 15.04500008, 16.92500019], binning.Cuts.ToArray());
        Same.Within(5e-9, [3.12517033, 2.71097154, 1.64381421, 0.83982705, 0.15397917, -2.00275405, -5.28332344], binning.Bins.Take(7).Select(bin => bin.Woe));
        Same.Within(5e-9, 5.04392547, binning.InformationValue);
        Same.Within(5e-9, 0.39378376, binning.Statistics.JensenShannon);
        Same.Within(5e-9, 0.87541620, binning.Statistics.Gini);
        Assert.InRange(binning.Statistics.QualityScore, 0, 1e-30);
    }

    [Fact]
    public void Breast_cancer_with_splits_by_hand()
    {
        ColumnBinning all = new FixedBinning { Rule = FixedRule.Given, Cuts = [.. UserSplits] }.Fit(ByUser)["x"];
        Same.Within(1e-13, 5.024455093894944, all.InformationValue);
        foreach (PairScope pairs in Enum.GetValues<PairScope>())
        {
            foreach (Trend trend in (Trend[])[Trend.Automatic, Trend.Descending])
            {
                var binning = (NumericBinning)new OptimalBinning { CandidateCuts = [.. UserSplits], MaxPValue = 0.05, PValuePairs = pairs, Trend = trend, MaxBins = 20 }.Fit(ByUser)["x"];
                Assert.Equal([13.0, 15, 17], binning.Cuts.ToArray());
                Same.Within(1e-13, 4.819661314733627, binning.InformationValue);
                Assert.All(binning.AdjacentTests, test => Assert.True(test.PValue <= 0.05));
            }
        }
    }

    /// <summary>The published optima bind within their rules. With our candidates, and without their smallest pre-bin, there is at least as much to be had.</summary>
    [Fact]
    public void Never_below_the_published_information()
    {
        foreach ((TrainingSet data, double[] cuts, double published) in ((TrainingSet, double[], double)[])[(Refined, Splits, 5.04392547), (ByUser, UserSplits, 4.819661314733627)])
        {
            foreach (Trend trend in (Trend[])[Trend.Automatic, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None])
            {
                Assert.True(new OptimalBinning { CandidateCuts = [.. cuts], MaxBins = 20, Trend = trend }.Fit(data)["x"].InformationValue >= published - 5e-9);
                Assert.True(new OptimalBinning { MaxBins = 20, Trend = trend }.Fit(data)["x"].InformationValue >= published - 5e-9);
            }
        }
    }

    /// <summary>One hundred rows by occupation; its cat_cutoff of 0.1 pools categories of fewer than ten rows, and there are none.</summary>
    [Fact]
    public void Occupations()
    {
        (string Name, int Events, int Count)[] occupations = [("Working", 3, 57), ("Commercial associate", 2, 20), ("Pensioner", 1, 13), ("State servant", 0, 10)];
        string[] names = [.. occupations.SelectMany(each => Enumerable.Repeat(each.Name, each.Count))];
        bool[] events = [.. occupations.SelectMany(each => Enumerable.Range(0, each.Count).Select(i => i < each.Events))];
        var data = TrainingSet.Create(Table.Create(Column.Category("occupation", names)), events);
        var binning = (CategoryBinning)new OptimalBinning { MinCategoryCount = 10 }.Fit(data)["occupation"];
        Assert.Equal([["State servant", "Working"], ["Pensioner"], ["Commercial associate"]], binning.Bins.Take(3).Select(bin => bin.Categories));
        Same.Within(5e-9, [-0.30873548, 0.26662866, 0.55431074, 0, 0], binning.Bins.Select(bin => bin.Woe));
    }

    /// <summary>Rows of a column x: in each interval between cuts so many events and non-events, all at one value.</summary>
    private static TrainingSet Rows(double[] cuts, int[] events, int[] nonEvents)
    {
        double[] values = [cuts[0] - 1, .. cuts];
        double[] x = [.. values.SelectMany((value, i) => Enumerable.Repeat(value, events[i] + nonEvents[i]))];
        bool[] labels = [.. values.SelectMany((_, i) => Enumerable.Range(0, events[i] + nonEvents[i]).Select(row => row < events[i]))];
        return TrainingSet.Create(Table.Create(Column.Numeric("x", x)), labels);
    }
}
