namespace RetentionTags.Features;

/// <summary>Why a candidate of <see cref="AutoFeatures"/> is not among the features.</summary>
public enum LeftOutReason
{
    /// <summary>A candidate before it has the same lineage.</summary>
    SameLineage,

    /// <summary>A candidate before it with another lineage has the same name.</summary>
    NameTaken,

    /// <summary>It has the same value in all rows of the snapshot, or is missing in all.</summary>
    Constant,

    /// <summary>It equals a feature that was kept, in all rows of the snapshot.</summary>
    Duplicate,

    /// <summary>As many features as the budget allows were kept before it.</summary>
    OverBudget,

    /// <summary>Not a feature but a property, or the kinds, with more levels than <see cref="AutoFeatures.MaxLevels"/>: no filters and shares were made of them.</summary>
    TooManyLevels,
}
