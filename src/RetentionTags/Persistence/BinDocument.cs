using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A bin as it is saved.</summary>
internal sealed record BinDocument(BinKind Kind, double? Lower, double? Upper, string[]? Categories, double Events, double NonEvents, double Woe)
{
    public static BinDocument Of(Bin bin) => new(
        bin.Kind,
        double.IsNaN(bin.Lower) ? null : bin.Lower,
        double.IsNaN(bin.Upper) ? null : bin.Upper,
        bin.Kind == BinKind.Regular && double.IsNaN(bin.Lower) ? [.. bin.Categories] : null,
        bin.Events,
        bin.NonEvents,
        bin.Woe);

    public Bin ToBin(double totalEvents, double totalNonEvents)
    {
        var counts = new BinCounts(Events, NonEvents, totalEvents, totalNonEvents) { StoredWoe = Woe };
        return (Kind, Lower, Upper, Categories) switch
        {
            (BinKind.Missing, _, _, _) => Bin.Missing(counts),
            (BinKind.Unseen, _, _, _) => Bin.Unseen(counts),
            (_, double lower, double upper, _) => Bin.Interval(lower, upper, counts),
            (_, _, _, string[] categories) => Bin.Group(categories, counts),
            _ => throw new ArgumentException("A bin has neither bounds nor categories."),
        };
    }
}
