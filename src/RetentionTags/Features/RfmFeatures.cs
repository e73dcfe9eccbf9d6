using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Recency, frequency, monetary value and tenure of each entity of a snapshot, in one of two named conventions.</summary>
/// <remarks>
/// <para>
/// Let an entity's purchases in the observation window, merged by <see cref="CountBy"/>, lie on the days d₁ ≤ … ≤ dₙ with the values v₁ … vₙ, and let D be
/// the plan's <see cref="SnapshotPlan.ReferenceDay(DateTimeOffset)"/>. Refunds (amounts below 0) belong to the value of the last purchase at or before them; one
/// before the first purchase belongs to the first. Amounts with up to six decimals are added as they are on paper, so that sums that are equal there are equal.
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
/// <para>So recency_days = tenure_days − last_purchase_days. Of an entity without a purchase (see <see cref="Population.Active"/>) frequency and monetary value are 0 and everything else is missing: never is not a number of days. Source: Fader, Hardie and Lee (2005), Marketing Science 24(2), for the purchase-model convention.</para>
/// </remarks>
public sealed record RfmFeatures : FeatureFamily
{
    internal const string RecencyDays = "recency_days";

    /// <summary>Which meaning of recency, frequency and monetary value.</summary>
    /// <value><see cref="RfmConvention.Segmentation"/> by default.</value>
    public RfmConvention Convention { get; init; } = RfmConvention.Segmentation;

    /// <summary>What counts as one purchase.</summary>
    /// <value><see cref="PurchaseUnit.Day"/> by default, so that the lines of one order, or two orders on one day, count once.</value>
    public PurchaseUnit CountBy { get; init; } = PurchaseUnit.Day;

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        string unit = CountBy switch { PurchaseUnit.Day => "day", PurchaseUnit.Event => "event", PurchaseUnit.Order => "order", _ => throw new InvalidOperationException($"CountBy is {CountBy}; use Day, Event or Order.") };
        FeatureDefinition tenure = Number("tenure_days", "reference_day - day(first purchase)", "days since the first purchase", "首次购买距今天数");
        return Convention switch
        {
            RfmConvention.Segmentation =>
            [
                Number(RecencyDays, "reference_day - day(last purchase)", "days since the last purchase", "最近一次购买距今天数"),
                Number("frequency", $"count(purchases by {unit})", "number of purchases", "购买次数"),
                Number("monetary", "sum(amount of purchases and refunds)", "sum spent, refunds deducted", "净消费金额"),
                tenure,
            ],
            RfmConvention.PurchaseModel =>
            [
                Number("repeat_purchases", $"count(purchases by {unit}) - 1", "number of repeat purchases", "复购次数"),
                Number("last_purchase_days", "day(last purchase) - day(first purchase)", "days from the first to the last purchase", "首次至最近一次购买间隔天数"),
                tenure,
                Number("repeat_mean_amount", $"mean(value of purchases by {unit} after the first)", "mean amount of repeat purchases", "复购平均金额"),
            ],
            _ => throw new InvalidOperationException($"Convention is {Convention}; use Segmentation or PurchaseModel."),
        };

        static FeatureDefinition Number(string name, string lineage, string english, string chinese) => new(name, ColumnKind.Numeric, $"{lineage} in observation", english, chinese);
    }

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns);

    private sealed class Computation(RfmFeatures features, EntitySweep sweep, FeatureColumns columns) : FeatureComputation
    {
        private readonly PurchaseTimeline _purchases = sweep.Purchases(features.CountBy);
        private readonly double[] _first = columns.Numbers(0), _second = columns.Numbers(1), _third = columns.Numbers(2), _fourth = columns.Numbers(3);

        public override void Compute(int cut, int row)
        {
            (int from, int to) = (sweep.From(cut), sweep.To(cut));
            int first = _purchases.First(from, to);
            if (first < 0)
            {
                (_first[row], _second[row], _third[row], _fourth[row]) = features.Convention == RfmConvention.Segmentation ? (double.NaN, 0, 0, double.NaN) : (double.NaN, double.NaN, double.NaN, double.NaN);
                return;
            }

            int count = _purchases.Count(from, to), firstDay = sweep.Days[first], lastDay = sweep.Days[_purchases.Last(from, to)], reference = sweep.ReferenceDay(cut);
            if (features.Convention == RfmConvention.Segmentation)
                (_first[row], _second[row], _third[row], _fourth[row]) = (reference - lastDay, count, _purchases.Value(from, to), reference - firstDay);
            else
                (_first[row], _second[row], _third[row], _fourth[row]) = (count - 1, lastDay - firstDay, reference - firstDay, count == 1 ? 0 : _purchases.Value(_purchases.Second(from, to), to) / (count - 1));
        }
    }
}
