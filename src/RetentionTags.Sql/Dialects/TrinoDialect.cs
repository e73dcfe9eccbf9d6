using System.Globalization;

namespace RetentionTags.Sql.Dialects;

internal sealed class TrinoDialect : SqlDialect
{
    public override string Name => "Trino";

    internal override string DoubleType => "DOUBLE";

    internal override string TextType => "VARCHAR";

    internal override string ToNumber(string column, string name) => $"CAST({column} AS DOUBLE)";

    internal override string ToText(string column) => $"CAST({column} AS VARCHAR)";

    internal override string IsMissing(string number) => $"({number} IS NULL OR is_nan({number}))";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"array_sort(ARRAY[{string.Join(", ", numbers)}])[{numbers.Count - place + 1}]");

    private protected override string LiteralOf(double number) => double.IsFinite(number) ? WithExponent(number) : double.IsNaN(number) ? "nan()" : number > 0 ? "infinity()" : "-infinity()";

    private protected override string LiteralOf(string text) => text.Any(char.IsControl)
        ? $"U&'{string.Concat(text.Select(c => char.IsControl(c) ? $@"\{((int)c).ToString("X4", CultureInfo.InvariantCulture)}" : c switch { '\'' => "''", '\\' => @"\\", _ => c.ToString(CultureInfo.InvariantCulture) }))}'"
        : Enclose(text, '\'');
}
