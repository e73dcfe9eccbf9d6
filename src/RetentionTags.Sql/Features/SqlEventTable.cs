using RetentionTags.Data;

namespace RetentionTags.Sql.Features;

/// <summary>Which columns of a table of events hold what, and how: what <see cref="EventLogColumns"/> is to a log that is read into memory.</summary>
/// <remarks>
/// Customer, moment and amount of a row are never NULL, and amounts are finite: <see cref="FeatureSql.ToCheckSql"/> asks a table whether that is so, and <see cref="FeatureSql.Read"/> asks before it reads. Customers are
/// the same when the engine says that their keys are equal. Empty texts of kinds, orders, keys and properties are missing; blanks count.
/// </remarks>
public sealed record SqlEventTable
{
    /// <summary>The table, view or query.</summary>
    /// <value>Required.</value>
    public required SqlSource From { get; init => field = value ?? throw new ArgumentNullException(nameof(From)); }

    /// <summary>The column of the customer's key. It is in the result by the same name.</summary>
    /// <value>Required, for instance <c>"customer_id"</c>.</value>
    public required string Customer { get; init => field = value ?? throw new ArgumentNullException(nameof(Customer)); }

    /// <summary>The column of the event's moment.</summary>
    /// <value>Required.</value>
    public required string Time { get; init => field = value ?? throw new ArgumentNullException(nameof(Time)); }

    /// <summary>How moments are kept.</summary>
    /// <value><see cref="SqlTimeFormat.Timestamp"/> by default.</value>
    public SqlTimeFormat TimeFormat { get; init; }

    /// <summary>The time zone of moments that do not name theirs. Of a time that its clocks show twice, the first is meant; one that they skip is the moment of the jump. Unix times are always UTC.</summary>
    /// <value>UTC by default. With another, <see cref="SqlTimeFormat.Timestamp"/> and <see cref="SqlTimeFormat.Text"/> hold what clocks of the zone show.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The column of the amount. Below 0: a refund.</summary>
    /// <value>Required.</value>
    public required string Amount { get; init => field = value ?? throw new ArgumentNullException(nameof(Amount)); }

    /// <summary>A column that amounts are multiplied with, for tables that hold a quantity and a unit price.</summary>
    /// <value><see langword="null"/> by default: amounts are taken as they are.</value>
    public string? Quantity { get; init; }

    /// <summary>The column of the event's kind.</summary>
    /// <value><see langword="null"/> by default: all events are of one kind.</value>
    public string? Kind { get; init; }

    /// <summary>The column that says when the event could first be known, kept as <see cref="Time"/> is. One before the event's time counts as known when it happens.</summary>
    /// <value><see langword="null"/> by default: each event is known when it happens.</value>
    public string? KnownAt { get; init; }

    /// <summary>The column of the order (basket, invoice) that an event belongs to.</summary>
    /// <value><see langword="null"/> by default: orders are not known.</value>
    public string? Order { get; init; }

    /// <summary>The column of the event's key, by which one that was delivered twice is recognised.</summary>
    /// <value><see langword="null"/> by default: every row is an event of its own.</value>
    public string? Key { get; init; }

    /// <summary>What becomes of events with the same key. Of several known at once any one stays, since rows of a table have no order.</summary>
    /// <value><see cref="DuplicateEvents.RequireEqual"/> by default: one stays, known from when the first was; whether they are equal is for <see cref="FeatureSql.ToCheckSql"/> to say.</value>
    public DuplicateEvents Duplicates { get; init; }

    /// <summary>Columns that features look at as properties of events.</summary>
    /// <value>Empty by default.</value>
    public ValueList<ColumnSpec> Properties { get; init => field = value ?? throw new ArgumentNullException(nameof(Properties)); } = [];

    /// <summary>A moment before which there is no event. Where the plan looks back without limit and its zone changes its clocks, it spares the statement all changes before.</summary>
    /// <value><see langword="null"/> by default: not known. <see cref="FeatureSql.ToCheckSql"/> counts events that are earlier all the same.</value>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>The moment up to which the table is complete, exclusive. It decides whether a label is mature, as <see cref="EventLog.CompleteUntil"/> does.</summary>
    /// <value><see langword="null"/> by default: to the end of the day of its last event, which the statement asks for.</value>
    public DateTimeOffset? CompleteUntil { get; init; }
}
