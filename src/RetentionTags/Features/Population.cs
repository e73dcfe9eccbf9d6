namespace RetentionTags.Features;

/// <summary>Which entities have a row in a snapshot.</summary>
public enum Population
{
    /// <summary>Those with at least one purchase in the observation window.</summary>
    Buyers,

    /// <summary>Those with at least one event of any kind in the observation window.</summary>
    Active,
}
