namespace RetentionTags.Data;

/// <summary>What a history of attributes may know besides from when values are valid: one moment for each row, in the order in which the rows are given.</summary>
public sealed record AttributeDetails
{
    /// <summary>When each value ceases to be valid, exclusive, in UTC (or of unspecified kind, which is taken to be UTC); <see langword="null"/> for a value that holds until the next one begins.</summary>
    /// <value>Empty by default: every value holds until the next one begins.</value>
    public ReadOnlyMemory<DateTime?> ValidTo { get; init; }

    /// <summary>When each row could first be known, in UTC (or of unspecified kind, which is taken to be UTC). It may be earlier than the row is valid: a price that was announced.</summary>
    /// <value>Empty by default: each row is known from when it is valid.</value>
    public ReadOnlyMemory<DateTime> KnownAt { get; init; }
}
