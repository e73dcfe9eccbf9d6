using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Gaps by window functions: beside each purchase the one before.</summary>
internal sealed class GapsBeside(FeatureStatement statement, bool isByDay) : GapSql
{
    public override string Count => statement.Aggregate("gaps", FeatureStatement.Count(IsGap()));

    public override string Sum => statement.Aggregate("gap_sum", $"SUM({FeatureForms.When(IsGap(), Gap())})");

    public override string Median => statement.Forms.Median(statement.Aggregate("gaps_sorted", statement.Forms.MedianAggregate(IsGap(), Gap()) ?? throw FamilySql.Unsaid("The median of CycleFeatures (gap_median_days, next_purchase_in_days, overdue_ratio)", "has no aggregate", statement)));

    public override string Least => statement.Aggregate("least_gap", $"MIN({FeatureForms.When(IsGap(), Gap())})");

    public override string Greatest => statement.Aggregate("greatest_gap", $"MAX({FeatureForms.When(IsGap(), Gap())})");

    public override string Deviation => statement.Forms.Deviation(statement.Aggregate("gap_spread", statement.Forms.DeviationAggregate(IsGap(), Gap())));

    public override string Last => FromEnd("last_gap", 1);

    public override string LastButOne => FromEnd("last_gap_but_one", 2);

    public override string LastPurchase => statement.Aggregate(isByDay ? "last_purchase_day" : "last_purchase_at", $"MAX({FeatureForms.When(statement.IsPurchase, Place)})");

    private string Place => isByDay ? statement.Day : statement.At;

    private string Before => statement.Beside(isByDay ? "day_before" : "moment_before", $"LAG({Place})", FeatureStatement.Flag(statement.IsPurchase), statement.At);

    /// <summary>By day, further purchases of a day belong to the first.</summary>
    private string IsGap() => $"{statement.IsPurchase} AND {(isByDay ? $"{Before} < {Place}" : $"{Before} IS NOT NULL")}";

    private string Gap() => statement.Forms.ToDouble($"({Place} - {Before})");

    /// <summary>Of purchases of one moment the first has a gap and the others have none, so the others are the last.</summary>
    private string FromEnd(string name, int number)
    {
        string place = statement.Beside("gap_from_end", "ROW_NUMBER()", FeatureStatement.Flag(IsGap()), $"{statement.At} DESC, {Place} - {Before}", isSecond: true);
        return statement.Aggregate(name, $"MAX({FeatureForms.When(Invariant($"{IsGap()} AND {place} = {number}"), Gap())})");
    }
}
