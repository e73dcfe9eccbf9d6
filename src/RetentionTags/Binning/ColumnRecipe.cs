namespace RetentionTags.Binning;

/// <summary>A recipe of its own for one column.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Recipe">How it is binned; what this recipe says of threads, failures and other columns has no meaning here.</param>
public sealed record ColumnRecipe(string ColumnName, BinningRecipe Recipe);
