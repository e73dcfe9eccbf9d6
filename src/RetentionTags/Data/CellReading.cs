using System.Globalization;

namespace RetentionTags.Data;

/// <summary>One cell of a data reader as a number or a category, or an error that says where and why.</summary>
internal static class CellReading
{
    public static double ToNumber(object cell, IReadOnlyList<string> missingTexts, CultureInfo culture, int row, string column) => cell switch
    {
        DBNull => double.NaN,
        string text when IsMissing(text, missingTexts) => double.NaN,
        string text when double.TryParse(text, NumberStyles.Float, culture, out double number) => number,
        bool truth => truth ? 1 : 0,
        IConvertible value when value.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => value.ToDouble(CultureInfo.InvariantCulture),
        _ => throw Bad(cell, row, column, $"a number in the {(culture.Name.Length == 0 ? "invariant culture" : $"culture '{culture.Name}'")}"),
    };

    public static string? ToCategory(object cell, IReadOnlyList<string> missingTexts) => cell switch
    {
        DBNull => null,
        string text => IsMissing(text, missingTexts) ? null : text,
        bool truth => truth ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString(),
    };

    /// <summary>An error about a cell. Rows count from 1, as people count the rows of a file beneath its header.</summary>
    public static TrainingDataException Bad(object cell, int row, string column, string expected) =>
        new($"Row {row + 1} (counted from 1), column '{column}': found {Shown(cell)}, expected {expected}.") { ColumnName = column };

    private static bool IsMissing(string text, IReadOnlyList<string> missingTexts)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        for (int i = 0; i < missingTexts.Count; i++)
        {
            if (trimmed.SequenceEqual(missingTexts[i]))
                return true;
        }

        return false;
    }

    private static string Shown(object cell) => cell switch
    {
        DBNull => "nothing (NULL)",
        string text => $"the text '{text}'",
        IFormattable value => $"{value.ToString(null, CultureInfo.InvariantCulture)} ({cell.GetType().Name})",
        _ => $"a {cell.GetType().Name}",
    };
}
