namespace RetentionTags.Lifetime;

/// <summary>Calendar periods that cohorts are made by.</summary>
public enum CalendarPeriod
{
    /// <summary>From Monday to Sunday (ISO 8601).</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,

    /// <summary>From January, April, July or October on, three months.</summary>
    Quarter,
}
