using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>What holds for any rows.</summary>
public class TargetLawTests : PropertyTests
{
    private static readonly TargetBinning[] Recipes =
    [
        new MeanBinning { MinBinShare = 0, MinCategoryCount = 3, MaxPrebins = 6 },
        new MeanBinning { MinBinShare = 0.1, MinCategoryCount = 0, Objective = MeanObjective.AbsoluteDifferences, Missing = MissingPolicy.Nearest },
        new MeanBinning { MaxPValue = 0.3, MinCategoryCount = 0, Trend = Trend.Concave },
        new RateBinning { MinBinShare = 0, MinCategoryCount = 3, MaxPrebins = 6 },
        new RateBinning { MinBinShare = 0.1, MinCategoryCount = 0, MaxPValue = 0.5, Missing = MissingPolicy.HighestRate },
        new ClassBinning { MinBinShare = 0, MinCategoryCount = 3, MaxPrebins = 6 },
        new ClassBinning { MinBinShare = 0, MinCategoryCount = 0, Objective = ClassObjective.JensenShannon, TrendClass = "b", Missing = MissingPolicy.LastBin },
    ];

    [Property(MaxTest = 150)]
    public void Order_of_rows_copies_and_threads_change_nothing(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 0.1);
        foreach (TargetBinning recipe in Recipes)
        {
            TargetColumnBinning[] expected = rows.Fit(recipe);
            AssertSame(expected, rows.Reversed().Fit(recipe with { MaxThreads = 1 }));
            AssertSame(expected, rows.Replicated().Fit(recipe, weighted: false));
        }
    }

    [Property(MaxTest = 150)]
    public void Tables_count_the_rows_that_fall_into_their_bins(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 1);
        foreach (TargetBinning recipe in Recipes)
        {
            foreach (TargetColumnBinning binning in rows.Fit(recipe))
            {
                var bins = new int[rows.Rows.Length];
                binning.ToBins(rows.Table[binning.ColumnName], bins);
                for (int bin = 0; bin <= Math.Max(binning.RegularBinCount - 1, binning.MissingBin); bin++)
                    CheckBin(binning, bin, rows, [.. Enumerable.Range(0, bins.Length).Where(row => bins[row] == bin)]);
            }
        }
    }

    [Property(MaxTest = 100)]
    public void More_bins_never_lower_the_objective(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 1);
        foreach (TargetBinning recipe in Recipes.Where(recipe => recipe.MaxPValue == 1))
        {
            double[]? before = null;
            for (int maxBins = 1; maxBins <= 5; maxBins++)
            {
                double[] now = [.. rows.Fit(recipe with { MaxBins = maxBins, Trend = Trend.None }).Select(binning => binning.Objective)];
                if (before is not null)
                    Assert.All(now.Zip(before), pair => Assert.True(pair.First >= pair.Second - 1e-9, $"{pair.Second:R} with one bin less, {pair.First:R} now"));
                before = now;
            }
        }
    }

    [Property(MaxTest = 150)]
    public void A_constant_added_to_the_target_moves_means_only(SmallSet set, int seed)
    {
        const double Constant = 4096;
        var rows = TargetRowsOf.Draw(set, seed, 1);
        foreach (TargetBinning recipe in Recipes.OfType<MeanBinning>())
        {
            TargetColumnBinning[] moved = (rows with { Targets = [.. rows.Targets.Select(target => target + Constant)] }).Fit(recipe);
            foreach ((TargetColumnBinning before, TargetColumnBinning after) in rows.Fit(recipe).Zip(moved))
            {
                Assert.Equal((before.Trend, before.Objective), (after.Trend, after.Objective));
                Assert.Equal(before.NeighbourTests, after.NeighbourTests);
                foreach ((MeanBin a, MeanBin b) in ((MeanColumnBinning)before).Bins.Zip(((MeanColumnBinning)after).Bins))
                {
                    Same.Within(1e-11, a.Count > 0 ? a.Mean + Constant : 0, a.Count > 0 ? b.Mean : 0);
                    Assert.Equal(a, b with { Sum = a.Sum, Mean = a.Mean, Min = a.Min, Max = a.Max, Zeros = a.Zeros });
                    Assert.Equal(a.Sum + (Constant * a.Count), b.Sum);
                }
            }
        }
    }

    /// <summary>Fractional weights round, and ties may be broken differently, but what is reached is the same.</summary>
    [Property(MaxTest = 60)]
    public void With_fractional_weights_the_order_of_rows_changes_no_more_than_rounding(SmallSet set, int seed)
    {
        var random = new SplitMix64(seed);
        double[] weights = [.. set.Rows.Select(_ => 0.7 + (random.Next(10) * 0.1))], backwards = [.. weights.Reverse()];
        TargetRowsOf rows = TargetRowsOf.Draw(set, seed, 0.1), reversed = rows.Reversed();
        foreach (TargetBinning recipe in Recipes.Where(recipe => recipe.MaxPValue == 1 && recipe.MinBinShare == 0))
        {
            foreach ((TargetColumnBinning a, TargetColumnBinning b) in rows.Fit(recipe with { Trend = Trend.None }, weights).Zip(reversed.Fit(recipe with { Trend = Trend.None }, backwards)))
            {
                // Categories stand in the order of their levels, and rounding may exchange those of equal ones.
                if (a.Kind == ColumnKind.Numeric)
                    Same.Within(1e-9, a.Objective, b.Objective);
                Assert.True(double.IsFinite(a.Objective));
            }
        }
    }

    [Property(MaxTest = 150)]
    public void Exposure_in_another_unit_changes_rates_only(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 1);
        foreach (TargetBinning recipe in Recipes.OfType<RateBinning>())
        {
            TargetColumnBinning[] scaled = (rows with { Exposures = [.. rows.Exposures.Select(exposure => exposure * 8)] }).Fit(recipe);
            foreach ((TargetColumnBinning before, TargetColumnBinning after) in rows.Fit(recipe).Zip(scaled))
            {
                Assert.Equal((before.Trend, before.Objective, ((RateColumnBinning)before).ExplainedDeviance), (after.Trend, after.Objective, ((RateColumnBinning)after).ExplainedDeviance));
                Assert.Equal(before.NeighbourTests, after.NeighbourTests);
                Assert.Equal(((RateColumnBinning)before).Bins, ((RateColumnBinning)after).Bins.Select(bin => bin with { Exposure = bin.Exposure / 8, Rate = bin.Rate * 8 }));
            }
        }
    }

    /// <summary>One exposure for each row and events that happen once at most: a rate is a mean.</summary>
    [Property(MaxTest = 100)]
    public void A_rate_with_exposure_1_is_a_mean(int seed)
    {
        var random = new SplitMix64(seed);
        double[] values = new double[60], events = new double[60], ones = new double[60];
        for (int row = 0; row < 60; row++)
            (values[row], events[row], ones[row]) = (row % 5, row < 5 ? 1 : row < 10 ? 0 : random.Next(2), 1);
        var table = Table.Create(Column.Numeric("x", values));
        RateColumnBinning rates = new RateBinning { MinBins = 5, Trend = Trend.None }.Fit(table, events, ones)["x"];
        MeanColumnBinning means = new MeanBinning { MinBins = 5, Trend = Trend.None }.Fit(table, events)["x"];
        Assert.Equal(means.TotalMean, rates.TotalRate);
        foreach ((MeanBin mean, RateBin rate) in means.Bins.Zip(rates.Bins))
        {
            Assert.Equal((mean.Count, mean.CountShare, mean.Sum, mean.Lower, mean.Mean), (rate.Count, rate.ExposureShare, rate.Events, rate.Lower, rate.Rate));
            Same.Within(1e-12, mean.Count > 0 ? Math.Log(mean.Mean / means.TotalMean) : 0, rate.LogRateRatio);
        }
    }

    /// <summary>Of two classes, each one's information value is that of the other, and the same as that of an event.</summary>
    [Property(MaxTest = 150)]
    public void Two_classes_are_an_event_and_its_absence(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        string[] classes = [.. set.Rows.Select(row => row.IsEvent ? "event" : "none")];
        // Numbers only: categories of equal rates stand in the order of their names, which the other class's rates do not turn round.
        ColumnBinning binary = new OptimalBinning { MinBinShare = 0.1, Trend = Trend.None, MaxBins = 4 }.Fit(data)["value"];
        ClassColumnBinning both = new ClassBinning { MinBinShare = 0.1, MaxBins = 4 }.Fit(data.Table, classes)["value"];
        Same.Within(1e-9, 2 * binary.InformationValue, both.InformationValue);
    }

    private static void CheckBin(TargetColumnBinning binning, int index, TargetRowsOf rows, int[] inBin)
    {
        double WeightWhere(Func<int, double> number) => inBin.Sum(row => rows.Rows[row].Weight * number(row));
        double count = WeightWhere(_ => 1);
        switch (binning)
        {
            case MeanColumnBinning means:
                MeanBin mean = means.Bins[index];
                Assert.Equal((count, WeightWhere(row => rows.Targets[row]), WeightWhere(row => rows.Targets[row] == 0 ? 1 : 0)), (mean.Count, mean.Sum, mean.Zeros));
                Assert.Equal(rows.Weights.Sum(), means.Bins.Sum(bin => bin.Count));
                Assert.InRange(means.ExplainedVariance, 0, 1 + 1e-12);
                if (count == 0)
                    break;
                Same.Within(1e-12, mean.Sum / count, mean.Mean);
                Assert.Equal((inBin.Min(row => rows.Targets[row]), inBin.Max(row => rows.Targets[row])), (mean.Min, mean.Max));
                if (count > 1)
                    Same.Within(1e-11, Math.Sqrt(WeightWhere(row => Math.Pow(rows.Targets[row] - mean.Mean, 2)) / (count - 1)), mean.StandardDeviation);
                break;
            case RateColumnBinning rates:
                RateBin rate = rates.Bins[index];
                Assert.Equal((count, WeightWhere(row => rows.Events[row]), WeightWhere(row => rows.Exposures[row])), (rate.Count, rate.Events, rate.Exposure));
                Assert.Equal(rates.TotalExposure, rates.Bins.Sum(bin => bin.Exposure));
                Same.Within(1e-12, 1, rates.Bins.Sum(bin => bin.ExposureShare));
                Assert.InRange(rates.ExplainedDeviance, 0, 1);
                break;
            case ClassColumnBinning classes:
                ClassBin mixed = classes.Bins[index];
                Assert.Equal(classes.Classes.Select(name => WeightWhere(row => rows.Classes[row] == name ? 1 : 0)), mixed.Counts);
                Assert.Equal(count, mixed.Count);
                Assert.InRange(classes.JensenShannon, 0, Math.Log(classes.Classes.Count) + 1e-12);
                break;
        }
    }

    private static void AssertSame(TargetColumnBinning[] expected, TargetColumnBinning[] actual)
    {
        Assert.Equal(expected.Select(binning => binning.ToText(TableFormat.Csv)), actual.Select(binning => binning.ToText(TableFormat.Csv)));
        foreach ((TargetColumnBinning a, TargetColumnBinning b) in expected.Zip(actual))
        {
            Assert.Equal((a.Trend, a.Objective, a.MissingBin), (b.Trend, b.Objective, b.MissingBin));
            Assert.Equal(a.Candidates, b.Candidates);
            Assert.Equal(a.NeighbourTests, b.NeighbourTests);
            Assert.Equal(a.Findings, b.Findings);
        }
    }
}
