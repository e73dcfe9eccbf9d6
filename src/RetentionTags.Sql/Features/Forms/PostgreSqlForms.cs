namespace RetentionTags.Sql.Features.Forms;

internal sealed class PostgreSqlForms() : FeatureForms(SqlDialect.PostgreSql)
{
    public override string NumberOrNull(string column, string name) => $"NULLIF({Dialect.ToNumber(column, name)}, 'NaN')";

    public override string MedianAggregate(string condition, string number) => $"PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY {When(condition, number)})";

    /// <summary>Of whatever type: seconds of one without a zone are those that its clock shows.</summary>
    protected override string OfTimestamp(string column, bool roundsUp) => $"CAST(ROUND(EXTRACT(EPOCH FROM {column}) * 1000000) AS bigint)";

    protected override string OfText(string column, bool roundsUp) => OfTimestamp($"CAST({column} AS timestamp)", roundsUp);
}
