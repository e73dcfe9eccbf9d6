using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/models.md that has to do with penalties, bounds, paths and updates, compiled and run.</summary>
public class PenaltySnippets
{
    [Fact]
    public void Penalties_and_bounds()
    {
        var (train, _) = Subscribers().Split(testShare: 0.25, seed: 7);

        #region models-penalties
        LogisticModel sparse = new LogisticRegression { L1 = 60 }.Fit(train);
        LogisticModel known = new LogisticRegression
        {
            L1 = 60,
            L2 = 5,
            PenaltyFactors = [new("tenure_months", 0)],                             // always takes part
            Bounds = [new("tenure_months", Upper: 0), new("tickets", Lower: 0)],    // signs that are known beforehand
        }.Fit(train);
        Scorecard card = new ScorecardRecipe { Regression = new() { MinCoefficient = 0 } }.Fit(train);
        #endregion

        Assert.Equal(0, sparse.Coefficients.Single(each => each.Name == "noise").Value);
        Assert.True(known.Coefficients.Single(each => each.Name == "tenure_months").Value < sparse.Coefficients.Single(each => each.Name == "tenure_months").Value);
        Assert.All(card.Columns, column => Assert.True(column.Coefficient.Value > 0));
    }

    [Fact]
    public void A_path()
    {
        var (train, test) = Subscribers().Split(testShare: 0.25, seed: 7);

        #region models-path
        RegularizationPathModel path = new RegularizationPath { Count = 40 }.Fit(train);
        Console.WriteLine(path.ToText());                                   // λ, columns, deviance explained, cross-validated deviance ± its standard error
        foreach (Coefficient coefficient in path.Model.Coefficients.Where(each => each.Value != 0))
            Console.WriteLine($"{coefficient.Name}: {coefficient.Value:F3}");
        LogisticModel least = path.Recipe.At(path.Minimum.Lambda).Fit(train);   // another λ of the same path
        #endregion

        Assert.Equal(["tenure_months", "tickets"], path.Model.Coefficients.Where(each => each.Value != 0).Select(each => each.Name));
        Assert.True(least.LogLikelihood > path.Model.LogLikelihood);
        Assert.Equal(path.Model.Score(test.Table), path.Score(test.Table));
    }

    [Fact]
    public void An_update()
    {
        var (lastYear, thisMonth) = Subscribers().Split(testShare: 0.1, seed: 7);

        #region models-update
        LogisticModel model = new LogisticRegression().Fit(lastYear);
        LogisticModel updated = model.Update(thisMonth);
        LogisticModel forgetful = model.Update(thisMonth, priorWeight: 0.5);
        #endregion

        Assert.All(updated.Coefficients.Zip(model.Coefficients), pair => Assert.True(pair.First.StandardError < pair.Second.StandardError));
        Assert.All(updated.Coefficients.Zip(forgetful.Coefficients), pair => Assert.True(pair.First.StandardError < pair.Second.StandardError));
    }

    /// <summary>Two columns that bear on the event, and one that does not.</summary>
    private static TrainingSet Subscribers()
    {
        var random = new Random(7);
        const int Rows = 4000;
        double[] tenure = new double[Rows], tickets = new double[Rows], noise = new double[Rows];
        var churned = new bool[Rows];
        for (int i = 0; i < Rows; i++)
        {
            (tenure[i], tickets[i], noise[i]) = (random.Next(60), random.Next(6), random.NextDouble());
            churned[i] = random.NextDouble() < 1 / (1 + Math.Exp(0.5 + (0.04 * tenure[i]) - (0.3 * tickets[i])));
        }

        return TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Numeric("tickets", tickets), Column.Numeric("noise", noise)), churned);
    }
}
