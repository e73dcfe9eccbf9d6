using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class TierRecipeTests : PropertyTests
{
    private static readonly OptimalBinning Loose = new() { MinBinShare = 0, MaxBins = 4 };

    [Property(MaxTest = 300)]
    public void The_best_of_all_cut_sets_is_found(ScoredRows rows, byte objective, byte share)
    {
        var function = (BinningObjective)(objective % 5);
        OptimalBinning binning = Loose with { Objective = function, MinBinShare = share % 4 / 20.0 };
        TierScheme scheme = new TierRecipe { Binning = binning }.Fit(rows.Scores, rows.Events, rows.Weights);
        double[] distinct = [.. rows.Scores.Distinct().Order()];
        double best = double.NegativeInfinity;
        for (int mask = 0; mask < 1 << Math.Min(distinct.Length - 1, 11); mask++)
        {
            double[] cuts = [.. distinct.Skip(1).Where((_, i) => (mask >> i & 1) == 1)];
            if (cuts.Length < binning.MaxBins && ValueOf(cuts) is double value && value > best)
                best = value;
        }

        double found = ValueOf([.. scheme.Tiers.SkipLast(1).Select(tier => tier.From).Reverse()]) ?? double.NaN;
        if (distinct.Length <= 12)
            Same.Within(1e-9, best, found);
        else
            Assert.True(found >= best - 1e-9);

        // Separation of a division, from the definition; none when it breaks a constraint.
        double? ValueOf(double[] ascending)
        {
            double total = rows.Weights.Sum(), allEvents = rows.Rows.Where(row => row.IsEvent).Sum(row => row.Weight), value = 0, last = 0;
            for (int bin = 0; bin <= ascending.Length; bin++)
            {
                var inside = rows.Rows.Where(row => (bin == 0 || row.Score >= ascending[bin - 1]) && (bin == ascending.Length || row.Score < ascending[bin])).ToArray();
                double events = inside.Where(row => row.IsEvent).Sum(row => row.Weight), count = inside.Sum(row => row.Weight), p = events / allEvents, q = (count - events) / (total - allEvents);
                if (events == 0 || events == count || count < binning.MinBinShare * total || events / count < last)
                    return null;
                last = events / count;
                value += function switch
                {
                    BinningObjective.InformationValue => (p - q) * Math.Log(p / q),
                    BinningObjective.JensenShannon => ((p * Math.Log(2 * p / (p + q))) + (q * Math.Log(2 * q / (p + q)))) / 2,
                    BinningObjective.Hellinger => (Math.Sqrt(p) - Math.Sqrt(q)) * (Math.Sqrt(p) - Math.Sqrt(q)) / 2,
                    BinningObjective.Triangular => (p - q) * (p - q) / (p + q),
                    _ => Math.Pow(events - (count * allEvents / total), 2) / (count * (allEvents / total) * (1 - (allEvents / total))) / total,
                };
            }

            return value;
        }
    }

    [Property(MaxTest = 150)]
    public void Rates_fall_from_tier_to_tier_and_a_weight_is_so_many_copies(ScoredRows rows)
    {
        var recipe = new TierRecipe { Binning = Loose };
        TierScheme scheme = recipe.Fit(rows.Scores, rows.Events, rows.Weights);
        Assert.True(TierReport.Of(scheme, rows.Scores, rows.Events, rows.Weights).IsMonotone);
        ScoredRows copies = rows.Replicated;
        Assert.Equal(scheme.Tiers, recipe.Fit(copies.Scores, copies.Events).Tiers);
        Assert.Equal(Enumerable.Range(1, scheme.Tiers.Count).Select(tier => $"tier {tier}"), scheme.Tiers.Select(tier => tier.Name));
    }

    [Fact]
    public void Neighbours_differ_as_the_recipe_asks()
    {
        TrainingSet data = SampleData.Customers(3000, 4);
        double[] scores = new LogisticRegression().Fit(data.WithTable(Table.Create(data.Table["usage"], data.Table["visits"]))).Score(data.Table);
        TierScheme scheme = new TierRecipe().Fit(scores, data.Events);
        Assert.InRange(scheme.Tiers.Count, 3, 5);
        Assert.All(TierReport.Of(scheme, scores, data.Events).Steps, step => Assert.True(2 * step.PValue <= 0.05));
        TierScheme named = new TierRecipe { Names = ["high", "middle", "low"] }.Fit(scores, data.Events);
        Assert.Equal(["high", "middle", "low"], named.Tiers.Select(tier => tier.Name));
        Assert.Equal(3, new TierRecipe { Names = ["1", "2", "3"], Binning = new() { MinBins = 7, MaxBins = 8 } }.Fit(scores, data.Events).Tiers.Count);
    }

    [Fact]
    public void A_scorer_and_its_held_out_rows_do_too()
    {
        TrainingSet data = SampleData.Customers(2000, 9, categories: false);
        var (train, held) = data.Split(0.5, 3);
        LogisticModel model = new LogisticRegression().Fit(train);
        Assert.Equal(new TierRecipe().Fit(model.Score(held.Table), held.Events).Tiers, new TierRecipe().Fit(model, held).Tiers);
    }

    [Fact]
    public void What_cannot_be_is_an_error_that_says_why()
    {
        double[] scores = [0.1, 0.2, 0.3, 0.4];
        bool[] events = [false, true, false, true];
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => new TierRecipe().Fit([0.1, double.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("turn a score round", Assert.Throws<InvalidOperationException>(() => new TierRecipe { Binning = new() { Trend = Trend.Peak } }.Fit(scores, events)).Message, StringComparison.Ordinal);
        Assert.Contains("special values", Assert.Throws<InvalidOperationException>(() => new TierRecipe { Binning = new() { Specials = [new("code", [-1])] } }.Fit(scores, events)).Message, StringComparison.Ordinal);
        Assert.Contains("make 1 tier, and there are 2 names", Assert.Throws<TrainingDataException>(() => new TierRecipe { Names = ["a", "b"] }.Fit([0.5, 0.5], [true, false])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingDataException>(() => new TierRecipe { Names = ["a", "b", "c"] }.Fit(scores, events));
        Assert.Throws<TrainingDataException>(() => new TierRecipe().Fit(scores, [true, true, true, true]));
        Assert.Contains("Two tiers", Assert.Throws<ArgumentException>(() => new TierRecipe { Names = ["a", "a"], Binning = Loose }.Fit(scores, events)).Message, StringComparison.Ordinal);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new TierRecipe().Fit(scores, events, default, stopped.Token));
    }

    [Fact]
    public void Scores_that_do_not_rank_make_one_tier_and_a_finding()
    {
        TierScheme scheme = new TierRecipe().Fit([.. Enumerable.Range(0, 100).Select(i => i / 100.0)], [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0)]);
        Assert.Equal("tier 1", Assert.Single(scheme.Tiers).Name);
        Finding finding = Assert.Single(scheme.Findings);
        Assert.Equal((FindingCodes.NoSplit, null), (finding.Code, finding.ColumnName));
    }

    [DataFact]
    public void Telco_tiers_fall_on_rows_that_nobody_has_seen()
    {
        var (train, rest) = RealData.Telco().Split(testShare: 0.5, seed: 1);
        var (held, test) = rest.Split(testShare: 0.5, seed: 2);
        Scorecard card = new ScorecardRecipe().Fit(train);
        TierScheme scheme = new TierRecipe { Names = ["critical", "high", "watch", "calm"] }.Fit(card, held);
        TierReport report = TierReport.Of(scheme, card.Score(test.Table), test.Events);
        Assert.True(report.IsMonotone);
        Assert.Equal(1, report.OrderTest.PValue);
        Assert.All(report.Steps, step => Assert.True(step.HolmPValue < 0.01, report.StepsToText()));
        Assert.All(report.Tiers, tier => Assert.InRange(Math.Abs(tier.CalibrationZ), 0, 4));
        Assert.True(report.Tiers[0].EventRate > 0.5 && report.Tiers[3].EventRate < 0.1, report.ToText());
    }
}
