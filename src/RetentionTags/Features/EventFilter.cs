namespace RetentionTags.Features;

/// <summary>Which events a feature looks at: kinds, the sign of the amount, and properties. An event passes when it meets all conditions.</summary>
public sealed record EventFilter
{
    /// <summary>Lets every event through.</summary>
    public static EventFilter All { get; } = new() { Name = "" };

    /// <summary>What columns call these events, such as <c>order</c> or <c>app_visit</c>; features of <see cref="All"/> have no such part in their names.</summary>
    /// <value>Required.</value>
    public required string Name { get; init => field = value ?? throw new ArgumentNullException(nameof(Name)); }

    /// <summary>What the events are called in words, in Chinese.</summary>
    /// <value><see langword="null"/> by default: <see cref="Name"/>.</value>
    public string? ChineseName { get; init; }

    /// <summary>The kinds of events.</summary>
    /// <value>Empty by default: all kinds.</value>
    public ValueList<string> Kinds { get; init => field = value ?? throw new ArgumentNullException(nameof(Kinds)); } = [];

    /// <summary>Which amounts.</summary>
    /// <value><see cref="AmountSign.Any"/> by default.</value>
    public AmountSign Amounts { get; init; }

    /// <summary>Conditions on properties.</summary>
    /// <value>Empty by default.</value>
    public ValueList<PropertyCondition> Where { get; init => field = value ?? throw new ArgumentNullException(nameof(Where)); } = [];

    /// <summary>Lets events of one kind through, and calls them by it.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The filter.</returns>
    public static EventFilter OfKind(string kind) => new() { Name = kind, Kinds = [kind] };

    /// <summary>What stands in the names of columns where some name of events must.</summary>
    internal string ColumnName => Name.Length == 0 ? "event" : Name;

    /// <summary>What the filter asks, in words even when it asks nothing.</summary>
    internal string LineageOrAll => Lineage is { Length: > 0 } lineage ? lineage : "any event";

    /// <summary>The events in plain English, such as <c>order events</c>.</summary>
    internal string English => Name.Length == 0 ? "events" : $"{Name} events";

    /// <summary>The events in Chinese.</summary>
    internal string Chinese => ChineseName ?? (Name.Length == 0 ? "事件" : Name);

    /// <summary>What the filter asks, in one canonical line; empty when it asks nothing.</summary>
    internal string Lineage => string.Join(" and ", (string[])
    [
        .. Kinds.Count > 0 ? (string[])[$"kind in {{{string.Join(", ", Kinds.Order(StringComparer.Ordinal))}}}"] : [],
        .. Amounts switch { AmountSign.NotNegative => (string[])["amount >= 0"], AmountSign.Negative => ["amount < 0"], _ => [] },
        .. Where.Select(condition => condition.Lineage).Order(StringComparer.Ordinal),
    ]);
}
