using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Recency, frequency, monetary value and tenure.</summary>
internal sealed class RfmSql
{
    private readonly FeatureStatement _statement;
    private readonly RfmFeatures _features;
    private readonly PurchaseSql _purchases;

    public RfmSql(FeatureStatement statement, RfmFeatures features)
    {
        (_statement, _features) = (statement, features);
        if (features.CountBy == PurchaseUnit.Order && statement.Table.Order is null)
            throw new ArgumentException("Purchases are to be counted by order, but the table does not know orders. Name their column in SqlEventTable.Order, or count by Day or Event.", nameof(features));
        _purchases = features.RefundPolicy != RefundPolicy.NetByDay ? new CountedPurchases(statement, features)
            : statement.Forms.HasWindowFunctions ? new NetDays(statement) : new NetDaysInLists(statement);
    }

    public Func<string, string>[] Writers()
    {
        Func<string, string>[] rfm = _features.Convention == RfmConvention.Segmentation
            ? [_ => $"{_statement.ReferenceDay} - {_purchases.LastDay}", _ => _purchases.Count, _ => Monetary(), _ => Tenure()]
            : [_ => IfAny($"{_purchases.Count} - 1"), _ => $"{_purchases.LastDay} - {_purchases.FirstDay}", _ => Tenure(), _ => Monetary()];
        return _features.RefundPolicy != RefundPolicy.SeparateFeatures ? rfm :
        [
            .. rfm,
            name => _statement.Direct(name, FeatureStatement.Count(_statement.IsRefund)),
            name => $"0 - {_statement.Sum("refunded", _statement.IsRefund, _statement.Value(null))}",
        ];
    }

    private string Tenure() => $"{_statement.ReferenceDay} - {_purchases.FirstDay}";

    private string Monetary() => _features.MonetaryOrDefault switch
    {
        MonetaryMeasure.Sum when _features.Convention == RfmConvention.Segmentation && _purchases.MayBeNone => $"CASE WHEN {_purchases.Count} > 0 THEN {_purchases.Value} ELSE {_statement.Forms.Dialect.Literal(0)} END",
        MonetaryMeasure.Sum => IfAny(_purchases.Value),
        MonetaryMeasure.MeanAll => FeatureForms.When($"{_purchases.Count} > 0", $"{_purchases.Value} / {_purchases.Count}"),
        _ => $"CASE WHEN {_purchases.Count} > 1 THEN {_purchases.RepeatValue} / ({_purchases.Count} - 1) WHEN {_purchases.Count} = 1 THEN {_statement.Forms.Dialect.Literal(0)} END",
    };

    /// <summary>Never is not a number.</summary>
    private string IfAny(string value) => _purchases.MayBeNone ? FeatureForms.When($"{_purchases.Count} > 0", value) : value;
}
