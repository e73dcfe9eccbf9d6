using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>A bin as it is saved.</summary>
internal sealed record BinDocument(BinKind Kind, double? Lower, double? Upper, string[]? Categories, double Events, double NonEvents, double Woe, string? Name = null, double[]? Numbers = null)
{
    public static BinDocument Of(Bin bin) => new(
        bin.Kind,
        double.IsNaN(bin.Lower) ? null : bin.Lower,
        double.IsNaN(bin.Upper) ? null : bin.Upper,
        CategoriesOf(bin),
        bin.Events,
        bin.NonEvents,
        bin.Woe,
        bin.Kind == BinKind.Special ? bin.Label : null,
        bin.Kind == BinKind.Special && bin.SpecialValues.Any(value => value.Kind == ColumnKind.Numeric) ? [.. bin.SpecialValues.Select(value => value.Number)] : null);

    public Bin ToBin(double totalEvents, double totalNonEvents, double shrinkageStrength)
    {
        var counts = new BinCounts(Events, NonEvents, totalEvents, totalNonEvents) { StoredWoe = Woe, AddedRows = shrinkageStrength };
        return (Kind, Lower, Upper, Categories) switch
        {
            (BinKind.Missing, _, _, _) => Bin.Missing(counts),
            (BinKind.Unseen, _, _, _) => Bin.Unseen(counts),
            (BinKind.Special, _, _, _) => Bin.Special(Name ?? "", Numbers is null ? [.. (Categories ?? []).Select(Cell.FromString)] : [.. Numbers.Select(number => Cell.FromDouble(number))], counts),
            (_, double lower, double upper, _) => Bin.Interval(lower, upper, counts),
            (_, _, _, string[] categories) => Bin.Group(categories, counts),
            _ => throw new ArgumentException("A bin has neither bounds nor categories."),
        };
    }

    private static string[]? CategoriesOf(Bin bin) => bin.Kind switch
    {
        BinKind.Regular when double.IsNaN(bin.Lower) => [.. bin.Categories],
        BinKind.Special when bin.SpecialValues.All(value => value.Kind == ColumnKind.Category) => [.. bin.SpecialValues.Select(value => value.Category!)],
        _ => null,
    };
}
