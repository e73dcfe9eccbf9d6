using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A bin as it is saved: what <see cref="BinPlaceDocument"/> has, and counts.</summary>
internal sealed record BinDocument(BinKind Kind, double? Lower, double? Upper, string[]? Categories, double Events, double NonEvents, double Woe, string? Name = null, double[]? Numbers = null)
{
    public static BinDocument Of(Bin bin)
    {
        BinPlaceDocument place = BinPlaceDocument.Of(bin.Place);
        return new(place.Kind, place.Lower, place.Upper, place.Categories, bin.Events, bin.NonEvents, bin.Woe, place.Name, place.Numbers);
    }

    public Bin ToBin(double totalEvents, double totalNonEvents, double shrinkageStrength) => new(
        new BinPlaceDocument(Kind, Lower, Upper, Categories, Name, Numbers).ToPlace(),
        new(Events, NonEvents, totalEvents, totalNonEvents) { StoredWoe = Woe, AddedRows = shrinkageStrength });
}
