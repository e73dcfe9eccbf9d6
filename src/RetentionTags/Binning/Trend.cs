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
}
