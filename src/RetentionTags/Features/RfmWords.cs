using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Names and words of RFM features.</summary>
internal static class RfmWords
{
    public const string TenureDays = "tenure_days";

    public static FeatureDefinition[] Define(RfmFeatures features)
    {
        string unit = UnitOf(features.CountBy);
        string purchase = features.RefundPolicy == RefundPolicy.NetByDay ? "purchase net by day" : "purchase";
        string purchases = features.RefundPolicy == RefundPolicy.NetByDay ? "purchases net by day" : $"purchases by {unit}";
        FeatureDefinition tenure = Number(TenureDays, $"reference_day - day(first {purchase})", "days since the first purchase", "首次购买距今天数");
        FeatureDefinition monetary = Monetary(features, purchases);
        FeatureDefinition[] rfm = features.Convention == RfmConvention.Segmentation
            ?
            [
                Number(RfmFeatures.RecencyDays, $"reference_day - day(last {purchase})", "days since the last purchase", "最近一次购买距今天数"),
                Number(RfmFeatures.Frequency, $"count({purchases})", "number of purchases", "购买次数"),
                monetary,
                tenure,
            ]
            :
            [
                Number("repeat_purchases", $"count({purchases}) - 1", "number of repeat purchases", "复购次数"),
                Number("last_purchase_days", $"day(last {purchase}) - day(first {purchase})", "days from the first to the last purchase", "首次至最近一次购买间隔天数"),
                tenure,
                monetary,
            ];
        return features.RefundPolicy != RefundPolicy.SeparateFeatures ? rfm :
        [
            .. rfm,
            Number("refund_count", "count(refunds)", "number of refunds", "退款次数"),
            Number("refund_amount", "-sum(amount of refunds)", "sum refunded", "退款金额"),
        ];
    }

    public static string UnitOf(PurchaseUnit unit) => unit switch
    {
        PurchaseUnit.Day => "day",
        PurchaseUnit.Event => "event",
        PurchaseUnit.Order => "order",
        _ => throw new InvalidOperationException($"CountBy is {unit}; use Day, Event or Order."),
    };

    private static FeatureDefinition Monetary(RfmFeatures features, string purchases)
    {
        (string values, string english, string chinese) = features.RefundPolicy switch
        {
            RefundPolicy.NetByOrder => ("amount of purchases and refunds", "refunds deducted", "净"),
            RefundPolicy.NetByDay => ("net of purchase days", "refunds of the same day deducted", "按日净"),
            _ => ("amount of purchases", "refunds not deducted", "总"),
        };
        return features.MonetaryOrDefault switch
        {
            MonetaryMeasure.Sum => Number(RfmFeatures.MonetarySum, $"sum({values})", $"sum spent, {english}", $"{chinese}消费金额"),
            MonetaryMeasure.MeanAll => Number("mean_amount", $"sum({values}) / count({purchases})", $"mean amount of purchases, {english}", $"平均{chinese}消费金额"),
            _ => Number("repeat_mean_amount", $"mean({RefundsIn(features.RefundPolicy)} of {purchases} after the first)", $"mean amount of repeat purchases, {english}", $"复购平均{chinese}金额"),
        };
    }

    private static string RefundsIn(RefundPolicy policy) => policy is RefundPolicy.Ignore or RefundPolicy.SeparateFeatures ? "gross value" : "value";

    private static FeatureDefinition Number(string name, string lineage, string english, string chinese) => new(name, ColumnKind.Numeric, $"{lineage} in observation", english, chinese);
}
