using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>Which rows a bin is for, as it is saved.</summary>
internal sealed record BinPlaceDocument(BinKind Kind, double? Lower = null, double? Upper = null, string[]? Categories = null, string? Name = null, double[]? Numbers = null)
{
    public static BinPlaceDocument Of(BinPlace place) => place.Kind switch
    {
        BinKind.Regular when !double.IsNaN(place.Lower) => new(place.Kind, place.Lower, place.Upper),
        BinKind.Regular => new(place.Kind, Categories: [.. place.Categories]),
        BinKind.Special when place.SpecialValues.Any(value => value.Kind == ColumnKind.Numeric) => new(place.Kind, Name: place.Label, Numbers: [.. place.SpecialValues.Select(value => value.Number)]),
        BinKind.Special => new(place.Kind, Name: place.Label, Categories: [.. place.SpecialValues.Select(value => value.Category!)]),
        _ => new(place.Kind),
    };

    public BinPlace ToPlace() => (Kind, Lower, Upper, Categories) switch
    {
        (BinKind.Missing, _, _, _) => BinPlace.Missing,
        (BinKind.Unseen, _, _, _) => BinPlace.Unseen,
        (BinKind.Special, _, _, _) => BinPlace.Special(Name ?? "", Numbers is null ? [.. (Categories ?? []).Select(Cell.FromString)] : [.. Numbers.Select(number => Cell.FromDouble(number))]),
        (_, double lower, double upper, _) => BinPlace.Interval(lower, upper),
        (_, _, _, string[] categories) => BinPlace.Group([.. categories]),
        _ => throw new ArgumentException("A bin has neither bounds nor categories."),
    };
}
