namespace RetentionTags.Data;

/// <summary>What a log may know of its events besides entity, time and amount: one value for each event, in the order in which the events are given.</summary>
public sealed record EventDetails
{
    /// <summary>The kind of each event: visit, view, cart, order, refund, message, ticket. Missing for an event of no kind.</summary>
    /// <value><see langword="null"/> by default: all events are of one kind.</value>
    public CategoryColumn? Kinds { get; init; }

    /// <summary>When each event could first be known, in UTC (or of unspecified kind, which is taken to be UTC): a refund that is booked on Monday for Friday, a row that was loaded a week late.</summary>
    /// <value>Empty by default: each event is known when it happens. One before the event's time counts as known when it happens.</value>
    public ReadOnlyMemory<DateTime> KnownAt { get; init; }

    /// <summary>The order (basket, invoice) that each event belongs to. Events of one entity with the same order are lines of one purchase, and a refund with an order's name belongs to it.</summary>
    /// <value><see langword="null"/> by default: the log does not know orders.</value>
    public CategoryColumn? Orders { get; init; }

    /// <summary>The key of each event, by which one that was delivered twice is recognised. Missing for an event that is not to be compared with others.</summary>
    /// <value><see langword="null"/> by default: every row is an event of its own.</value>
    public CategoryColumn? Keys { get; init; }

    /// <summary>What becomes of events with the same key.</summary>
    /// <value><see cref="DuplicateEvents.RequireEqual"/> by default.</value>
    public DuplicateEvents Duplicates { get; init; }

    /// <summary>Typed properties of events: category of the product, channel, payment, coupon, quantity, dwell time. Their names are distinct.</summary>
    /// <value>Empty by default.</value>
    public ValueList<Column> Properties { get; init => field = value ?? throw new ArgumentNullException(nameof(Properties)); } = [];
}
