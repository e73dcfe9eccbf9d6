namespace RetentionTags.Features;

/// <summary>What a snapshot says of the performance window after its cut-off.</summary>
public enum SnapshotLabel
{
    /// <summary>1 for at least one purchase in the performance window, otherwise 0.</summary>
    Repurchase,

    /// <summary>1 for at least one event of any kind (active again), otherwise 0.</summary>
    Retention,

    /// <summary>1 for no event of any kind, otherwise 0.</summary>
    Lapse,

    /// <summary>The sum of the amounts of purchases and their refunds in the performance window, in the log's currency. Refunds of earlier purchases count too, so that it can be below 0.</summary>
    Spend,

    /// <summary>The number of purchases: events of the plan's kind with an amount of at least 0.</summary>
    PurchaseCount,
}
