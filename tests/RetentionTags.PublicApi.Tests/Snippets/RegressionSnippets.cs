using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;

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
}
