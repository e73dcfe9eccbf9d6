using System.Globalization;

namespace RetentionTags.Data;

/// <summary>How <see cref="Table.Read"/> reads.</summary>
public sealed record TableReadOptions
{
    /// <summary>The columns to read, in the table's order.</summary>
    /// <value>
    /// Empty by default: every column of the source, where numeric types are read as numbers, texts and truth values as
    /// categories, and any other type is an error that asks for a specification.
    /// </value>
    public IReadOnlyList<ColumnSpec> Columns { get; init; } = [];

    /// <summary>Texts that mean missing, after white space around them is removed. Database nulls always do.</summary>
    /// <value>By default the empty text only; add for instance <c>"NA"</c> or <c>"?"</c>.</value>
    public IReadOnlyList<string> MissingTexts { get; init; } = [""];

    /// <summary>The culture in which numbers are written in texts.</summary>
    /// <value>The invariant culture by default: a point before the decimals, no thousands separators.</value>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;
}
