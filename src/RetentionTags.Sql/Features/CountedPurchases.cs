using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Purchases by day, event or order, gross or with each refund deducted from one of them.</summary>
internal sealed class CountedPurchases(FeatureStatement statement, RfmFeatures features) : PurchaseSql(statement)
{
    private readonly bool _isGross = features.RefundPolicy != RefundPolicy.NetByOrder;

    public override string Count => features.CountBy switch
    {
        PurchaseUnit.Day => Statement.Aggregate("purchase_days", Statement.Forms.CountDistinct(FeatureForms.When(Statement.IsPurchase, Statement.Day))),
        PurchaseUnit.Event => Statement.Aggregate("purchases", FeatureStatement.Count(Statement.IsPurchase)),
        _ => Statement.Aggregate("orders", $"{Statement.Forms.CountDistinct(FeatureForms.When(Statement.IsPurchase, Statement.Order))} + {FeatureStatement.Count($"{Statement.IsPurchase} AND {Statement.Order} IS NULL")}"),
    };

    public override string FirstDay => Statement.Aggregate("first_purchase_day", $"MIN({FeatureForms.When(Statement.IsPurchase, Statement.Day)})");

    public override string LastDay => Statement.Aggregate("last_purchase_day", $"MAX({FeatureForms.When(Statement.IsPurchase, Statement.Day)})");

    public override string Value => _isGross
        ? Statement.Sum("spent", Statement.IsPurchase, Statement.Value(null))
        : Statement.Sum("net_spent", Statement.IsPurchaseOrRefund, Statement.Value(null));

    public override string RepeatValue
    {
        get
        {
            if (!Statement.Forms.HasWindowFunctions)
                return InLists();
            string repeats = features.CountBy switch
            {
                PurchaseUnit.Day => ByDay(),
                PurchaseUnit.Event => ByEvent(),
                _ => ByOrder(),
            };
            return Statement.Sum("repeats", repeats, Statement.Value(null));
        }
    }

    /// <summary>Whether refunds name orders, and so may belong to another purchase than the last before them.</summary>
    private bool NamesOrders => !_isGross && Statement.Table.Order is not null;

    private string PurchasedDay => FeatureForms.When(Statement.IsPurchase, Statement.Day);

    private string ByDay()
    {
        string first = Statement.Beside("first_day", $"MIN({PurchasedDay})"), repeats = $"{Statement.IsPurchase} AND {Statement.Day} > {first}";
        if (_isGross)
            return repeats;
        string last = Statement.Beside("day_so_far", $"MAX({PurchasedDay})", order: Statement.At);
        if (NamesOrders)
            last = $"{FeatureForms.When($"{Statement.Order} IS NOT NULL", Statement.Beside("order_day_so_far", $"MAX({PurchasedDay})", Statement.Order, Statement.At))}, {last}";
        return $"({repeats} OR {Statement.IsRefund} AND COALESCE({last}, {first}) > {first})";
    }

    private string ByEvent()
    {
        string repeats = $"{Statement.IsPurchase} AND {PurchaseNumber()} > 1";
        if (_isGross)
            return repeats;
        string soFar = Statement.Beside("purchases_so_far", FeatureStatement.Count(Statement.IsPurchase), order: Statement.At), belongs = $"{soFar} > 1";
        if (NamesOrders)
        {
            string ofOrder = Statement.Beside("order_purchases_so_far", FeatureStatement.Count(Statement.IsPurchase), Statement.Order, Statement.At);
            belongs = $"CASE WHEN {Statement.Order} IS NOT NULL AND {ofOrder} > 0 THEN CASE WHEN {ofOrder} = 1 THEN 1 - {HasFirst()} ELSE 1 END WHEN {belongs} THEN 1 ELSE 0 END = 1";
        }

        return $"({repeats} OR {Statement.IsRefund} AND {belongs})";
    }

    private string ByOrder()
    {
        if (!_isGross)
            throw FamilySql.Unsaid("RfmFeatures with CountBy Order, RefundPolicy NetByOrder and the mean of repeat purchases", "would have to find the order of the purchase before each refund, which it cannot", Statement);
        return $"{Statement.IsPurchase} AND {PurchaseNumber()} > 1 AND NOT ({Statement.Order} IS NOT NULL AND {HasFirst()} = 1)";
    }

    /// <summary>Whether the first purchase of all is of the event's order.</summary>
    private string HasFirst() => Statement.Beside("order_has_first", $"MAX({FeatureStatement.Flag($"{Statement.IsPurchase} AND {PurchaseNumber()} = 1")})", Statement.Order, isSecond: true);

    /// <summary>1 for the first purchase in a log's order: by moment, amount, kind and order.</summary>
    private string PurchaseNumber()
    {
        string empty = Statement.Forms.Dialect.Literal("");
        string[] order =
        [
            Statement.At,
            Statement.Amount,
            .. Statement.Table.Kind is null ? (string[])[] : [$"COALESCE({Statement.Kind}, {empty})"],
            .. Statement.Table.Order is null ? (string[])[] : [$"COALESCE({Statement.Order}, {empty})"],
        ];
        return Statement.Beside("purchase_number", "ROW_NUMBER()", FeatureStatement.Flag(Statement.IsPurchase), string.Join(", ", order));
    }

    /// <summary>Without window functions: a list of the customer's purchases and refunds, each as moment, amount, day and millionths.</summary>
    private string InLists()
    {
        if (features.CountBy == PurchaseUnit.Order || NamesOrders)
            throw FamilySql.Unsaid($"RfmFeatures with CountBy {features.CountBy}, RefundPolicy {features.RefundPolicy}, orders and the mean of repeat purchases", "needs window functions, which are not used", Statement);
        string all = Statement.Aggregate("purchase_events", $"groupArrayIf(({Statement.At}, {Statement.Amount}, {Statement.Day}, {Statement.Value(null).Millionths}), {(_isGross ? Statement.IsPurchase : Statement.IsPurchaseOrRefund)})");
        string repeats = features.CountBy == PurchaseUnit.Day
            ? Statement.Derive("repeat_purchase_events", $"arrayFilter(p -> p.2 >= 0 AND p.3 > assumeNotNull({FirstDay}), {all})")
            : Statement.Derive("repeat_purchase_events", $"arrayPopFront(arraySort(s -> (s.1, s.2), arrayFilter(p -> p.2 >= 0, {all})))");
        string second = Statement.Derive("second_purchase_at", $"arrayReduce('min', arrayMap(m -> m.1, {repeats}))");
        string taken = _isGross ? repeats : Statement.Derive("repeat_events", $"arrayConcat({repeats}, arrayFilter(r -> r.2 < 0 AND r.1 >= {second}, {all}))");
        return $"({Statement.OnPaper($"arraySum(arrayMap(e -> ifNull(e.4, 0), {taken}))", $"arraySum(arrayMap(e -> if(isNull(e.4), e.2, 0), {taken}))")})";
    }
}
