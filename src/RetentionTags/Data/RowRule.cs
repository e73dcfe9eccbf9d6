namespace RetentionTags.Data;

/// <summary>Rows of a source that are no events and are left out of a log, and why: adjustments, test orders, lines without a product. What a rule leaves out is counted in <see cref="EventLogReport"/>.</summary>
public sealed record RowRule
{
    private readonly string? _prefix;
    private readonly ValueList<string> _texts;

    private RowRule(string column, string reason, string? prefix, ValueList<string> texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        (Column, Reason, _prefix, _texts) = (column, reason, prefix, texts);
    }

    /// <summary>The column that is looked at.</summary>
    public string Column { get; }

    /// <summary>Why such rows are no events, in words.</summary>
    public string Reason { get; }

    /// <summary>Leaves out rows whose cell begins with a text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="prefix">The text, compared by ordinal; white space around the cell plays no part.</param>
    /// <param name="reason">Why such rows are no events.</param>
    /// <returns>The rule.</returns>
    public static RowRule StartingWith(string column, string prefix, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new(column, reason, prefix, []);
    }

    /// <summary>Leaves out rows whose cell is one of some texts.</summary>
    /// <param name="column">The column.</param>
    /// <param name="texts">The texts, compared by ordinal with the cell, white space around which plays no part. The empty text stands for cells without a value.</param>
    /// <param name="reason">Why such rows are no events.</param>
    /// <returns>The rule.</returns>
    public static RowRule In(string column, IReadOnlyList<string> texts, string reason)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
            throw new ArgumentException("The rule names no text, so it would leave nothing out.", nameof(texts));
        return new(column, reason, null, [.. texts]);
    }

    /// <summary>Whether a cell of <see cref="Column"/> makes its row one to leave out.</summary>
    internal bool LeavesOut(object? cell)
    {
        string text = (cell is null or DBNull ? "" : CellReading.ToText(cell) ?? "").Trim();
        return _prefix is not null ? text.StartsWith(_prefix, StringComparison.Ordinal) : _texts.Contains(text);
    }
}
