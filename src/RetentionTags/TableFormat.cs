namespace RetentionTags;

/// <summary>How a report is written as text. Numbers are always in the invariant culture.</summary>
public enum TableFormat
{
    /// <summary>Columns aligned with spaces, for a console or a log.</summary>
    Plain,

    /// <summary>A Markdown table.</summary>
    Markdown,

    /// <summary>Comma-separated values with a header line, quoted as in RFC 4180.</summary>
    Csv,
}
