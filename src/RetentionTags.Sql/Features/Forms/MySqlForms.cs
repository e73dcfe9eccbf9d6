namespace RetentionTags.Sql.Features.Forms;

internal sealed class MySqlForms() : FeatureForms(SqlDialect.MySql)
{
    /// <summary>MariaDB 10.11 sorts once for windows that need orders of their own, and then gives wrong values.</summary>
    public override bool MixesWindows => false;

    public override string ToWhole(string number) => $"CAST({number} AS SIGNED)";

    public override string Quotient(string whole, string divisor) => $"{whole} DIV {divisor}";

    protected override string OfTimestamp(string column, bool roundsUp) => $"TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {column})";

    protected override string OfText(string column, bool roundsUp) => OfTimestamp($"CAST(REPLACE({column}, 'Z', '') AS DATETIME(6))", roundsUp);
}
