namespace RetentionTags.Binning.Pairs;

/// <summary>One side of a region of a <see cref="PairBinningModel"/>: an interval of numbers or a set of categories.</summary>
public sealed record PairSide
{
    private PairSide(BinPlace place) => (Label, Lower, Upper, Categories) = (place.Label, place.Lower, place.Upper, place.Categories);

    /// <summary>A short text for people: <c>[6, 18)</c>, <c>One year, Two year</c>.</summary>
    public string Label { get; }

    /// <summary>The lowest number, inclusive; −∞ when there is no bound, NaN for categories.</summary>
    public double Lower { get; }

    /// <summary>The number at which the next interval begins, exclusive; ∞, which then belongs to it, when there is no bound; NaN for categories.</summary>
    public double Upper { get; }

    /// <summary>The categories, in ordinal order; empty for numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    internal static PairSide Interval(double lower, double upper) => new(BinPlace.Interval(lower, upper));

    internal static PairSide Group(IReadOnlyList<string> categories) => new(BinPlace.Group([.. categories]));
}
