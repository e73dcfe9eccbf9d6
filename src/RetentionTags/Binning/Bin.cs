using MathNet.Numerics.Distributions;
using RetentionTags.Data;
using RetentionTags.Evaluation;

namespace RetentionTags.Binning;

/// <summary>One row of a binning table.</summary>
/// <remarks>
/// With the bin's events e and non-events n, and the totals E and N over all rows of the column (missing ones included):
/// weight of evidence = ln((e/E) / (n/N)), and information value = (e/E − n/N) · weight of evidence. A positive weight of evidence means that
/// events are more frequent here than overall. Where e or n is 0, which only happens to bins that the optimiser does not form, one row that is divided as all rows are is added
/// in these two formulas (E/(E + N) to e and N/(E + N) to n; not to the counts shown, and not to the totals). <see cref="WoeEstimate.EmpiricalBayes"/> adds <see cref="ColumnBinning.ShrinkageStrength"/> such rows
/// to every bin instead. Where both counts are 0 there is no evidence either way, and both formulas give 0.
/// </remarks>
public sealed record Bin
{
    internal Bin(BinPlace place, BinCounts counts)
    {
        Place = place;
        Events = counts.Events;
        NonEvents = counts.NonEvents;
        Woe = counts.Woe;
        CountShare = counts.Count / (counts.TotalEvents + counts.TotalNonEvents);
        InformationValue = counts.InformationValue;
        JensenShannon = counts.JensenShannon;
        Hellinger = counts.Hellinger;
        Triangular = counts.Triangular;
        WoeStandardError = counts.WoeStandardError;
    }

    /// <summary>Which rows the bin is for.</summary>
    public BinKind Kind => Place.Kind;

    /// <summary>A short text for people: <c>[6, 18)</c>, <c>One year, Two year</c>, the name of a special group, <c>missing</c>, <c>unseen</c>.</summary>
    public string Label => Place.Label;

    /// <summary>The lowest number in the bin, inclusive; −∞ for the first interval, NaN for bins that are no interval.</summary>
    public double Lower => Place.Lower;

    /// <summary>The number at which the next bin begins, exclusive; ∞ for the last interval, which also takes ∞ itself; NaN for bins that are no interval.</summary>
    public double Upper => Place.Upper;

    /// <summary>The categories in a regular bin, in ordinal order or in that of <see cref="OptimalBinning.CategoryOrder"/>; empty for all others.</summary>
    public IReadOnlyList<string> Categories => Place.Categories;

    /// <summary>The values of a special bin; empty for all others.</summary>
    public IReadOnlyList<Cell> SpecialValues => Place.SpecialValues;

    /// <summary>Sum of the weights of the training rows.</summary>
    public double Count => Events + NonEvents;

    /// <summary>Share of all training rows, 0–1.</summary>
    public double CountShare { get; }

    /// <summary>Sum of the weights of the events.</summary>
    public double Events { get; }

    /// <summary>Sum of the weights of the non-events.</summary>
    public double NonEvents { get; }

    /// <summary>Share of events, 0–1; NaN for an empty bin.</summary>
    public double EventRate => Events / Count;

    /// <summary>Weight of evidence, in log-odds relative to all rows.</summary>
    public double Woe { get; }

    /// <summary>The bin's part of the column's information value; at least 0.</summary>
    public double InformationValue { get; }

    /// <summary>
    /// The bin's part of the Jensen–Shannon divergence, ½ [p ln(p/m) + q ln(q/m)] with the event share p = e/E, the non-event share q = n/N and m = (p + q)/2; 0–½ ln 2 · (p + q).
    /// The shares are those of the counts shown: a share of 0 needs no rule here (0 ln 0 = 0). 0 for an empty bin.
    /// </summary>
    public double JensenShannon { get; }

    /// <summary>The bin's part of the squared Hellinger distance, ½ (√p − √q)², with the shares of <see cref="JensenShannon"/>; 0 for an empty bin.</summary>
    public double Hellinger { get; }

    /// <summary>The bin's part of the triangular discrimination, (p − q)²/(p + q), with the shares of <see cref="JensenShannon"/>; 0 for an empty bin.</summary>
    public double Triangular { get; }

    /// <summary>
    /// The standard error of <see cref="Woe"/> by the delta method, √(1/e + 1/n − 1/E − 1/N), in log-odds. Rows that the weight of evidence counts besides (one where e or n is 0, or those of
    /// <see cref="WoeEstimate.EmpiricalBayes"/>) are in e and n. 0 for a bin that holds every row, whose weight of evidence is 0 whatever the data; NaN for an empty bin.
    /// </summary>
    public double WoeStandardError { get; }

    /// <summary>A confidence interval of the weight of evidence: <see cref="Woe"/> ± z · <see cref="WoeStandardError"/>, with the normal quantile z of (1 + level)/2.</summary>
    /// <remarks>
    /// It speaks of a bin whose bounds were given. Where the same rows chose the bounds, as in a fit, it is too narrow and its middle too far from 0.
    /// A bin with a zero cell has an interval too, by the one more row; it is wide.
    /// </remarks>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval, in log-odds; from NaN to NaN for an empty bin, of which nothing is known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval WoeInterval(double level = 0.95)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level lies between 0 and 1, for instance 0.95.");
        double half = Normal.InvCDF(0, 1, (1 + level) / 2) * WoeStandardError;
        return new(Woe - half, Woe + half, level);
    }

    internal BinPlace Place { get; }

    /// <summary>The same bin of the same values with the counts of other rows.</summary>
    internal Bin WithCounts(BinCounts counts) => new(Place, counts);

    internal static Bin Interval(double lower, double upper, BinCounts counts) => new(BinPlace.Interval(lower, upper), counts);

    internal static Bin Group(IReadOnlyList<string> categories, BinCounts counts) => new(BinPlace.Group([.. categories]), counts);

    internal static Bin Special(string name, IReadOnlyList<Cell> values, BinCounts counts) => new(BinPlace.Special(name, [.. values]), counts);

    internal static Bin Missing(BinCounts counts) => new(BinPlace.Missing, counts);

    internal static Bin Unseen(BinCounts counts) => new(BinPlace.Unseen, counts);
}
