namespace RetentionTags.Cleaning;

/// <summary>What <see cref="MissingValues"/> puts in the place of a missing value.</summary>
public enum FillMethod
{
    /// <summary>Nothing: it stays missing.</summary>
    Keep,

    /// <summary>The median of the training rows (for an even number of rows the middle between the two). Numbers only.</summary>
    Median,

    /// <summary>The mean of the training rows. Numbers only.</summary>
    Mean,

    /// <summary>The most frequent value of the training rows; of equally frequent ones the lowest number, or the first category by ordinal.</summary>
    MostFrequent,

    /// <summary>A value that is given.</summary>
    Constant,

    /// <summary>A category of its own. Categories only.</summary>
    OwnCategory,

    /// <summary>
    /// On the line between the entity's last known value before and its first known value after, along time. Before the first and after the last known value it is the nearest of these; for
    /// an entity without any, or a row without time or entity, the median of the training rows. Numbers only.
    /// </summary>
    Interpolate,
}
