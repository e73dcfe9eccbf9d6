using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Recency, frequency, monetary value and tenure of each entity of a snapshot, in one of two named conventions.</summary>
/// <remarks>
/// <para>
/// Let an entity's purchases in the observation window, merged by <see cref="CountBy"/>, lie on the days d₁ ≤ … ≤ dₙ with the values v₁ … vₙ, and let D be
/// the plan's <see cref="SnapshotPlan.ReferenceDay"/>. Refunds (amounts below 0) belong to the value of the last purchase at or before them; one
/// before the first purchase belongs to the first. Sums of amounts with up to six decimals are rounded to as many, so that sums that are equal on paper are equal.
/// </para>
/// <list type="table">
/// <listheader><term>Column</term><description>Meaning</description></listheader>
/// <item><term><c>recency_days</c></term><description>Segmentation: D − dₙ, at least 0</description></item>
/// <item><term><c>frequency</c></term><description>Segmentation: n, at least 1</description></item>
/// <item><term><c>monetary</c></term><description>Segmentation: v₁ + … + vₙ, in the log's currency</description></item>
/// <item><term><c>repeat_purchases</c></term><description>Purchase model: x = n − 1</description></item>
/// <item><term><c>last_purchase_days</c></term><description>Purchase model: t = dₙ − d₁, from 0 to tenure</description></item>
/// <item><term><c>repeat_mean_amount</c></term><description>Purchase model: mean of v₂ … vₙ, 0 when there are none</description></item>
/// <item><term><c>tenure_days</c></term><description>Both: T = D − d₁, at least 0</description></item>
/// </list>
/// <para>So recency_days = tenure_days − last_purchase_days. No column is ever missing. Source: Fader, Hardie and Lee (2005), Marketing Science 24(2), for the purchase-model convention.</para>
/// </remarks>
public sealed record RfmFeatures
{
    internal const string RecencyDays = "recency_days";

    /// <summary>Which meaning of recency, frequency and monetary value.</summary>
    /// <value><see cref="RfmConvention.Segmentation"/> by default.</value>
    public RfmConvention Convention { get; init; } = RfmConvention.Segmentation;

    /// <summary>What counts as one purchase.</summary>
    /// <value><see cref="PurchaseUnit.Day"/> by default, so that the lines of one order, or two orders on one day, count once.</value>
    public PurchaseUnit CountBy { get; init; } = PurchaseUnit.Day;

    /// <summary>Computes the features of every row of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>Four columns, one row for each entity.</returns>
    public Table ToTable(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var histories = new PurchaseHistory[snapshot.RowCount];
        for (int row = 0; row < histories.Length; row++)
            histories[row] = PurchaseHistory.Of(snapshot, row, CountBy);
        int reference = snapshot.Plan.ReferenceDay.DayNumber;
        NumericColumn tenure = Numbers("tenure_days", history => reference - history.FirstDay);
        return Convention switch
        {
            RfmConvention.Segmentation => Table.Create(
                Numbers(RecencyDays, history => reference - history.LastDay),
                Numbers("frequency", history => history.Purchases),
                Numbers("monetary", history => snapshot.OnPaper(history.FirstValue + history.RepeatValue)),
                tenure),
            RfmConvention.PurchaseModel => Table.Create(
                Numbers("repeat_purchases", history => history.Purchases - 1),
                Numbers("last_purchase_days", history => history.LastDay - history.FirstDay),
                tenure,
                Numbers("repeat_mean_amount", history => history.Purchases > 1 ? history.RepeatValue / (history.Purchases - 1) : 0)),
            _ => throw new InvalidOperationException($"Convention is {Convention}; use Segmentation or PurchaseModel."),
        };

        NumericColumn Numbers(string name, Func<PurchaseHistory, double> feature) => Column.Numeric(name, histories.Select(feature).ToArray());
    }
}
