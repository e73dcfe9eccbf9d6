using System.Data;
using System.Globalization;

namespace RetentionTags.Sql.Dialects;

internal sealed class ClickHouseDialect : SqlDialect
{
    /// <summary>2⁻⁶⁴.</summary>
    private const double Tiny = 5.421010862427522e-20;

    /// <summary>Numbers below it are not read by old versions.</summary>
    private const double LeastNormal = 2.2250738585072014e-308;

    public override string Name => "ClickHouse";

    internal override ChainForm Form => ChainForm.Names;

    internal override WriteForm Writes => WriteForm.Partition;

    internal override string ColumnType(DbType type, bool isKey) => isKey ? base.ColumnType(type, isKey) : $"Nullable({base.ColumnType(type, isKey)})";

    internal override string DoubleType => "Float64";

    internal override string IntegerType => "Int64";

    internal override string TextType => "String";

    internal override string NullText => "CAST(NULL AS Nullable(String))";

    /// <summary>Never NULL, so that all that is made of it is not either.</summary>
    internal override string ToNumber(string column, string name) => $"ifNull(toFloat64({column}), nan)";

    internal override string ToText(string column) => $"toString({column})";

    internal override string IsMissing(string number) => $"isNaN({number})";

    /// <summary>Old versions take two numbers only.</summary>
    internal override string Greatest(IReadOnlyList<string> numbers) => numbers.Count == 1 ? numbers[0] : $"arrayReduce('max', [{string.Join(", ", numbers)}])";

    /// <summary>Version 18.16 has none.</summary>
    internal override bool HasWindows => false;

    internal override string LeadingBits(string number, int droppedBits) => Invariant($"bitShiftRight(reinterpretAsUInt64(reinterpretAsString({number})), {droppedBits})");

    internal override string PlainZero(string number) => $"({number} + 0)";

    internal override string Least(string one, string other) => $"least({one}, {other})";

    internal override string Exp(string x) => $"exp({x})";

    internal override string Ln(string x) => $"log({x})";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"arraySort([{string.Join(", ", numbers)}])[{numbers.Count - place + 1}]");

    private protected override string LiteralOf(double number)
    {
        if (double.IsNaN(number))
            return "nan";
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        if (number != 0 && Math.Abs(number) < LeastNormal)
            return $"({Digits(number / Tiny)} * {Digits(Tiny)})";
        string digits = Digits(number);
        return digits.Contains('.', StringComparison.Ordinal) || digits.Contains('E', StringComparison.Ordinal) ? digits : $"{digits}.0";
    }

    private protected override string LiteralOf(string text) => $"'{Escape(text, '\'')}'";

    private protected override string QuoteChecked(string identifier) => $"`{Escape(identifier, '`')}`";

    private static string Escape(string text, char quote) => string.Concat(text.Select(c => c switch
    {
        '\0' => @"\0",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\\' => @"\\",
        _ => c == quote ? $@"\{c}" : c.ToString(CultureInfo.InvariantCulture),
    }));
}
