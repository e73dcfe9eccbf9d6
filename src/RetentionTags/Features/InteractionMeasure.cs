namespace RetentionTags.Features;

/// <summary>What is said of touches and responses in a window.</summary>
public enum InteractionMeasure
{
    /// <summary>Number of touches; 0 when there are none.</summary>
    Touches,

    /// <summary>Number of touches that a response followed in time and before the cut-off; 0 when there are none.</summary>
    Answered,

    /// <summary>Share of touches that a response followed in time, among those whose response time is over by the cut-off; missing when there are none such.</summary>
    ResponseRate,

    /// <summary>Days from the last touch to the reference day; missing when there is none.</summary>
    DaysSinceTouch,

    /// <summary>1 when there is no touch, otherwise 0.</summary>
    NeverTouched,

    /// <summary>Number of complaints; 0 when there are none. The family names which events are some.</summary>
    Complaints,
}
