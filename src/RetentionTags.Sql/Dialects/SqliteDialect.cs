using System.Globalization;
using System.Numerics;

namespace RetentionTags.Sql.Dialects;

internal sealed class SqliteDialect : SqlDialect
{
    /// <summary>Decimals of so many digits are read exactly by every version; of more, some versions miss the last bit.</summary>
    private const int ExactDigits = 15;

    public override string Name => "SQLite";

    internal override WriteForm Writes => WriteForm.Transaction;

    /// <summary>Providers look each of them up among all.</summary>
    internal override int MaxParameters => 400;

    internal override string DoubleType => "REAL";

    internal override string IntegerType => "INTEGER";

    internal override string TextType => "TEXT";

    /// <summary>A comparison takes any text for more than any number, so it has to be refused; and a double-quoted name that is no column would be a text, so names are qualified where they are first met.</summary>
    internal override string ToNumber(string column, string name) =>
        $"CASE WHEN typeof({column}) IN ('text', 'blob') THEN json_extract('{{}}', {LiteralOf($"column {name} holds no number but: ")} || {column}) ELSE CAST({column} AS REAL) END";

    internal override string ToText(string column) => $"CAST({column} AS TEXT) COLLATE BINARY";

    internal override string IsMissing(string number) => $"{number} IS NULL";

    internal override string Greatest(IReadOnlyList<string> numbers) => numbers.Count == 1 ? numbers[0] : $"max({string.Join(", ", numbers)})";

    internal override string Least(string one, string other) => $"min({one}, {other})";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"(SELECT * FROM (VALUES ({string.Join("), (", numbers)})) ORDER BY 1 DESC LIMIT 1 OFFSET {place - 1})");

    internal override string Fence => "LIMIT -1 OFFSET 0";

    private protected override string LiteralOf(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? $"({AroundZeros(text, piece => Enclose(piece, '\''), "char(0)", "||")})"
        : Enclose(text, '\'');

    private protected override string LiteralOf(double number)
    {
        if (double.IsNaN(number))
            return "NULL";
        if (double.IsInfinity(number))
            return number > 0 ? "9e999" : "-9e999";
        string digits = Digits(number);
        if (digits.Count(char.IsAsciiDigit) > ExactDigits || digits.Contains('E', StringComparison.Ordinal))
            return Quotient(number);
        return digits.Contains('.', StringComparison.Ordinal) ? digits : $"{digits}.0";
    }

    /// <summary>A whole number times or over powers of two, none of which is ever rounded.</summary>
    private static string Quotient(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent > 0 ? 1L << 52 : 0);
        if (mantissa == 0)
            return "0.0";
        int zeros = BitOperations.TrailingZeroCount(mantissa), power = Math.Max(exponent, 1) - 1075 + zeros;
        string sign = number < 0 ? "-" : "", operation = power < 0 ? "/" : "*";
        var text = new System.Text.StringBuilder($"({sign}{(mantissa >> zeros).ToString(CultureInfo.InvariantCulture)}.0");
        for (int left = Math.Abs(power); left > 0; left -= 62)
            text.Append(CultureInfo.InvariantCulture, $" {operation} {1L << Math.Min(left, 62)}");
        return text.Append(')').ToString();
    }
}
