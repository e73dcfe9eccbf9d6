using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The rhythm in which an entity buys: the gaps between its purchases, how regular they are, and how far the present silence is from it.</summary>
/// <remarks>
/// <para>
/// Let purchases, merged by <see cref="CountBy"/>, lie at t₁ ≤ … ≤ tₙ in the observation window, with the gaps gᵢ = tᵢ₊₁ − tᵢ. By day, t are calendar days of the plan's zone and time runs to the reference day D; by event and by order, t are moments (an order's is that of its first line),
/// gaps are in days of 24 hours, and time runs to the cut-off. Refunds take no part.
/// </para>
/// <list type="table">
/// <listheader><term>Column</term><description>Meaning; missing when it needs more purchases than there are</description></listheader>
/// <item><term><c>gap_mean_days</c></term><description>Mean of the gaps; two purchases</description></item>
/// <item><term><c>gap_median_days</c></term><description>Median m, of an even number the mean of the middle two; two purchases</description></item>
/// <item><term><c>gap_min_days</c>, <c>gap_max_days</c></term><description>Least and greatest gap; two purchases</description></item>
/// <item><term><c>gap_cv</c></term><description>Standard deviation (with n − 1) over mean; three purchases, and a mean above 0</description></item>
/// <item><term><c>gap_balance</c></term><description>gₙ₋₂ / (gₙ₋₂ + gₙ₋₁) of the last two gaps, from 0 to 1, near one half for the regular; three purchases, and gaps that are not both 0. <see cref="PurchaseRegularity"/> pools it</description></item>
/// <item><term><c>next_purchase_in_days</c></term><description>tₙ + m − D, the next purchase that the median gap lets expect, below 0 when it is overdue; two purchases</description></item>
/// <item><term><c>overdue_ratio</c></term><description>(D − tₙ) / m, above 1 when overdue; two purchases, and m above 0</description></item>
/// </list>
/// <para>So next_purchase_in_days = m · (1 − overdue_ratio).</para>
/// </remarks>
public sealed record CycleFeatures : FeatureFamily
{
    internal const string GapBalance = "gap_balance";
    private const string NextPurchaseInDays = "next_purchase_in_days";
    private const string OverdueRatio = "overdue_ratio";

    /// <summary>What counts as one purchase.</summary>
    /// <value><see cref="PurchaseUnit.Day"/> by default.</value>
    public PurchaseUnit CountBy { get; init; } = PurchaseUnit.Day;

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        string gaps = $"gaps of purchases by {RfmWords.UnitOf(CountBy)}", last = CountBy == PurchaseUnit.Day ? "reference_day - day(last purchase)" : "cut_off - last purchase";
        return
        [
            Number("gap_mean_days", $"mean({gaps})", "mean days between purchases", "平均购买间隔天数"),
            Number("gap_median_days", $"median({gaps})", "median days between purchases", "购买间隔天数中位数"),
            Number("gap_min_days", $"min({gaps})", "least days between purchases", "最短购买间隔天数"),
            Number("gap_max_days", $"max({gaps})", "greatest days between purchases", "最长购买间隔天数"),
            Number("gap_cv", $"sd({gaps}) / mean({gaps})", "coefficient of variation of days between purchases", "购买间隔变异系数"),
            Number(GapBalance, $"last but one / last two({gaps})", "share of the earlier of the last two gaps between purchases", "最近两次购买间隔中前一次占比"),
            Number(NextPurchaseInDays, $"median({gaps}) - ({last})", "days until the next purchase is expected", "预计距下次购买天数"),
            Number(OverdueRatio, $"({last}) / median({gaps})", "days since the last purchase over median days between purchases", "逾期比（距上次购买天数与间隔中位数之比）"),
        ];

        static FeatureDefinition Number(string name, string lineage, string english, string chinese) => new(name, ColumnKind.Numeric, $"{lineage} in observation", english, chinese);
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Define(log).Select(feature => feature.Name is NextPurchaseInDays or OverdueRatio ? null : WatchedEvents.Purchases(plan, withRefunds: false));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new CycleComputation(sweep, CountBy, columns);
}
