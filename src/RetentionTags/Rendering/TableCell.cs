using System.Globalization;

namespace RetentionTags.Rendering;

/// <summary>One cell of a <see cref="TextTable"/>: as people read it, and as programs do.</summary>
internal readonly record struct TableCell(string Display, string Raw, bool IsNumber)
{
    public static implicit operator TableCell(string text) => new(text, text, false);

    /// <summary>A number shown with a fixed count of decimals; NaN, which means undefined, as a dash. What rounds to zero has no sign.</summary>
    public static TableCell Number(double value, int decimals)
    {
        string shown = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Of(value, shown.StartsWith('-') && !shown.AsSpan().ContainsAnyInRange('1', '9') ? shown[1..] : shown);
    }

    /// <summary>A number of any size, shown with five significant digits.</summary>
    public static TableCell Significant(double value) => Of(value, value.ToString("G5", CultureInfo.InvariantCulture));

    /// <summary>A sum of weights: whole numbers as such, others with up to two decimals.</summary>
    public static TableCell Weight(double value) => Of(value, value.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>A share between 0 and 1, shown as a percentage.</summary>
    public static TableCell Percent(double share) =>
        Of(share, (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %");

    private static TableCell Of(double value, string display) => value switch
    {
        double.NaN => new("-", "", true),
        double.PositiveInfinity => new("inf", "inf", true),
        double.NegativeInfinity => new("-inf", "-inf", true),
        _ => new(display, value.ToString("R", CultureInfo.InvariantCulture), true),
    };
}
