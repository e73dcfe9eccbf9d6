namespace RetentionTags.Sql.Features;

/// <summary>The same as <see cref="NetDays"/> where there are no window functions, but maps of sums.</summary>
internal sealed class NetDaysInLists(FeatureStatement statement) : PurchaseSql(statement)
{
    private const string IsNet = "if(r > 0, u / 1000000 + o > 0, p > 0)";

    public override bool MayBeNone => true;

    public override string Count => $"length({Days})";

    public override string FirstDay => $"if(empty({Days}), NULL, {Days}[1])";

    public override string LastDay => $"if(empty({Days}), NULL, {Days}[-1])";

    public override string Value => Sum(IsNet);

    public override string RepeatValue => Sum($"{IsNet} AND d > {Days}[1]");

    /// <summary>The days that are purchases, in order.</summary>
    private string Days => Statement.Derive("net_days", $"arrayFilter((d, p, r, u, o) -> {IsNet}, {Lists})");

    /// <summary>For each day in order: the day, its purchases, its refunds, its millionths, and its amounts of more decimals.</summary>
    private string Lists
    {
        get
        {
            EventValue amount = Statement.Value(null);
            string purchases = FeatureStatement.Flag($"{amount.Number} >= 0"), refunds = FeatureStatement.Flag($"{amount.Number} < 0");
            string sums = Statement.Aggregate("day_sums", $"sumMapIf([{Statement.Day}], [toInt64({purchases})], [toInt64({refunds})], [toInt64(ifNull({amount.Millionths}, 0))], [if(isNull({amount.Millionths}), {amount.Number}, 0.0)], {Statement.IsPurchaseOrRefund})");
            return string.Join(", ", Enumerable.Range(1, 5).Select(i => Invariant($"{sums}.{i}")));
        }
    }

    private string Sum(string condition) =>
        $"({Statement.OnPaper($"arraySum((d, p, r, u, o) -> if({condition}, u, 0), {Lists})", $"arraySum((d, p, r, u, o) -> if({condition}, o, 0.0), {Lists})")})";
}
