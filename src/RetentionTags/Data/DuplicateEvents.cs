namespace RetentionTags.Data;

/// <summary>What becomes of events with the same key, which are one event that was delivered more than once.</summary>
public enum DuplicateEvents
{
    /// <summary>They must say the same: one of them stays, known from when the first was. If two of them differ, that is an error which names both.</summary>
    RequireEqual,

    /// <summary>The one that was known first stays; of several known at once, the first row. A snapshot of the past then stays what it was.</summary>
    KeepFirstKnown,

    /// <summary>The one that was known last stays, a correction; of several known at once, the last row. Snapshots from before the correction then lack the event.</summary>
    KeepLastKnown,
}
