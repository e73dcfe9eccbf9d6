#region readme-usings
using RetentionTags.Data;           // columns, tables, logs
using RetentionTags.Evaluation;     // AUC, calibration, baselines
using RetentionTags.Explanations;   // reasons
using RetentionTags.Features;       // snapshots, RFM
using RetentionTags.Persistence;    // Save and Load
using RetentionTags.Scoring;        // scorecards, tiers
#endregion
#region readme-path-usings
using RetentionTags.Cleaning;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Calibration;
using RetentionTags.Selection;
#endregion

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The README's code, compiled and run.</summary>
public class ReadmeSnippets
{
    [Fact]
    public void From_a_table_to_explained_tiers()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        IProgress<FitProgress>? progress = null;
        CancellationToken cancellationToken = default;
        using var stream = new MemoryStream();

        #region readme-table
        Table customers = Table.Create(
            Column.Numeric("tenure_months", tenure),          // ReadOnlyMemory<double>, not copied; NaN = missing
            Column.Category("contract", contract));           // null = missing
        var (train, test) = TrainingSet.Create(customers, churned).Split(testShare: 0.25, seed: 7);

        var recipe = new ScorecardRecipe { MinInformationValue = 0.02 };
        recipe = recipe with { Binning = recipe.Binning with { MaxBins = 6 } };
        Scorecard scorecard = recipe.Fit(train, progress, cancellationToken);

        double[] risk = scorecard.Score(test.Table);          // or Score(table, destination): allocates nothing
        double one = scorecard.Score(scorecard.ToRow(          // a single customer, the same to the bit
            ("tenure_months", 14), ("contract", "Two year")));
        BinaryEvaluation report = BinaryEvaluation.Of(risk, test.Events);   // AUC, KS, Brier, calibration …
        ScoreExplanations why = scorecard.Explain(test.Table); // log-odds; with the baseline they add up to the score
        foreach (Contribution reason in why.Top(row: 0, count: 2))
            Console.WriteLine(reason);                        // contract Month-to-month: odds × 4.81

        TierScheme tiers = TierScheme.FromShares(risk, ("critical", 0.05), ("high", 0.15), ("watch", 0.30), ("calm", 0.50));
        string tier = tiers[one].Name;
        scorecard.Save(stream);                               // what Scorecard.Load reads scores the same, bit for bit
        #endregion

        Assert.Equal("contract Month-to-month: odds × 4.81", why.Top(row: 0, count: 2)[0].ToString());
        Assert.InRange(report.Auc, 0.7, 1);
        Assert.Contains(tier, tiers.Tiers.Select(each => each.Name));
        Assert.True(one < 0.1, $"{one}");
        stream.Position = 0;
        Assert.Equal(risk, Scorecard.Load(stream).Score(test.Table));
    }

    [Fact]
    public void The_whole_path()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);

        #region readme-path
        var path = new CleaningRecipe().Then(new ScorecardRecipe     // cleaned before it is learnt from, and before it is scored
        {
            Selection = new SelectionFunnel(),                      // which columns stay, and why each other one went
            Calibration = new PlattScaling(),                       // probabilities that mean what they say; reasons stay exact
        });

        // In each fold all of it is learnt anew from the training part: cleaning, bins, selection, coefficients, calibration.
        CrossValidation proof = CrossValidation.Run(data, [("whole path", path), ("card", new ScorecardRecipe())], new StratifiedKFold());
        Console.WriteLine(proof.ToText());                          // AUC with its interval, KS, log-loss, Brier score
        Console.WriteLine(proof.Compare().ToText());                // DeLong's paired test against the first

        CleanedModel<Scorecard> model = path.Fit(data);
        Console.WriteLine(model.Cleaning.TrainingReport.ToText());
        Console.WriteLine(model.Model.Selection!.ToText());
        #endregion

        Assert.InRange(proof["whole path"].Pooled.Auc, 0.7, 1);
        Assert.Equal(data.RowCount, model.Score(data.Table).Length);
    }

    [Fact]
    public void From_a_log_to_labelled_features()
    {
        using System.Data.Common.DbDataReader reader = Customers.Orders();

        #region readme-log
        EventLog log = EventLog.Read(reader, new() { Entity = "customer_id", Time = "ordered_at", Amount = "total" });

        // Features look back from 1 October, the label looks 90 days ahead: neither sees the other's side.
        SnapshotPlan plan = SnapshotPlan.At(new DateOnly(2025, 10, 1)) with { PerformanceDays = 90 };
        Snapshot snapshot = plan.Take(log);
        TrainingSet data = TrainingSet.Create(new RfmFeatures().ToTable(snapshot), snapshot.Repurchased());
        #endregion

        Assert.Equal(snapshot.RowCount, data.RowCount);
        Assert.Equal(["recency_days", "frequency", "monetary", "tenure_days"], data.Table.Columns.Select(column => column.Name));
        Assert.InRange(data.EventRate, 0.1, 0.9);
    }
}
