namespace RetentionTags.Binning;

/// <summary>Of which rows the shares in a recipe are.</summary>
public enum ShareBase
{
    /// <summary>Of the rows that are neither missing nor special: a column that is mostly missing still gets bins. Missing rows that <see cref="BinningRecipe.Missing"/> sends to a bin add nothing to its share.</summary>
    RegularRows,

    /// <summary>Of all rows.</summary>
    AllRows,
}
