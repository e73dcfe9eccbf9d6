using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/explanations.md, compiled and run.</summary>
public class ExplanationSnippets
{
    [Fact]
    public void Explanations_page()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        Table table = Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract));
        TrainingSet train = TrainingSet.Create(table, churned);
        Scorecard scorecard = new ScorecardRecipe().Fit(train);
        double[] risk = scorecard.Score(table);
        Table loyal = table.Rows([.. Enumerable.Range(0, table.RowCount).Where(row => !churned[row])]);
        TierScheme tiers = TierScheme.FromThresholds([("high", 0.5), ("middle", 0.2)], remaining: "low");
        using var file = new MemoryStream();

        #region explanations-baselines
        Scorecard againstLoyal = scorecard.WithBaseline(scorecard.BaselineOf("loyal customers", loyal));
        Scorecard againstBest = scorecard.WithBaseline(scorecard.BaselineOf(BaselineKind.LowestLogOdds));
        Console.WriteLine(ImportanceReport.Of(scorecard.Explain(table)).ToText());
        Console.WriteLine(scorecard.ContributionsByTier(table, tiers).ToText());
        #endregion

        Assert.Equal(scorecard.LogOdds(table)[0], againstLoyal.Explain(table).LogOddsOf(0));

        #region explanations-probability
        ProbabilityExplanations parts = scorecard.ExplainProbability(table.Rows([0]), background: table);
        double mean = parts.BaseProbability, first = parts[0][0];  // mean + parts = the probability
        #endregion

        Assert.Equal(risk[0], parts.ProbabilityOf(0), 1e-12);

        #region explanations-reasons
        var catalogue = new ReasonCatalogue
        {
            Reasons =
            [
                new("R01", ["tenure_months"], "customer for only {value} months", "在网仅 {value} 个月") { Direction = ReasonDirection.Raises },
                new("R02", ["contract"], "contract: {bin}", "合同：{bin}"),
            ],
            Direction = ReasonDirection.Raises,
            MinEffect = 0.1,
            MaxReasons = 2,
        };
        Scorecard explained = againstBest.WithReasons(catalogue);
        foreach (ReasonCode reason in explained.Reasons(table)[0])
            Console.WriteLine($"{reason.Id} {reason.English} | {reason.Chinese}");
        explained.Save(file);                                       // baseline and catalogue go with the card
        #endregion

        file.Position = 0;
        Assert.Equal(explained.Reasons(table)[0], Scorecard.Load(file).Reasons(table)[0]);
        Assert.NotEqual(mean, first + againstBest.Baseline);

        int row = Array.FindIndex(risk, score => score > 0.5);

        #region explanations-counterfactuals
        var search = new CounterfactualSearch { Actionable = [new("contract") { CostPerBin = 5 }, new("tenure_months") { Direction = ChangeDirection.Up }] };
        Cell[] customer = scorecard.ToRow(("contract", contract[row]), ("tenure_months", tenure[row]));
        CounterfactualReport ways = scorecard.Counterfactuals(customer, ScoreTarget.ToTier(tiers, "middle", risk[row]), search);
        Console.WriteLine(ways.ToText());
        #endregion

        Assert.True(ways.IsReachable);

        #region explanations-regression
        LogisticModel regression = new LogisticRegression().Fit(train.WithTable(scorecard.Binning.ToWoe(table)));
        Table woe = scorecard.Binning.ToWoe(table);
        ScoreExplanations why = regression.Explain(woe, background: woe);
        #endregion

        Assert.Equal(woe.RowCount, why.RowCount);
    }
}
