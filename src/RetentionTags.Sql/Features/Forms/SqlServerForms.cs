namespace RetentionTags.Sql.Features.Forms;

internal sealed class SqlServerForms() : FeatureForms(SqlDialect.SqlServer)
{
    /// <summary>LEAST came with version 2022.</summary>
    public override string Lesser(string a, string b) => $"(SELECT MIN(number) FROM (VALUES ({a}), ({b})) AS numbers (number))";

    public override string Round(string number) => $"ROUND({number}, 0)";

    /// <summary>Larger constants are decimals otherwise.</summary>
    public override string Whole(long number) => Invariant($"CAST({number} AS bigint)");

    public override string DeviationAggregate(string condition, string number) => $"STDEV({When(condition, number)})";

    /// <summary>Timestamps have seven decimals. Differences count the boundaries between, so they are rounded down.</summary>
    protected override string OfTimestamp(string column, bool roundsUp)
    {
        const string Epoch = "CAST('1970-01-01T00:00:00' AS datetime2)";
        return roundsUp ? $"CAST(CEILING(DATEDIFF_BIG(NANOSECOND, {Epoch}, {column}) / CAST(1000 AS decimal(20, 4))) AS bigint)" : $"DATEDIFF_BIG(MICROSECOND, {Epoch}, {column})";
    }

    protected override string OfText(string column, bool roundsUp) => OfTimestamp($"CAST({column} AS datetime2)", roundsUp);
}
