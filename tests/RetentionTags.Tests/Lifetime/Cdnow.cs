using RetentionTags.Features;
using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>
/// The 2,357 customers of cdnow_sample, 1997-01-01 to 1997-09-30, in weeks, and who bought in the 39 weeks after. Exact: days/7. Summary: t and T rounded to two decimals and mean amounts to cents, as in the published customer summary.
/// </summary>
internal static class Cdnow
{
    public static readonly Horizon Weeks39 = Horizon.Weeks(39);

    private static readonly Lazy<(PurchaseSummary Exact, PurchaseSummary Summary, bool[] Bought)> Data = new(Read);

    public static PurchaseSummary Exact => Data.Value.Exact;

    public static PurchaseSummary Summary => Data.Value.Summary;

    public static bool[] Bought => Data.Value.Bought;

    public static PurchaseOutcome Outcome => new(Bought, Weeks39);

    private static (PurchaseSummary Exact, PurchaseSummary Summary, bool[] Bought) Read()
    {
        Snapshot snapshot = (SnapshotPlan.At(new DateOnly(1997, 10, 1)) with { PerformanceDays = 273 }).Take(RealData.CdnowSample());
        var table = new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(snapshot);
        double[] x = table.Numeric("repeat_purchases").Values.ToArray(), m = table.Numeric("repeat_mean_amount").Values.ToArray();
        PurchaseSummary summary = PurchaseSummary.Create(x, Rounded("last_purchase_days"), Rounded("tenure_days"), TimeUnit.Week, default, [.. m.Select(InCents)]);
        return (PurchaseSummary.Create(table, TimeUnit.Week), summary, snapshot.Repurchased());

        // Half a cent goes up, as in the published summary; sums of amounts are half cents but for rounding.
        static double InCents(double mean) => Math.Floor((100 * mean) + 0.5 + 1e-9) / 100;

        double[] Rounded(string name) => [.. table.Numeric(name).Values.ToArray().Select(days => Math.Round(days / 7, 2))];
    }
}
