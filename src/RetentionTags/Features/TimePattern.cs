namespace RetentionTags.Features;

/// <summary>Which shares a <see cref="TimePatternFeatures"/> gives.</summary>
public enum TimePattern
{
    /// <summary>Of each day of the week, from Monday to Sunday.</summary>
    Weekday,

    /// <summary>Of all days of the weekend together.</summary>
    Weekend,

    /// <summary>Of each part of the day.</summary>
    DayPart,
}
