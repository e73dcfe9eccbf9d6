using MathNet.Numerics;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class EmpiricalBayesTests
{
    [Fact]
    public void The_strength_is_where_the_likelihood_is_highest()
    {
        BinningModel model = (new OptimalBinning { WoeEstimate = WoeEstimate.EmpiricalBayes }).Fit(SampleData.Customers(3000, missing: true));
        foreach (ColumnBinning column in model.Columns)
        {
            double rate = column.TotalEvents / (column.TotalEvents + column.TotalNonEvents);
            double best = LogLikelihood(column.ShrinkageStrength);
            for (double k = 0.01; k < 3000; k *= 1.05)
                Assert.True(LogLikelihood(k) <= best + 1e-7);

            double LogLikelihood(double k) => column.Bins.Where(bin => bin.Count > 0).Sum(bin =>
                SpecialFunctions.GammaLn(bin.Events + (k * rate)) + SpecialFunctions.GammaLn(bin.NonEvents + (k * (1 - rate))) - SpecialFunctions.GammaLn(bin.Count + k)
                - SpecialFunctions.GammaLn(k * rate) - SpecialFunctions.GammaLn(k * (1 - rate)) + SpecialFunctions.GammaLn(k));
        }
    }

    [Fact]
    public void Evidence_is_that_of_the_counts_and_the_added_rows()
    {
        TrainingSet data = SampleData.Customers(500, missing: true);
        BinningModel plain = new OptimalBinning().Fit(data);
        BinningModel shrunk = new OptimalBinning { WoeEstimate = WoeEstimate.EmpiricalBayes }.Fit(data);
        foreach ((ColumnBinning before, ColumnBinning after) in plain.Columns.Zip(shrunk.Columns))
        {
            double rate = data.EventRate, k = after.ShrinkageStrength;
            Assert.True(k > 0);
            foreach ((Bin a, Bin b) in before.Bins.Zip(after.Bins))
            {
                Assert.Equal((a.Label, a.Events, a.NonEvents), (b.Label, b.Events, b.NonEvents));
                double shrunkRate = (b.Events + (k * rate)) / (b.Count + k);
                Same.Within(1e-12, Math.Log(shrunkRate / (1 - shrunkRate)) - Math.Log(rate / (1 - rate)), b.Woe);
                Assert.True(Math.Abs(b.Woe) <= Math.Abs(a.Woe) + 1e-12);
            }
        }
    }

    [Fact]
    public void Out_of_sample_it_is_better_calibrated_on_many_small_bins_of_chance()
    {
        // Two hundred shops whose rates come from a beta distribution with mean 0.3 and 20 prior rows; ten customers each. The fitted strength finds the 20 again, roughly.
        var random = new SplitMix64(3);
        var shops = new List<string>();
        var events = new List<bool>();
        for (int shop = 0; shop < 800; shop++)
        {
            double rate = Beta(ref random, 6, 14);
            for (int i = 0; i < 40; i++)
            {
                shops.Add($"s{shop}");
                events.Add(SampleData.Uniform(ref random) < rate);
            }
        }

        TrainingSet data = TrainingSet.Create(Table.Create(Column.Category("shop", shops)), [.. events]);
        ColumnBinning binning = new FixedBinning { Rule = FixedRule.Given, MaxBins = 256, CategoryGroups = [.. Enumerable.Range(0, 250).Select(shop => ValueListBuilder.Create<string>([$"s{shop}"]))], WoeEstimate = WoeEstimate.EmpiricalBayes }.Fit(data)["shop"];
        Assert.InRange(binning.ShrinkageStrength, 12, 32);
    }

    /// <summary>The order statistic of a uniform sample: the a-th of a + b − 1 numbers has a beta(a, b) distribution.</summary>
    private static double Beta(ref SplitMix64 random, int a, int b)
    {
        var sample = new double[a + b - 1];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = SampleData.Uniform(ref random);
        Array.Sort(sample);
        return sample[a - 1];
    }
}
