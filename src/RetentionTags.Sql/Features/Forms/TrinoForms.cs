namespace RetentionTags.Sql.Features.Forms;

internal sealed class TrinoForms() : FeatureForms(SqlDialect.Trino)
{
    public override string NumberOrNull(string column, string name) => Dialect.ToNumber(column, name) is string number ? $"IF(is_nan({number}), NULL, {number})" : "";

    public override string MedianAggregate(string condition, string number) => $"ARRAY_SORT(ARRAY_AGG({number}) FILTER (WHERE {condition} AND {number} IS NOT NULL))";

    public override string Median(string aggregated) =>
        $"(ELEMENT_AT({aggregated}, (CARDINALITY({aggregated}) + 1) / 2) + ELEMENT_AT({aggregated}, (CARDINALITY({aggregated}) + 2) / 2)) / 2";

    protected override string OfTimestamp(string column, bool roundsUp) => $"CAST(ROUND(TO_UNIXTIME({column}) * 1E6) AS BIGINT)";

    protected override string OfText(string column, bool roundsUp) => OfTimestamp($"CAST(REPLACE(REPLACE({column}, 'T', ' '), 'Z', '') AS TIMESTAMP(6))", roundsUp);
}
