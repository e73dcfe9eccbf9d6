using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Recency, frequency, monetary value and tenure of each entity of a snapshot, in one of two named conventions.</summary>
/// <remarks>
/// <para>
/// Let an entity's purchases in the observation window, merged by <see cref="CountBy"/>, lie on the days d₁ ≤ … ≤ dₙ with the values v₁ … vₙ, and let D be
/// the plan's <see cref="SnapshotPlan.ReferenceDay(DateTimeOffset)"/>. What refunds (events of the plan's kind with an amount below 0) do to purchases and values is the <see cref="RefundPolicy"/>.
/// Amounts with up to six decimals are added as they are on paper, so that sums that are equal there are equal.
/// </para>
/// <list type="table">
/// <listheader><term>Column</term><description>Meaning</description></listheader>
/// <item><term><c>recency_days</c></term><description>Segmentation: D − dₙ, at least 0</description></item>
/// <item><term><c>frequency</c></term><description>Segmentation: n, at least 1</description></item>
/// <item><term><c>repeat_purchases</c></term><description>Purchase model: x = n − 1</description></item>
/// <item><term><c>last_purchase_days</c></term><description>Purchase model: t = dₙ − d₁, from 0 to tenure</description></item>
/// <item><term><c>tenure_days</c></term><description>Both: T = D − d₁, at least 0</description></item>
/// <item><term><c>monetary</c></term><description><see cref="MonetaryMeasure.Sum"/>: v₁ + … + vₙ, in the log's currency</description></item>
/// <item><term><c>mean_amount</c></term><description><see cref="MonetaryMeasure.MeanAll"/>: mean of v₁ … vₙ</description></item>
/// <item><term><c>repeat_mean_amount</c></term><description><see cref="MonetaryMeasure.MeanRepeat"/>: mean of v₂ … vₙ, 0 when there are none</description></item>
/// <item><term><c>refund_count</c>, <c>refund_amount</c></term><description>With <see cref="RefundPolicy.SeparateFeatures"/>: number of refunds, and their sum without the sign; 0 when there are none</description></item>
/// </list>
/// <para>So recency_days = tenure_days − last_purchase_days. Of an entity without a purchase (see <see cref="Population.Active"/>, or <see cref="RefundPolicy.NetByDay"/> when all days were given back) frequency and the sum are 0 and everything else is missing: never is not a number of days. In the purchase-model convention all of it is missing. Source: Fader, Hardie and Lee (2005), Marketing Science 24(2), for the purchase-model convention.</para>
/// </remarks>
public sealed record RfmFeatures : FeatureFamily
{
    internal const string RecencyDays = "recency_days";
    internal const string Frequency = "frequency";
    internal const string MonetarySum = "monetary";

    /// <summary>Which meaning of recency, frequency and monetary value.</summary>
    /// <value><see cref="RfmConvention.Segmentation"/> by default.</value>
    public RfmConvention Convention { get; init; } = RfmConvention.Segmentation;

    /// <summary>What counts as one purchase.</summary>
    /// <value><see cref="PurchaseUnit.Day"/> by default, so that the lines of one order, or two orders on one day, count once.</value>
    public PurchaseUnit CountBy { get; init; } = PurchaseUnit.Day;

    /// <summary>What refunds do to purchases and their values.</summary>
    /// <value><see cref="RefundPolicy.NetByOrder"/> by default. <see cref="RefundPolicy.NetByDay"/> needs <see cref="PurchaseUnit.Day"/>.</value>
    public RefundPolicy RefundPolicy { get; init; } = RefundPolicy.NetByOrder;

    /// <summary>What the monetary value is.</summary>
    /// <value><see langword="null"/> by default: what the convention says, <see cref="MonetaryMeasure.Sum"/> for segmentation and <see cref="MonetaryMeasure.MeanRepeat"/> for purchase models.</value>
    public MonetaryMeasure? Monetary { get; init; }

    /// <summary><see cref="Monetary"/> or, when it is <see langword="null"/>, what the convention says.</summary>
    public MonetaryMeasure MonetaryOrDefault => Monetary ?? (Convention == RfmConvention.Segmentation ? MonetaryMeasure.Sum : MonetaryMeasure.MeanRepeat);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A setting is none of its enumeration's values, or days are to be netted while purchases are no days.</exception>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        if (!Enum.IsDefined(Convention))
            throw new InvalidOperationException($"Convention is {Convention}; use Segmentation or PurchaseModel.");
        if (!Enum.IsDefined(RefundPolicy))
            throw new InvalidOperationException($"RefundPolicy is {RefundPolicy}; use NetByOrder, NetByDay, Ignore or SeparateFeatures.");
        if (!Enum.IsDefined(MonetaryOrDefault))
            throw new InvalidOperationException($"Monetary is {Monetary}; use Sum, MeanAll or MeanRepeat.");
        if (RefundPolicy == RefundPolicy.NetByDay && CountBy != PurchaseUnit.Day)
            throw new InvalidOperationException($"RefundPolicy is NetByDay and CountBy is {CountBy}. Where days are netted, a purchase is a day: count by Day, or take NetByOrder.");
        return RfmWords.Define(this);
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Define(log).Select(feature => feature.Name is RecencyDays or RfmWords.TenureDays ? null : WatchedEvents.Purchases(plan, withRefunds: RefundPolicy != RefundPolicy.Ignore));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new RfmComputation(this, sweep, columns);
}
