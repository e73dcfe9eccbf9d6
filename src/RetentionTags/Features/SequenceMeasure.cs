namespace RetentionTags.Features;

/// <summary>What is said of the pairs of a <see cref="SequenceFeatures"/> in a window.</summary>
public enum SequenceMeasure
{
    /// <summary>1 for at least one pair, otherwise 0.</summary>
    Followed,

    /// <summary>Number of pairs; 0 when there are none.</summary>
    Count,

    /// <summary>Mean time from the first event of a pair to the second, in days of 24 hours; missing when there are no pairs.</summary>
    MeanDays,

    /// <summary>Least time from the first event of a pair to the second, in days of 24 hours; missing when there are no pairs.</summary>
    LeastDays,
}
