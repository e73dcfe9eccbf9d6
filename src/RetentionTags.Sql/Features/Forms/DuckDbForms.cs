namespace RetentionTags.Sql.Features.Forms;

internal sealed class DuckDbForms() : FeatureForms(SqlDialect.DuckDb)
{
    public override string Quotient(string whole, string divisor) => $"{whole} // {divisor}";

    public override string NumberOrNull(string column, string name) => Dialect.ToNumber(column, name) is string number ? $"CASE WHEN isnan({number}) THEN NULL ELSE {number} END" : "";

    public override string MedianAggregate(string condition, string number) => $"QUANTILE_CONT({When(condition, number)}, 0.5)";

    protected override string OfTimestamp(string column, bool roundsUp) => $"EPOCH_US({column})";

    protected override string OfText(string column, bool roundsUp) => $"EPOCH_US(CAST({column} AS TIMESTAMP))";
}
