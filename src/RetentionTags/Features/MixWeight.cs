namespace RetentionTags.Features;

/// <summary>What an event counts in a mix of categories.</summary>
public enum MixWeight
{
    /// <summary>1.</summary>
    Count,

    /// <summary>Its amount; a refund is deducted from its category.</summary>
    Amount,
}
