using System.Globalization;
using System.Text;
using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>An entry of a cleaning's report as it is saved. Rows are ranges with both ends, such as <c>0-4 7 9-12</c>: most entries of many rows are of whole stretches.</summary>
internal sealed record CleaningEntryDocument(string Step, string? Column, string Found, CleaningEffect Effect, string Done, string Rows, string? FindingCode)
{
    public static CleaningEntryDocument Of(CleaningEntry entry) =>
        new(entry.Step, entry.ColumnName, entry.Found, entry.Effect, entry.Done, ToRanges(entry.Rows.AsSpan()), entry.FindingCode);

    public CleaningEntry ToEntry() => new(Step, Column, Found, Effect, Done, new(FromRanges(Rows)), FindingCode);

    private static string ToRanges(ReadOnlySpan<int> rows)
    {
        var text = new StringBuilder();
        for (int first = 0, last; first < rows.Length; first = last + 1)
        {
            for (last = first; last + 1 < rows.Length && rows[last + 1] == rows[last] + 1;)
                last++;
            text.Append(first == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{rows[first]}");
            if (last > first)
                text.Append(CultureInfo.InvariantCulture, $"-{rows[last]}");
        }

        return text.ToString();
    }

    /// <exception cref="ArgumentException">The text holds something else than ascending ranges.</exception>
    private static int[] FromRanges(string text)
    {
        var rows = new List<int>();
        foreach (string range in text.Length == 0 ? [] : text.Split(' '))
        {
            string[] ends = range.Split('-');
            if (ends.Length > 2 || !TryRow(ends[0], out int first) || !TryRow(ends[^1], out int last) || last < first || (rows.Count > 0 && first <= rows[^1]))
                throw new ArgumentException($"'{range}' is no range of rows that follows the one before.");
            rows.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. rows];
    }

    private static bool TryRow(string text, out int row) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out row);
}
