namespace RetentionTags.Features;

/// <summary>What is said of a slowly changing attribute.</summary>
public enum LevelMeasure
{
    /// <summary>Its value as of the cut-off, a number or a category as the attribute is; missing when none is valid.</summary>
    Value,

    /// <summary>Days from when the value began to the reference day; missing when no value is valid.</summary>
    DaysSinceChange,

    /// <summary>Number of changes from one value to another, for each window; 0 when there are none.</summary>
    Changes,
}
