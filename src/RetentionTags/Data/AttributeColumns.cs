using System.Globalization;

namespace RetentionTags.Data;

/// <summary>Which columns of a source hold what <see cref="AttributeHistory.Read"/> needs, and how they are written.</summary>
public sealed record AttributeColumns
{
    /// <summary>The column of the entity's key. When every key is a whole number they stay numbers; otherwise all become texts.</summary>
    /// <value>Required, for instance <c>"customer_id"</c>.</value>
    public required string Entity { get; init; }

    /// <summary>The column of the moment from which a row is valid: a date, a time, or a text in one of <see cref="TimeFormats"/>.</summary>
    /// <value>Required.</value>
    public required string ValidFrom { get; init; }

    /// <summary>The column of the moment at which a row ceases to be valid; missing (NULL, or an empty text) for one that holds until the next begins. Placeholders such as 9999-12-31 are an error.</summary>
    /// <value><see langword="null"/> by default: every row holds until the next one begins.</value>
    public string? ValidTo { get; init; }

    /// <summary>The column that says when the row could first be known.</summary>
    /// <value><see langword="null"/> by default: each row is known from when it is valid. A missing cell is an error.</value>
    public string? KnownAt { get; init; }

    /// <summary>The columns of the attributes.</summary>
    /// <value>Required, at least one.</value>
    public required ValueList<ColumnSpec> Attributes { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("A history has at least one attribute.", nameof(Attributes)); }

    /// <summary>The time zone of moments that do not name theirs. Of a time that its clocks show twice, the first is meant; a date begins when its day does.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The formats of moments written as text, as in <see cref="EventLogColumns.TimeFormats"/>.</summary>
    /// <value>The usual ISO 8601 forms by default.</value>
    public IReadOnlyList<string> TimeFormats { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeFormats)); } = EventLogColumns.Iso8601;

    /// <summary>The culture in which numbers are written in texts.</summary>
    /// <value>The invariant culture by default.</value>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;
}
