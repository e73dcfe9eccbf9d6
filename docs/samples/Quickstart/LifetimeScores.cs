using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Lifetime;

namespace RetentionTags.Samples.Quickstart;

/// <summary>A lifetime model that was fitted on the training customers, and what it says of the test customers.</summary>
/// <param name="Model">The model.</param>
/// <param name="OfTest">For each row of the test set, the probability of at least one purchase within the horizon.</param>
internal sealed record LifetimeScores(MbgNbdModel Model, double[] OfTest)
{
    /// <summary>Such a model needs to see customers from their first purchase on, so its snapshot is that of the plan without a limit to observation.</summary>
    public static LifetimeScores Of(SnapshotPlan plan, EventLog log, TrainingSet train, TrainingSet test, int horizonDays)
    {
        Snapshot whole = (plan with { ObservationDays = null }).Take(log);
        Table purchases = new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(whole);
        Dictionary<string, int> rowOf = Enumerable.Range(0, whole.RowCount).ToDictionary(whole.KeyOf);
        PurchaseSummary training = PurchaseSummary.Create(purchases.Rows(RowsOf(train)), TimeUnit.Day), testing = PurchaseSummary.Create(purchases.Rows(RowsOf(test)), TimeUnit.Day);
        MbgNbdModel model = Bars.Show(progress => new MbgNbd().Fit(training, progress: progress));
        return new(model, model.ProbabilityOfPurchase(testing, Horizon.Days(horizonDays)).ToRows());

        int[] RowsOf(TrainingSet set) => [.. Enumerable.Range(0, set.RowCount).Select(row => rowOf[set.EntityKeys![set.Entities[row]]])];
    }
}
