using RetentionTags.Data;

namespace RetentionTags.Arrow;

/// <summary>How <see cref="ArrowReader"/> reads.</summary>
public sealed record ArrowReadOptions
{
    /// <summary>The columns to read, in the table's order.</summary>
    /// <value>
    /// Empty by default: every column, where numbers are read as numbers, texts and truth values as categories, and moments are an error that asks for a specification.
    /// <see cref="ColumnSpec.Numeric"/> makes 1 and 0 of truth values and days since 1970-01-01 of moments; <see cref="ColumnSpec.Category"/> makes texts of numbers and moments.
    /// </value>
    public ValueList<ColumnSpec> Columns { get; init => field = value ?? throw new ArgumentNullException(nameof(Columns)); } = [];

    /// <summary>Whether whole numbers and decimals that no double tells apart from their neighbours become the nearest double.</summary>
    /// <value>
    /// <see langword="false"/> by default: a whole number that is no double exactly, and a decimal with more significant digits than 2⁵³ has room for, is an error. Such columns are mostly keys, which
    /// are better left out or read as categories.
    /// </value>
    public bool AllowRounding { get; init; }

    /// <summary>About how many rows a stream has, for <see cref="ArrowReader.Read"/>: memory for as many is set aside at once, and values are copied once instead of twice.</summary>
    /// <value>0 by default: not known. A stream may have more rows, or fewer. At most <see cref="Array.MaxLength"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above the largest.</exception>
    public int ExpectedRows
    {
        get;
        init => field = value >= 0 && value <= Array.MaxLength ? value : throw new ArgumentOutOfRangeException(nameof(ExpectedRows), value, $"The number of rows lies between 0 and {Array.MaxLength}.");
    }
}
