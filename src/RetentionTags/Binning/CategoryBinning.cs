using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// The bins of a column of categories: sets of categories with neighbouring event rates, in ascending order of event rate, one bin for missing
/// values and one for categories that no training row had.
/// </summary>
public sealed class CategoryBinning : ColumnBinning
{
    private readonly Dictionary<string, int> _binOf = new(StringComparer.Ordinal);

    internal CategoryBinning(string columnName, Bin[] bins, double totalEvents, double totalNonEvents, IReadOnlyList<Finding> findings)
        : base(columnName, bins, totalEvents, totalNonEvents, Trend.Ascending, [], findings)
    {
        for (int bin = 0; bin < RegularBinCount; bin++)
        {
            foreach (string category in bins[bin].Categories)
                _binOf.Add(category, bin);
        }
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <summary>The index of the bin for categories that no training row had.</summary>
    public int UnseenBin => RegularBinCount + 1;

    /// <summary>Finds the bin of a category.</summary>
    /// <param name="category">The category, compared by ordinal; <see langword="null"/> is missing.</param>
    /// <returns>An index into <see cref="ColumnBinning.Bins"/>.</returns>
    public int FindBin(string? category)
    {
        if (category is null)
            return MissingBin;
        return _binOf.TryGetValue(category, out int bin) ? bin : UnseenBin;
    }

    private protected override void FindBins(Column column, Span<int> destination)
    {
        CategoryColumn categories = column as CategoryColumn ?? throw WrongKind(column);
        var binOfCode = new int[categories.Levels.Count];
        for (int code = 0; code < binOfCode.Length; code++)
            binOfCode[code] = FindBin(categories.Levels[code]);
        ReadOnlySpan<int> codes = categories.Codes;
        for (int row = 0; row < codes.Length; row++)
            destination[row] = codes[row] == CategoryColumn.MissingCode ? MissingBin : binOfCode[codes[row]];
    }
}
