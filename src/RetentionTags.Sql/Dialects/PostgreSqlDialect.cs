namespace RetentionTags.Sql.Dialects;

internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "PostgreSQL";

    internal override int MaxIdentifierBytes => 63;

    internal override WriteForm Writes => WriteForm.Transaction;

    internal override bool HasTextImport => true;

    internal override string DoubleType => "double precision";

    internal override string IntegerType => "bigint";

    internal override string TextType => "text";

    internal override bool CanHold(string text) => !text.Contains('\0', StringComparison.Ordinal) && base.CanHold(text);

    internal override string ToNumber(string column, string name) => $"CAST({column} AS double precision)";

    /// <summary>The collation "C" compares bytes, whatever that of the column ignores.</summary>
    internal override string ToText(string column) => $"CAST({column} AS text) COLLATE \"C\"";

    /// <summary>NaN equals itself here.</summary>
    internal override string IsMissing(string number) => $"({number} IS NULL OR {number} = 'NaN')";

    /// <summary>Next to a double, a decimal becomes one exactly, once, when the query is planned.</summary>
    internal override string Bound(double number) => double.IsFinite(number) ? Digits(number) : LiteralOf(number);

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"(SELECT number FROM unnest(ARRAY[{string.Join(", ", numbers)}]) AS numbers (number) ORDER BY number DESC LIMIT 1 OFFSET {place - 1})");

    internal override string Fence => "OFFSET 0";

    internal override bool HasCheapInputs => true;

    private protected override string LiteralOf(double number) => $"float8 '{(double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : Digits(number))}'";

    /// <summary>With backslashes in the form that reads the same whatever standard_conforming_strings says.</summary>
    private protected override string LiteralOf(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? $"E{Enclose(text.Replace(@"\", @"\\", StringComparison.Ordinal), '\'')}"
        : Enclose(text, '\'');
}
