namespace RetentionTags.Binning;

/// <summary>Where rows without a value go. When a column never missed in training, there is nothing to decide, and missing values have a bin of their own without evidence.</summary>
public enum MissingPolicy
{
    /// <summary>Into a bin of their own, whose evidence follows from its rows.</summary>
    OwnBin,

    /// <summary>Into the regular bin where the objective is highest with them in it, which is the one that they resemble most. Decided together with the cuts.</summary>
    Nearest,

    /// <summary>Into the regular bin with the highest event rate (with them in it). Decided together with the cuts.</summary>
    HighestRate,

    /// <summary>Into the regular bin with the lowest event rate (with them in it). Decided together with the cuts.</summary>
    LowestRate,

    /// <summary>Into the bin of the lowest values, or the first bin of categories.</summary>
    FirstBin,

    /// <summary>Into the bin of the highest values, or the last bin of categories.</summary>
    LastBin,
}
