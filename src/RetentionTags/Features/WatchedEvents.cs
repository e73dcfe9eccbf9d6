namespace RetentionTags.Features;

/// <summary>The events that a feature is made of: those of a window that pass one of some filters. While they stay the same, so does the feature.</summary>
internal sealed record WatchedEvents(Window Window, ValueList<EventFilter> Filters)
{
    /// <summary>The purchases of the observation window, with their refunds or without.</summary>
    public static WatchedEvents Purchases(SnapshotPlan plan, bool withRefunds)
    {
        string?[] kinds = [plan.PurchaseKind, withRefunds ? plan.RefundKind : null];
        EventFilter filter = EventFilter.All with { Kinds = [.. kinds.OfType<string>()], Amounts = withRefunds ? AmountSign.Any : AmountSign.NotNegative };
        return new(Window.Observation, [filter]);
    }
}
