namespace RetentionTags.Features;

/// <summary>Fills the columns of <see cref="RfmFeatures"/>.</summary>
internal sealed class RfmComputation : RowComputation
{
    private readonly EntitySweep _sweep;
    private readonly RfmConvention _convention;
    private readonly MonetaryMeasure _monetary;
    private readonly Func<int, int, PurchaseTotals> _purchases;
    private readonly SignedAmounts? _refunds;
    private readonly double[] _first, _second, _third, _fourth, _refundCount = [], _refundAmount = [];

    public RfmComputation(RfmFeatures features, EntitySweep sweep, FeatureColumns columns)
    {
        _sweep = sweep;
        (_convention, _monetary) = (features.Convention, features.MonetaryOrDefault);
        bool isGross = features.RefundPolicy is RefundPolicy.Ignore or RefundPolicy.SeparateFeatures;
        _purchases = features.RefundPolicy == RefundPolicy.NetByDay
            ? new DayNets(sweep).Of
            : new PurchaseValues(sweep, features.CountBy, isGross, needsRepeats: _monetary == MonetaryMeasure.MeanRepeat).Of;
        (_first, _second, _third, _fourth) = (columns.Numbers(0), columns.Numbers(1), columns.Numbers(2), columns.Numbers(3));
        if (features.RefundPolicy == RefundPolicy.SeparateFeatures)
            (_refunds, _refundCount, _refundAmount) = (new(sweep, refunds: true), columns.Numbers(4), columns.Numbers(5));
    }

    protected override void Compute(int cut, int row)
    {
        (int from, int to) = (_sweep.From(cut), _sweep.To(cut));
        PurchaseTotals purchases = _purchases(from, to);
        int reference = _sweep.ReferenceDay(cut);
        double value = Monetary(purchases), tenure = Days(purchases, reference - purchases.FirstDay);
        (_first[row], _second[row], _third[row], _fourth[row]) = _convention == RfmConvention.Segmentation
            ? (Days(purchases, reference - purchases.LastDay), purchases.Count, value, tenure)
            : (Days(purchases, purchases.Count - 1), Days(purchases, purchases.LastDay - purchases.FirstDay), tenure, value);
        if (_refunds is not null)
            (_refundCount[row], _refundAmount[row]) = (_refunds.Count(from, to), 0 - _refunds.Sum(from, to));
    }

    private double Monetary(PurchaseTotals purchases) => (_monetary, purchases.Count) switch
    {
        (MonetaryMeasure.Sum, 0) => _convention == RfmConvention.Segmentation ? 0 : double.NaN,
        (_, 0) => double.NaN,
        (MonetaryMeasure.Sum, _) => purchases.Value,
        (MonetaryMeasure.MeanAll, _) => purchases.Value / purchases.Count,
        (_, 1) => 0,
        _ => purchases.RepeatValue / (purchases.Count - 1),
    };

    /// <summary>Never is not a number.</summary>
    private static double Days(PurchaseTotals purchases, int days) => purchases.Count == 0 ? double.NaN : days;
}
