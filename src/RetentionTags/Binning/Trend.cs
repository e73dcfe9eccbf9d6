namespace RetentionTags.Binning;

/// <summary>How the event rate of a numeric column's bins may run from the lowest values to the highest.</summary>
public enum Trend
{
    /// <summary>The best of <see cref="Ascending"/>, <see cref="Descending"/>, <see cref="Peak"/> and <see cref="Valley"/>, all solved exactly; see <see cref="TrendCandidate"/>.</summary>
    Automatic,

    /// <summary>Never falls.</summary>
    Ascending,

    /// <summary>Never rises.</summary>
    Descending,

    /// <summary>Rises, then falls; either part may be empty.</summary>
    Peak,

    /// <summary>Falls, then rises; either part may be empty.</summary>
    Valley,

    /// <summary>Anything.</summary>
    None,

    /// <summary>
    /// Its slope never rises: with the centres xᵢ and the event rates rᵢ of neighbouring bins, (rᵢ₊₁ − rᵢ) / (xᵢ₊₁ − xᵢ) is the same or smaller from one pair to the next.
    /// One bin and two bins always satisfy it, and so do bins on a straight line. Slopes that differ by no more than rounding count as equal.
    /// </summary>
    Concave,

    /// <summary>Its slope never falls: <see cref="Concave"/> turned over.</summary>
    Convex,
}
