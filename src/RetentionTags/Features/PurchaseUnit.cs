namespace RetentionTags.Features;

/// <summary>What counts as one purchase.</summary>
public enum PurchaseUnit
{
    /// <summary>All purchases of one calendar day together are one.</summary>
    Day,

    /// <summary>Every event is one.</summary>
    Event,
}
