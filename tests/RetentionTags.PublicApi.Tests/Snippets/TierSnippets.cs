using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/tiers.md, compiled and run.</summary>
public class TierSnippets
{
    [Fact]
    public void Tiers_page()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);
        var (train, rest) = data.Split(testShare: 0.6, seed: 7);
        var (heldOut, test) = rest.Split(testShare: 0.5, seed: 8);
        Scorecard scorecard = new ScorecardRecipe { Calibration = new RetentionTags.Models.Calibration.PlattScaling() }.Fit(train);
        double[] scores = scorecard.Score(heldOut.Table);

        #region tiers-ways
        TierScheme byShare = TierScheme.FromShares(scores, ("critical", 0.05), ("high", 0.15), ("watch", 0.30), ("calm", 0.50));
        TierScheme byThreshold = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], remaining: "low");
        TierScheme byCapacity = TierScheme.FromCapacities(scores, [("call", 50), ("e-mail", 200)], remaining: "rest");
        TierScheme byOutcome = new TierRecipe { Names = ["high", "middle", "low"] }.Fit(scores, heldOut.Events);
        #endregion

        #region tiers-values
        TierScheme byValue = TierScheme.FromValues(
            [("call", DecisionValues.OfContact(value: 48, cost: 12)), ("e-mail", DecisionValues.OfContact(value: 12, cost: 1))],
            remaining: "leave alone");
        Console.WriteLine(TierForecast.Of(byValue, scores).ToText());               // before: from the probabilities
        Console.WriteLine(TierReport.Of(byValue, scores, heldOut.Events).ToText()); // afterwards: what happened
        #endregion

        Assert.Equal(11.0 / 36, byValue.Tiers[0].From, 1e-15);

        #region tiers-values-outcomes
        TierScheme realised = TierScheme.FromValues(
            scores, heldOut.Events,
            [("call", DecisionValues.OfContact(48, 12)), ("e-mail", DecisionValues.OfContact(12, 1))],
            remaining: "leave alone");
        #endregion

        Assert.True(TierReport.Of(realised, scores, heldOut.Events).Value >= TierReport.Of(byValue, scores, heldOut.Events).Value);
        double[] testScores = scorecard.Score(test.Table);

        #region tiers-recipe
        var recipe = new TierRecipe { Binning = new() { MinBins = 2, MaxBins = 5, MaxPValue = 0.01, MinBinShare = 0.1 } };
        TierScheme best = recipe.Fit(scorecard, heldOut);           // as many tiers as the data support: "tier 1", "tier 2" …
        TierReport report = TierReport.Of(best, testScores, test.Events);
        Console.WriteLine(report.ToText());
        Console.WriteLine(report.StepsToText());
        Console.WriteLine($"order violated: P = {report.OrderTest.PValue:F3}; calibration: P = {report.CalibrationPValue:F3}");
        #endregion

        Assert.Equal(best.Tiers.Count - 1, report.Steps.Count);
        Assert.Equal(3, byOutcome.Tiers.Count);
        string[] keys = [.. Enumerable.Range(0, scores.Length).Select(i => $"c{i}")], keysOfJune = keys;
        double[] scoresOfJune = [.. scores.Select((score, i) => Math.Clamp(score + (((i * 37 % 100) - 50) / 1000.0), 0, 1))];

        #region tiers-assign
        var ranks = new int[scores.Length];
        byThreshold.Assign(scores, ranks);                          // allocates nothing
        string name = byThreshold.Tiers[ranks[0]].Name;
        TierScheme steady = byThreshold.WithMargin(0.05);           // entered at 0.65 and 0.35, left below 0.55 and 0.25
        var ranksOfJune = new int[scoresOfJune.Length];
        steady.Assign(scoresOfJune, previousRanks: ranks, ranksOfJune);
        #endregion

        #region tiers-migration
        TierRoster may = TierRoster.Of(steady, keys, scores);
        TierRoster june = may.Next(keysOfJune, scoresOfJune);       // matched by key, margins heeded
        TierMigration moves = TierMigration.Of(may, june);
        Console.WriteLine(moves.ToText());
        Console.WriteLine($"{moves.Stayed.Share:P1} stayed; {moves.Up.Share:P1} moved up, {moves.Up.Interval().Lower:P1} to {moves.Up.Interval().Upper:P1}");
        TierRoster kept = TierRoster.FromNames(steady, keys, NamesOf(may));         // what a database kept
        #endregion

        Assert.Equal(ranksOfJune, june.Ranks.ToArray());
        Assert.Equal(may.Ranks.ToArray(), kept.Ranks.ToArray());
        Assert.Equal(byThreshold[scores[0]].Name, name);
        Assert.True(TierMigration.Of(may, TierRoster.Of(byThreshold, keysOfJune, scoresOfJune)).Stayed.Count <= moves.Stayed.Count);
        Assert.True(byCapacity.Tiers.Count == 3 && byShare.Tiers.Count == 4);

        #region tiers-save
        var stream = new MemoryStream();
        steady.Save(stream);
        stream.Position = 0;
        TierScheme loaded = TierScheme.Load(stream);                // thresholds, margins, values and findings
        #endregion

        Assert.Equal(steady.Tiers, loaded.Tiers);

        static string[] NamesOf(TierRoster roster) => [.. Enumerable.Range(0, roster.Count).Select(row => roster.TierOf(row).Name)];
    }
}
