using System.Globalization;

namespace RetentionTags.Data;

/// <summary>Which columns of a source hold what <see cref="EventLog.Read"/> needs, and how they are written.</summary>
public sealed record EventLogColumns
{
    internal static readonly IReadOnlyList<string> Iso8601 =
    [
        "yyyy-MM-dd",
        "yyyyMMdd",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The column of the entity's key. When every key is a whole number they stay numbers; otherwise all become texts.</summary>
    /// <value>Required, for instance <c>"customer_id"</c>.</value>
    public required string Entity { get; init; }

    /// <summary>The column of the event's moment: a date, a time, or a text in one of <see cref="TimeFormats"/>.</summary>
    /// <value>Required.</value>
    public required string Time { get; init; }

    /// <summary>The column of the amount. A missing amount is an error.</summary>
    /// <value>Required.</value>
    public required string Amount { get; init; }

    /// <summary>A column that amounts are multiplied with, for logs that hold a quantity and a unit price.</summary>
    /// <value><see langword="null"/> by default: amounts are taken as they are.</value>
    public string? Quantity { get; init; }

    /// <summary>The column of the event's kind.</summary>
    /// <value><see langword="null"/> by default: all events are of one kind.</value>
    public string? Kind { get; init; }

    /// <summary>The column that says when the event could first be known.</summary>
    /// <value><see langword="null"/> by default: each event is known when it happens. A missing cell is an error.</value>
    public string? KnownAt { get; init; }

    /// <summary>The column of the order (basket, invoice) that an event belongs to.</summary>
    /// <value><see langword="null"/> by default: the log does not know orders.</value>
    public string? Order { get; init; }

    /// <summary>The column of the event's key, by which one that was delivered twice is recognised.</summary>
    /// <value><see langword="null"/> by default: every row is an event of its own.</value>
    public string? Key { get; init; }

    /// <summary>What becomes of events with the same key.</summary>
    /// <value><see cref="DuplicateEvents.RequireEqual"/> by default.</value>
    public DuplicateEvents Duplicates { get; init; }

    /// <summary>Columns to keep as typed properties of events.</summary>
    /// <value>Empty by default.</value>
    public ValueList<ColumnSpec> Properties { get; init => field = value ?? throw new ArgumentNullException(nameof(Properties)); } = [];

    /// <summary>The time zone of moments that do not name theirs. Of a time that its clocks show twice, the first is meant; a date begins when its day does.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The formats of moments written as text, tried in this order, as in <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/>, in the invariant culture.</summary>
    /// <value>The usual ISO 8601 forms by default, from <c>2024-05-31</c> and <c>20240531</c> to <c>2024-05-31T23:59:59.123+02:00</c>.</value>
    public IReadOnlyList<string> TimeFormats { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeFormats)); } = Iso8601;

    /// <summary>The culture in which amounts are written in texts.</summary>
    /// <value>The invariant culture by default.</value>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Whether rows whose key is null or blank are left out, and counted in <see cref="EventLogReport.LeftOut"/>.</summary>
    /// <value><see langword="false"/> by default: such a row is an error.</value>
    public bool LeaveOutRowsWithoutEntity { get; init; }

    /// <summary>Rows that are no events, and why. The first rule that applies counts.</summary>
    /// <value>Empty by default.</value>
    public ValueList<RowRule> LeaveOut { get; init => field = value ?? throw new ArgumentNullException(nameof(LeaveOut)); } = [];
}
