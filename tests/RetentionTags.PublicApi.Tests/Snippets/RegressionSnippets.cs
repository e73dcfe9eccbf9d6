using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/models.md on inference, compiled and run.</summary>
public class RegressionSnippets
{
    [Fact]
    public void Inference()
    {
        double[] tenure = [.. Enumerable.Range(0, 400).Select(row => (double)(row * 7 % 48))];
        double[] fee = [.. Enumerable.Range(0, 400).Select(row => 20.0 + (row * 13 % 61))];
        double[] calls = [.. Enumerable.Range(0, 400).Select(row => (double)(row * 5 % 7))];
        bool[] churned = [.. Enumerable.Range(0, 400).Select(row => (row * 7 % 48) + (row * row % 29) < 30)];
        long[] customers = [.. Enumerable.Range(0, 400).Select(row => (long)(row / 4))];
        Table table = Table.Create(Column.Numeric("tenure", tenure), Column.Numeric("fee", fee), Column.Numeric("calls", calls));

        #region models-inference
        TrainingSet rows = TrainingSet.Create(table, churned).WithEntities(customers);   // four snapshots of each customer
        LogisticModel model = new LogisticRegression().Fit(rows);                        // so its standard errors are clustered
        LogisticModel smaller = new LogisticRegression().Fit(rows.WithTable(table.Select("tenure")));
        Console.WriteLine(model.ToText());                                               // coefficients as a table
        Console.WriteLine(model.ToSummary());                                            // and the fit
        ConfidenceInterval fees = model.Coefficients[1].Interval(level: 0.9);
        ModelTest together = model.WaldTest("fee", "calls");                             // by the covariance in use
        ModelTest ratio = model.LikelihoodRatioTest(smaller);                            // takes rows for independent
        ModelTest promise = smaller.ScoreTest(rows, "fee");                              // without a fit
        ConfidenceInterval[] probabilities = model.ScoreIntervals(table);                // one for each row
        #endregion

        Assert.Equal((StandardErrors.Clustered, 100), (model.StandardErrors, model.ClusterCount));
        Assert.InRange(model.Coefficients[1].Value, fees.Lower, fees.Upper);
        Assert.Equal((2, 2, 1), (together.DegreesOfFreedom, ratio.DegreesOfFreedom, promise.DegreesOfFreedom));
        Assert.Equal(400, probabilities.Length);
    }

    [Fact]
    public void Few_events()
    {
        Table table = Table.Create(Column.Numeric("complaints", new double[] { 0, 0, 1, 1, 2, 2, 3, 4 }));
        TrainingSet rows = TrainingSet.Create(table, [false, false, false, false, true, true, true, true]);

        #region models-firth
        var recipe = new LogisticRegression { BiasReduction = BiasReduction.Firth };
        LogisticModel model = recipe.Fit(rows);                                          // finite, although two complaints tell the classes apart
        ModelTest test = model.LikelihoodRatioTest(rows, "complaints");                  // of penalised likelihoods
        ConfidenceInterval interval = model.ProfileInterval(rows, "complaints");
        LogisticModel probabilities = (recipe with { BiasReduction = BiasReduction.FirthWithInterceptCorrection }).Fit(rows);
        #endregion

        Assert.InRange(model.Coefficients[0].Value, interval.Lower, interval.Upper);
        Assert.InRange(test.PValue, 0, 0.05);
        Assert.Equal(0.5, probabilities.Score(table).Average(), 1e-12);
    }

    [Fact]
    public void Indicators()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet train = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);

        #region models-indicators
        BinningModel bins = new OptimalBinning().Fit(train);
        LogisticModel model = new LogisticRegression().Fit(train.WithTable(bins.ToIndicators(train.Table)));
        Scorecard card = new ScorecardRecipe { Coding = ScorecardCoding.BinIndicators }.Fit(train);      // the same, as a card
        #endregion

        Assert.Equal(model.Coefficients, card.Regression!.Coefficients);
        Assert.All(model.Score(bins.ToIndicators(train.Table)).Zip(card.Score(train.Table)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
