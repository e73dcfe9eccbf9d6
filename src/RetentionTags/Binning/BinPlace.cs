using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Which rows a bin is for.</summary>
internal sealed record BinPlace(BinKind Kind, string Label)
{
    /// <summary>Categories that a label spells out.</summary>
    private const int Shown = 4;

    public static BinPlace Missing { get; } = new(BinKind.Missing, "missing");

    public static BinPlace Unseen { get; } = new(BinKind.Unseen, "unseen");

    public double Lower { get; private init; } = double.NaN;

    public double Upper { get; private init; } = double.NaN;

    public ValueList<string> Categories { get; private init; } = [];

    public ValueList<Cell> SpecialValues { get; private init; } = [];

    public static BinPlace Interval(double lower, double upper)
    {
        string from = double.IsNegativeInfinity(lower) ? "(-inf" : Invariant($"[{lower}"), to = double.IsPositiveInfinity(upper) ? "inf" : Invariant($"{upper}");
        return new(BinKind.Regular, $"{from}, {to})") { Lower = lower, Upper = upper };
    }

    public static BinPlace Group(ValueList<string> categories)
    {
        string first = string.Join(", ", categories.Take(Shown));
        string label = categories.Count == 0 ? "none" : categories.Count <= Shown ? first : Invariant($"{first} and {categories.Count - Shown} more");
        return new(BinKind.Regular, label) { Categories = categories };
    }

    public static BinPlace Special(string name, ValueList<Cell> values) => new(BinKind.Special, name) { SpecialValues = values };
}
