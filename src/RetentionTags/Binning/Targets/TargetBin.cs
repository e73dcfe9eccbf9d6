using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>What the rows of all binning tables have in common: which training rows they are for, and how many those are.</summary>
public abstract record TargetBin
{
    private protected TargetBin(BinPlace place) => Place = place;

    /// <summary>Which rows the bin is for.</summary>
    public BinKind Kind => Place.Kind;

    /// <summary>A short text for people: <c>[6, 18)</c>, <c>One year, Two year</c>, the name of a special group, <c>missing</c>, <c>unseen</c>.</summary>
    public string Label => Place.Label;

    /// <summary>The lowest number in the bin, inclusive; −∞ for the first interval, NaN for bins that are no interval.</summary>
    public double Lower => Place.Lower;

    /// <summary>The number at which the next bin begins, exclusive; ∞ for the last interval, which also takes ∞ itself; NaN for bins that are no interval.</summary>
    public double Upper => Place.Upper;

    /// <summary>The categories in a regular bin, in ordinal order or in that of <see cref="TargetBinning.CategoryOrder"/>; empty for all others.</summary>
    public ValueList<string> Categories => Place.Categories;

    /// <summary>The values of a special bin; empty for all others.</summary>
    public ValueList<Cell> SpecialValues => Place.SpecialValues;

    /// <summary>Sum of the weights of the training rows.</summary>
    public double Count { get; internal init; }

    /// <summary>Share of all training rows, 0–1.</summary>
    public double CountShare { get; internal init; }

    internal BinPlace Place { get; }
}
