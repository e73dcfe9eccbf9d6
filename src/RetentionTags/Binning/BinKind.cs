namespace RetentionTags.Binning;

/// <summary>Which rows a bin is for.</summary>
public enum BinKind
{
    /// <summary>An interval of numbers or a set of categories.</summary>
    Regular,

    /// <summary>Rows whose value is missing.</summary>
    Missing,

    /// <summary>Rows with a category that no training row had.</summary>
    Unseen,

    /// <summary>Rows with one of the values of a <see cref="SpecialGroup"/>.</summary>
    Special,
}
