namespace RetentionTags.Data;

/// <summary>A column to read, and as what.</summary>
/// <param name="Name">The name in the source, and in the table.</param>
/// <param name="Kind">What its cells are read as.</param>
public sealed record ColumnSpec(string Name, ColumnKind Kind)
{
    /// <summary>A column to read as numbers; texts are parsed.</summary>
    /// <param name="name">The name in the source, and in the table.</param>
    /// <returns>The specification.</returns>
    public static ColumnSpec Numeric(string name) => new(name, ColumnKind.Numeric);

    /// <summary>A column to read as categories; numbers and truth values become text in the invariant culture.</summary>
    /// <param name="name">The name in the source, and in the table.</param>
    /// <returns>The specification.</returns>
    public static ColumnSpec Category(string name) => new(name, ColumnKind.Category);
}
