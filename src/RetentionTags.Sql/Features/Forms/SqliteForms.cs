namespace RetentionTags.Sql.Features.Forms;

internal sealed class SqliteForms() : FeatureForms(SqlDialect.Sqlite)
{
    public override string Lesser(string a, string b) => $"MIN({a}, {b})";

    public override string? NamesZone(string column) => null;

    /// <summary>SQLite has no such aggregates, but lists that can be queried.</summary>
    public override string MedianAggregate(string condition, string number) => List(condition, number);

    public override string Median(string aggregated) =>
        $"(SELECT AVG(value) FROM (SELECT value, ROW_NUMBER() OVER (ORDER BY value) AS place, COUNT(*) OVER () AS places FROM json_each({aggregated})) WHERE place IN ((places + 1) / 2, (places + 2) / 2))";

    public override string DeviationAggregate(string condition, string number) => List(condition, number);

    public override string Deviation(string aggregated) =>
        $"(SELECT CASE WHEN COUNT(*) > 1 THEN SQRT(SUM((value - mean) * (value - mean)) / (COUNT(*) - 1)) END FROM json_each({aggregated}) CROSS JOIN (SELECT AVG(value) AS mean FROM json_each({aggregated})))";

    protected override string OfTimestamp(string column, bool roundsUp) => OfText(column, roundsUp);

    /// <summary>Seconds by the engine, with the zone if one is written; what follows the decimal point apart, since the engine rounds it to milliseconds.</summary>
    protected override string OfText(string column, bool roundsUp)
    {
        string tenths = $"CAST(ROUND(CAST('0' || SUBSTR({column}, 20) AS REAL) * 10000000.0) AS INTEGER)";
        string seconds = $"CAST(STRFTIME('%s', SUBSTR({column}, 1, 19) || LTRIM(SUBSTR({column}, 20), '.0123456789')) AS INTEGER)";
        return $"{seconds} * 1000000 + {(roundsUp ? $"({tenths} + 9)" : tenths)} / 10";
    }

    /// <summary>With digits enough for the same doubles; NULL when there are no numbers.</summary>
    private static string List(string condition, string number) => $"'[' || GROUP_CONCAT({When($"{condition} AND {number} IS NOT NULL", $"PRINTF('%!.17g', {number})")}) || ']'";
}
