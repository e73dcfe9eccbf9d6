using System.Globalization;

namespace RetentionTags.Data;

/// <summary>How <see cref="Table.Read"/> reads.</summary>
public sealed record TableReadOptions
{
    /// <summary>The columns to read, in the table's order.</summary>
    /// <value>
    /// Empty by default: every column of the source, where numbers are read as numbers, texts and truth values as categories, and anything else,
    /// or a column that mixes the two, is an error that asks for a specification. A column without any value is numeric.
    /// </value>
    public IReadOnlyList<ColumnSpec> Columns { get; init => field = value ?? throw new ArgumentNullException(nameof(Columns)); } = [];

    /// <summary>Texts that mean missing, white space around them removed. Database nulls always do; the text <c>NaN</c> only if it is named here.</summary>
    /// <value>By default the empty text only; add for instance <c>"NA"</c> or <c>"?"</c>.</value>
    public IReadOnlyList<string> MissingTexts { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingTexts)); } = [""];

    /// <summary>The culture in which numbers are written in texts.</summary>
    /// <value>The invariant culture by default: a point before the decimals, no thousands separators.</value>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;
}
