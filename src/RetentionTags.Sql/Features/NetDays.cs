using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Purchases as days whose amounts are netted; a day with refunds whose net is not above 0 is none.</summary>
internal sealed class NetDays(FeatureStatement statement) : PurchaseSql(statement)
{
    public override bool MayBeNone => true;

    public override string Count => Statement.Aggregate("net_days", Statement.Forms.CountDistinct(FeatureForms.When(IsOfNetDay(), Statement.Day)));

    public override string FirstDay => Statement.Aggregate("first_net_day", $"MIN({FeatureForms.When(IsOfNetDay(), Statement.Day)})");

    public override string LastDay => Statement.Aggregate("last_net_day", $"MAX({FeatureForms.When(IsOfNetDay(), Statement.Day)})");

    public override string Value => Statement.Sum("net_of_days", IsOfNetDay(), Statement.Value(null));

    public override string RepeatValue => Statement.Sum("repeats", $"{IsOfNetDay()} AND {Statement.Day} > {Statement.Beside("first_day_net", $"MIN({FeatureForms.When(IsOfNetDay(), Statement.Day)})", isSecond: true)}", Statement.Value(null));

    private string IsOfNetDay()
    {
        EventValue amount = Statement.Value(null);
        string zero = Statement.Forms.Dialect.Literal(0);
        string refunds = Statement.Beside("day_refunds", FeatureStatement.Count(Statement.IsRefund), Statement.Day);
        string purchases = Statement.Beside("day_purchases", FeatureStatement.Count(Statement.IsPurchase), Statement.Day);
        string units = Statement.Beside("day_millionths", $"SUM({FeatureForms.When(Statement.IsPurchaseOrRefund, amount.Millionths)})", Statement.Day);
        string others = Statement.Beside("day_others", $"SUM({FeatureForms.When($"{Statement.IsPurchaseOrRefund} AND {amount.Millionths} IS NULL", amount.Number)})", Statement.Day);
        string net = Statement.OnPaper($"COALESCE({Statement.Forms.ToDouble(units)}, {zero})", $"COALESCE({others}, {zero})");
        return $"{Statement.IsPurchaseOrRefund} AND CASE WHEN {refunds} > 0 THEN {net} ELSE {purchases} END > 0";
    }
}
