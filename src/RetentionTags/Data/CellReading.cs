using System.Globalization;
using System.Numerics;

namespace RetentionTags.Data;

/// <summary>One cell of a data reader as a number or a category, or an error that says where and why.</summary>
internal static class CellReading
{
    public static double ToNumber(object? cell, IReadOnlyList<string> missingTexts, CultureInfo culture, int row, string column) => cell switch
    {
        null or DBNull => double.NaN,
        string text when IsMissing(text, missingTexts) => double.NaN,
        string text when double.TryParse(text, NumberStyles.Float, culture, out double number) && double.IsFinite(number) => number,
        bool truth => truth ? 1 : 0,
        IConvertible value when IsNumeric(value.GetTypeCode()) => value.ToDouble(CultureInfo.InvariantCulture),
        BigInteger whole => (double)whole,
        _ => throw Bad(cell, row, column, $"a number in the {(culture.Name.Length == 0 ? "invariant culture" : $"culture '{culture.Name}'")} (settings: Culture, MissingTexts)"),
    };

    public static string? ToCategory(object? cell, IReadOnlyList<string> missingTexts, int row, string column) => cell switch
    {
        null or DBNull => null,
        string text => IsMissing(text, missingTexts) ? null : text,
        _ => ToText(cell) ?? throw Bad(cell, row, column, "a text, a number, a truth value, a date, a time or a GUID"),
    };

    /// <summary>The one text that stands for a value, in the invariant culture; <see langword="null"/> for types of which no text tells all.</summary>
    public static string? ToText(object cell) => cell switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        char or Guid => cell.ToString(),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)cell).ToString("O", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IConvertible value when IsNumeric(value.GetTypeCode()) => value.ToString(CultureInfo.InvariantCulture),
        BigInteger whole => whole.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether a type of this code holds numbers.</summary>
    public static bool IsNumeric(TypeCode code) => code is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>An error about a cell. Rows of data count from 1, as people count them beneath a header.</summary>
    public static CellFormatException Bad(object? cell, int row, string column, string expected) =>
        new($"Data row {row + 1}, column '{column}': found {Shown(cell)}, expected {expected}.") { DataRow = row + 1, ColumnName = column };

    private static bool IsMissing(string text, IReadOnlyList<string> missingTexts)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        for (int i = 0; i < missingTexts.Count; i++)
        {
            if (trimmed.SequenceEqual(missingTexts[i].AsSpan().Trim()))
                return true;
        }

        return false;
    }

    private static string Shown(object? cell) => cell switch
    {
        null or DBNull => "nothing (NULL)",
        string text => $"the text '{text}'",
        DateTime { Kind: DateTimeKind.Local } => $"{ToText(cell)}, a time that is local to this machine",
        _ => ToText(cell) is string text ? $"{text} ({cell.GetType().Name})" : $"a {cell.GetType().Name}",
    };
}
