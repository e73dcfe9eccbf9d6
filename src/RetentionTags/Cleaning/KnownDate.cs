namespace RetentionTags.Cleaning;

/// <summary>Says from when on a column's value was known.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="DateColumn">A numeric column that holds, for each row, when that value became known, such as days since 1970-01-01.</param>
public sealed record KnownDate(string ColumnName, string DateColumn);
