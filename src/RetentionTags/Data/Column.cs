namespace RetentionTags.Data;

/// <summary>A named, typed, immutable sequence of values, one for each row. Any value can be missing.</summary>
/// <remarks>
/// There are two kinds, <see cref="NumericColumn"/> and <see cref="CategoryColumn"/>. Missing is NaN in the one and
/// <see langword="null"/> (code −1) in the other; it is never a value such as 0, and every part of the library keeps it apart.
/// </remarks>
public abstract class Column
{
    private protected Column(string name, int length)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Length = length;
    }

    /// <summary>The name; unique within a table, compared by ordinal.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>What the column holds: numbers in a <see cref="NumericColumn"/>, categories in a <see cref="CategoryColumn"/>.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>The number of rows in which the value is missing. Takes one pass over the column.</summary>
    /// <returns>Between 0 and <see cref="Length"/>.</returns>
    public abstract int CountMissing();

    /// <summary>Creates a column of numbers over memory that is not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">
    /// One number for each row; NaN means missing, infinities are values like others. The caller must not change the memory afterwards.
    /// </param>
    /// <param name="validity">
    /// Optional Arrow validity bits, least significant bit first: a 0 bit means that the row is missing, whatever
    /// <paramref name="values"/> holds there. Only when a 0 bit stands over a number is the memory copied, once, to write NaN in its place.
    /// </param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty, or there are fewer validity bits than values.</exception>
    public static NumericColumn Numeric(string name, ReadOnlyMemory<double> values, ReadOnlyMemory<byte> validity = default) =>
        new(name, validity.IsEmpty ? values : ValidityBits.Apply(name, values, validity.Span, double.NaN));

    /// <summary>Creates a column of numbers from values that may be <see langword="null"/>.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One number for each row; <see langword="null"/> and NaN mean missing.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NumericColumn Numeric(string name, IEnumerable<double?> values) =>
        new(name, values.Select(value => value ?? double.NaN).ToArray());

    /// <summary>Creates a column of numbers from whole numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One number for each row.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NumericColumn Numeric(string name, IEnumerable<int> values) => new(name, values.Select(value => (double)value).ToArray());

    /// <summary>Creates a column of numbers from decimal ones.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One number for each row, kept as the nearest double.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NumericColumn Numeric(string name, IEnumerable<decimal> values) => new(name, values.Select(value => (double)value).ToArray());

    /// <summary>Creates a column of categories from texts. Levels are numbered in the order in which they first occur.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One category for each row; <see langword="null"/> means missing, the empty text is a category.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static CategoryColumn Category(string name, IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var builder = new CategoryBuilder();
        foreach (string? value in values)
            builder.Add(value);
        return builder.ToColumn(name);
    }

    /// <summary>Creates a column of categories that are dictionary-coded already, over memory that is not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="codes">One index into <paramref name="levels"/> for each row, or −1 for missing. The caller must not change the memory afterwards.</param>
    /// <param name="levels">The distinct categories. Levels that no row has are allowed.</param>
    /// <param name="validity">Optional Arrow validity bits, least significant bit first: a 0 bit means that the row is missing.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty, a code is outside its range, a level is <see langword="null"/> or occurs twice, or there are fewer validity bits than codes.
    /// </exception>
    public static CategoryColumn Category(string name, ReadOnlyMemory<int> codes, IReadOnlyList<string> levels, ReadOnlyMemory<byte> validity = default) =>
        new(name, validity.IsEmpty ? codes : ValidityBits.Apply(name, codes, validity.Span, CategoryColumn.MissingCode), levels);

    /// <summary>Whether the value of a row is missing.</summary>
    internal abstract bool IsMissing(int row);

    /// <summary>The given rows, in the given order; a row may occur more than once.</summary>
    internal abstract Column Rows(ReadOnlySpan<int> rows);
}
