namespace RetentionTags.Features;

/// <summary>What a window's bounds are counted in.</summary>
public enum WindowUnit
{
    /// <summary>Calendar days of the plan's zone, back from the cut-off.</summary>
    Day,

    /// <summary>Months, back from the cut-off: to the same day of an earlier month, or to its last day when it has no such day.</summary>
    Month,

    /// <summary>Whole calendar months: bounds are firsts of months, and 0 is the first of the cut-off's own month.</summary>
    CalendarMonth,

    /// <summary>Whole calendar weeks, which begin on Monday: 0 is the Monday of the cut-off's own week.</summary>
    CalendarWeek,

    /// <summary>The plan's whole observation window.</summary>
    Observation,
}
