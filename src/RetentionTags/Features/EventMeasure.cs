namespace RetentionTags.Features;

/// <summary>What a stretch of time is worth to a trend or a ratio.</summary>
public enum EventMeasure
{
    /// <summary>The number of events.</summary>
    Count,

    /// <summary>The sum of their values: amounts, or a property's. A missing value adds nothing.</summary>
    Sum,
}
