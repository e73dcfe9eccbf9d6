using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/validation.md, compiled and run.</summary>
public class ValidationSnippets
{
    [Fact]
    public void Several_recipes()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet train = TrainingSet.Create(Table.Create(Column.Numeric("tenure", tenure), Column.Category("contract", contract)), churned);

        #region validation-run
        CrossValidation report = CrossValidation.Run(
            train,
            [("card", new ScorecardRecipe()), ("five bins", new ScorecardRecipe { Binning = new OptimalBinning { MaxBins = 5 } })],
            new StratifiedKFold { Folds = 5, Seed = 7 });
        Console.WriteLine(report.ToText());
        Console.WriteLine(report.Compare().ToText());       // pooled scores, DeLong's paired intervals
        double[] outOfFold = report["card"].OutOfFoldScores.ToArray();
        #endregion

        Assert.Equal(train.RowCount, outOfFold.Length);
        Assert.Equal(2, report.Compare().Rows.Count);

        #region validation-bootstrap
        var bootstrap = new Bootstrap { Replicates = 200, Seed = 1 };
        BootstrapInterval loss = report.Interval("card", evaluation => evaluation.LogLoss, bootstrap);
        BootstrapInterval gain = report.Difference("card", "five bins", evaluation => evaluation.Auc, bootstrap);
        Console.WriteLine($"log-loss {loss.Estimate:F4} ({loss.Interval.Lower:F4} to {loss.Interval.Upper:F4}), AUC gained {gain.Estimate:F4} ± {gain.StandardError:F4}");
        #endregion

        Assert.True(loss.Interval.Lower < loss.Estimate && loss.Estimate < loss.Interval.Upper);

        #region validation-segments
        SegmentEvaluation segments = SegmentEvaluation.Of(outOfFold, train.Events, train.Table.Category("contract"));
        Console.WriteLine(segments.ToText());
        #endregion

        Assert.Equal(3, segments.Segments.Count);

        #region validation-folds
        int[] foldOfRow = [.. Enumerable.Range(0, train.RowCount).Select(row => row % 5)];   // or those of another program
        FoldPlan plan = ExplicitFolds.Of(foldOfRow).Split(train);
        ValidatedRecipe same = CrossValidation.Run(train, [("card", new ScorecardRecipe())], plan).Recipes[0];
        FoldSummary auc = same.OverFolds(fold => fold.Auc);
        Console.WriteLine($"pooled AUC {same.Pooled.Auc:F4}; mean over folds {auc.Mean:F4}, standard deviation of folds {auc.StandardDeviation:F4}");
        #endregion

        Assert.Equal(5, auc.Count);
    }

    [Fact]
    public void Snapshots_in_time()
    {
        var random = new Random(3);
        var days = new List<DateTime>();
        var customers = new List<long>();
        var visits = new List<double>();
        var bought = new List<bool>();
        for (int month = 0; month < 12; month++)
        {
            for (long customer = 0; customer < 100; customer++)
            {
                days.Add(new DateTime(2025, 1 + month, 1, 0, 0, 0, DateTimeKind.Utc));
                customers.Add(customer);
                visits.Add(random.Next(10));
                bought.Add(random.NextDouble() < 0.1 + (0.05 * visits[^1]));
            }
        }

        Table table = Table.Create(Column.Numeric("visits", visits.ToArray()), Column.Numeric("customer_id", customers.Select(customer => (double)customer).ToArray()));
        DateTime[] asOf = [.. days];

        #region validation-walk
        TrainingSet snapshots = TrainingSet.Create(table, [.. bought])   // one row for each customer and month
            .WithEntities("customer_id")                               // taken out of the table: nobody learns from it
            .WithTimes(asOf);                                          // the snapshot's date, in UTC
        var walk = new WalkForward { HorizonDays = 92, TestPeriods = 3 };
        Console.WriteLine(walk.Split(snapshots).ToText());
        CrossValidation report = CrossValidation.Run(snapshots, new LogisticRegression(), walk);
        BootstrapInterval auc = report.Interval("model", evaluation => evaluation.Auc);   // draws customers, not rows
        #endregion

        Assert.Equal(["2025-10-01", "2025-11-01", "2025-12-01"], report.Plan.Folds.Select(fold => fold.Name));
        Assert.Equal(new DateTime(2025, 7, 1, 0, 0, 0, DateTimeKind.Utc), report.Plan.Folds[0].Train.ToArray().Max(row => snapshots.Times[row]));
        Assert.Equal(1000, auc.Replicates.Length);

        #region validation-grouped
        FoldPlan grouped = new GroupedKFold { Folds = 5, Stratified = true }.Split(snapshots);   // models meet only customers that they do not know
        FoldPlan byQuarter = new LeaveOnePeriodOut { Period = TestPeriod.Quarter, HorizonDays = 92 }.Split(snapshots);
        #endregion

        Assert.Equal((5, 4), (grouped.Folds.Count, byQuarter.Folds.Count));
    }
}
