using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>How the missing values of one column are filled.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Method">The method, which must go with the column's kind.</param>
/// <param name="Constant">The value for <see cref="FillMethod.Constant"/>; for the other methods nothing.</param>
public sealed record ColumnFill(string ColumnName, FillMethod Method, Cell Constant = default);
