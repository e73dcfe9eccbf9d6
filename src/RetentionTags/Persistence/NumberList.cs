using System.Globalization;
using System.Text;

namespace RetentionTags.Persistence;

/// <summary>Long lists of numbers as one text, with blanks between: as a JSON array each number would have a line of its own.</summary>
internal static class NumberList
{
    public static string Write<T>(T[] items, Func<T, double> numberOf)
    {
        var text = new StringBuilder();
        foreach (T item in items)
            text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{numberOf(item)}");
        return text.ToString();
    }

    /// <exception cref="ArgumentException">The text holds something else than numbers with one blank between.</exception>
    public static double[] Read(string text)
    {
        if (text.Length == 0)
            return [];
        var numbers = new List<double>();
        foreach (Range range in text.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> part = text.AsSpan(range);
            numbers.Add(double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw new ArgumentException($"'{part}' is not a number."));
        }

        return [.. numbers];
    }
}
