namespace RetentionTags.Features;

/// <summary>What counts as one purchase.</summary>
public enum PurchaseUnit
{
    /// <summary>All purchases of one calendar day together are one.</summary>
    Day,

    /// <summary>Every event is one.</summary>
    Event,

    /// <summary>All events of one order together are one; an event without an order is one of its own. The log must know orders.</summary>
    Order,
}
