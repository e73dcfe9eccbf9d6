namespace RetentionTags.Features;

/// <summary>What is made of the events of a window.</summary>
public enum Aggregation
{
    /// <summary>Number of events; 0 when there are none.</summary>
    Count,

    /// <summary>1 for at least one event, otherwise 0.</summary>
    Any,

    /// <summary>Number of calendar days with at least one event; 0 when there are none.</summary>
    ActiveDays,

    /// <summary>Days from the last event to the reference day; missing when there is none.</summary>
    DaysSinceLast,

    /// <summary>Days from the first event to the reference day; missing when there is none.</summary>
    DaysSinceFirst,

    /// <summary>Sum of the values; 0 when there are none.</summary>
    Sum,

    /// <summary>Mean of the values; missing when there are none.</summary>
    Mean,

    /// <summary>Least value; missing when there are none.</summary>
    Minimum,

    /// <summary>Greatest value; missing when there are none.</summary>
    Maximum,

    /// <summary>Median of the values, the mean of the middle two of an even number; missing when there are none.</summary>
    Median,

    /// <summary>Standard deviation of the values, with n − 1; missing when there are fewer than two.</summary>
    StandardDeviation,

    /// <summary>Number of different values, or categories, that are not missing; 0 when there are none.</summary>
    Distinct,
}
