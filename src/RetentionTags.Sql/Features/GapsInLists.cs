namespace RetentionTags.Sql.Features;

/// <summary>The same as <see cref="GapsBeside"/> where there are no window functions, but lists.</summary>
internal sealed class GapsInLists(FeatureStatement statement, bool isByDay) : GapSql
{
    public override string Count => $"length({Gaps})";

    public override string Sum => $"arraySum({Gaps})";

    public override string Median => statement.Forms.Median(statement.Derive("purchase_gaps_sorted", $"arraySort({Gaps})"));

    public override string Least => $"arrayReduce('min', {Gaps})";

    public override string Greatest => $"arrayReduce('max', {Gaps})";

    public override string Deviation => $"arrayReduce('stddevSamp', {Gaps})";

    public override string Last => $"{Gaps}[-1]";

    public override string LastButOne => $"{Gaps}[-2]";

    public override string LastPurchase => $"{Places}[-1]";

    /// <summary>Days, or moments, of purchases in order.</summary>
    private string Places => statement.Derive("purchase_places", $"arraySort({(isByDay
        ? statement.Aggregate("days_of_purchases", $"groupUniqArrayIf({statement.Day}, {statement.IsPurchase})")
        : statement.Aggregate("moments_of_purchases", $"groupArrayIf({statement.At}, {statement.IsPurchase})"))})");

    private string Gaps => statement.Derive("purchase_gaps", $"arrayMap((b, a) -> toFloat64(b - a), arrayPopFront({Places}), arrayPopBack({Places}))");
}
