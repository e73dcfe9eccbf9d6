using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// The bins of a column of categories: sets of categories that are neighbours in the order of event rates, ascending, or in an order given; bins of special values, one for missing
/// values and one for categories that no training row had.
/// </summary>
public sealed class CategoryBinning : ColumnBinning
{
    private readonly CategoryLookup _lookup;

    internal CategoryBinning(ColumnBinningContent content)
        : base(content) =>
        _lookup = CategoryLookup.Of(content.Bins, content.MissingBin, content.UnseenBin);

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <summary>The index of the bin for categories that no training row had: a bin of its own or, by <see cref="UnseenPolicy"/>, another one.</summary>
    public int UnseenBin => Content.UnseenBin;

    /// <summary>Finds the bin of a category.</summary>
    /// <param name="category">The category, compared by ordinal; <see langword="null"/> is missing.</param>
    /// <returns>An index into <see cref="ColumnBinning.Bins"/>.</returns>
    public int FindBin(string? category) => _lookup.Find(category);

    private protected override void FindBins(Column column, Span<int> destination) =>
        _lookup.Find(column as CategoryColumn ?? throw WrongKind(column), destination);
}
