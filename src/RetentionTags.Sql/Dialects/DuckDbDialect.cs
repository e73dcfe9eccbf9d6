namespace RetentionTags.Sql.Dialects;

internal sealed class DuckDbDialect : SqlDialect
{
    public override string Name => "DuckDB";

    internal override WriteForm Writes => WriteForm.Transaction;

    internal override string Placeholder(int parameter) => Invariant($"$p{parameter}");

    internal override string ParameterName(int parameter) => Invariant($"p{parameter}");

    /// <summary>Long lists of VALUES are slow to prepare.</summary>
    internal override int MaxParameters => 400;

    internal override string DoubleType => "DOUBLE";

    internal override string TextType => "VARCHAR";

    internal override string ToNumber(string column, string name) => $"CAST({column} AS DOUBLE)";

    /// <summary>Whatever the collation of the column ignores.</summary>
    internal override string ToText(string column) => $"CAST({column} AS VARCHAR) COLLATE \"binary\"";

    internal override string IsMissing(string number) => $"({number} IS NULL OR isnan({number}))";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"list_sort([{string.Join(", ", numbers)}])[{numbers.Count - place + 1}]");

    private protected override string LiteralOf(double number) => double.IsFinite(number) ? WithExponent(number) : $"CAST('{(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity")}' AS DOUBLE)";

    private protected override string LiteralOf(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? $"({AroundZeros(text, piece => Enclose(piece, '\''), "chr(0)", "||")})"
        : Enclose(text, '\'');
}
