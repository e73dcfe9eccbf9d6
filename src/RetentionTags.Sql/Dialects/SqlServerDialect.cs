namespace RetentionTags.Sql.Dialects;

internal sealed class SqlServerDialect : SqlDialect
{
    public override string Name => "SQL Server";

    internal override bool HasInfinity => false;

    internal override string EndMark => ".";

    internal override string DoubleType => "float";

    internal override string IntegerType => "bigint";

    internal override string TextType => "nvarchar(max)";

    /// <summary>Half a surrogate pair is a text here as it is in .NET.</summary>
    internal override bool CanHold(string text) => true;

    internal override string ToNumber(string column, string name) => $"CAST({column} AS float)";

    /// <summary>Compared by code units; the mark at the end keeps blanks before it.</summary>
    internal override string ToText(string column) => $"CAST({column} AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'{EndMark}'";

    internal override string IsMissing(string number) => $"{number} IS NULL";

    /// <summary>GREATEST came with version 2022.</summary>
    internal override string Greatest(IReadOnlyList<string> numbers) => numbers.Count == 1 ? numbers[0] : $"(SELECT MAX(number) FROM (VALUES ({string.Join("), (", numbers)})) AS numbers (number))";

    internal override string Least(string one, string other) => $"CASE WHEN {one} < {other} THEN {one} ELSE {other} END";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) =>
        Invariant($"(SELECT number FROM (VALUES ({string.Join("), (", numbers)})) AS numbers (number) ORDER BY number DESC OFFSET {place - 1} ROWS FETCH NEXT 1 ROWS ONLY)");

    internal override string Ln(string x) => $"LOG({x})";

    private protected override string QuoteChecked(string identifier) => $"[{identifier.Replace("]", "]]", StringComparison.Ordinal)}]";

    private protected override string LiteralOf(double number) => double.IsNaN(number) ? "NULL" : WithExponent(number);

    private protected override string LiteralOf(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? $"({AroundZeros(text, piece => $"N{Enclose(piece, '\'')}", "NCHAR(0)", "+")})"
        : $"N{Enclose(text, '\'')}";
}
