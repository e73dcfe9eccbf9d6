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
        : base(content.UnseenAs is null ? content : content with { UnseenBin = Array.FindIndex(content.Bins, bin => bin.Categories.Contains(content.UnseenAs)) }) =>
        _lookup = CategoryLookup.Of([.. content.Bins.Select(bin => bin.Place)], Content.MissingBin, Content.UnseenBin);

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <summary>The index of the bin for categories that no training row had: a bin of its own or, by <see cref="UnseenPolicy"/>, another one.</summary>
    public int UnseenBin => Content.UnseenBin;

    /// <summary>Finds the bin of a category.</summary>
    /// <param name="category">The category, compared by ordinal; <see langword="null"/> is missing.</param>
    /// <returns>An index into <see cref="ColumnBinning.Bins"/>.</returns>
    public int FindBin(string? category) => _lookup.Find(category);

    /// <inheritdoc/>
    public override CategoryBinning Merge(int bin, string reason) => (CategoryBinning)base.Merge(bin, reason);

    /// <inheritdoc/>
    public override CategoryBinning MergeMissing(int bin, string reason) => (CategoryBinning)base.MergeMissing(bin, reason);

    /// <summary>Takes categories out of their bin into a new one, which follows it.</summary>
    /// <param name="bin">The index of a regular bin.</param>
    /// <param name="categories">Some of its categories, not all.</param>
    /// <param name="data">The rows of the fit, to be counted again.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">There is no such bin, it does not hold these categories or no others, or these are not the rows of the fit.</exception>
    public CategoryBinning Split(int bin, IReadOnlyList<string> categories, TrainingSet data, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount);
        ArgumentNullException.ThrowIfNull(categories);
        var taken = new HashSet<string>(categories, StringComparer.Ordinal);
        IReadOnlyList<string> present = Bins[bin].Categories;
        if (taken.Count == 0 || taken.Count >= present.Count || !taken.IsSubsetOf(present))
            throw new ArgumentException($"The bin '{Bins[bin].Label}' is split by naming some of its categories, not all: {string.Join(", ", present)}.", nameof(categories));
        return Regroup(bin, 1, [[.. present.Where(category => !taken.Contains(category))], [.. present.Where(taken.Contains)]], data, $"took {string.Join(", ", categories)} out of {Bins[bin].Label}", reason);
    }

    /// <summary>Moves a category to another bin.</summary>
    /// <param name="category">A category of the training rows, not the only one of its bin.</param>
    /// <param name="bin">The index of the regular bin that it goes to.</param>
    /// <param name="data">The rows of the fit, to be counted again.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">There is no such category or bin, the bin would be left empty, or these are not the rows of the fit.</exception>
    public CategoryBinning Move(string category, int bin, TrainingSet data, string reason)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount);
        int from = Enumerable.Range(0, RegularBinCount).FirstOrDefault(each => Bins[each].Categories.Contains(category), -1);
        if (from < 0 || from == bin)
            throw new ArgumentException($"The category '{category}' is {(from < 0 ? "in no regular bin" : "in that bin already")}.", nameof(category));
        if (Bins[from].Categories.Count == 1)
            throw new ArgumentException($"The category '{category}' is the only one of its bin. Merge the bins instead.", nameof(category));
        int first = Math.Min(from, bin), count = Math.Abs(from - bin) + 1;
        string[][] groups = [.. Enumerable.Range(first, count).Select(each => each == from
            ? [.. Bins[each].Categories.Where(other => other != category)]
            : each == bin ? [.. Arranged([.. Bins[each].Categories, category])] : Bins[each].Categories.ToArray())];
        return Regroup(first, count, groups, data, $"moved {category} from {Bins[from].Label} to {Bins[bin].Label}", reason);
    }

    private protected override ColumnBinning With(ColumnBinningContent content) => new CategoryBinning(content);

    private protected override Bin Together(Bin first, Bin? second, BinCounts counts) =>
        Bin.Group(Arranged(second is null ? first.Categories : [.. first.Categories, .. second.Categories]), counts);

    private IReadOnlyList<string> Arranged(IReadOnlyList<string> categories) => Content.HasGivenOrder ? categories : [.. categories.Order(StringComparer.Ordinal)];

    /// <summary>Counts the rows again with other groups in place of some bins.</summary>
    private CategoryBinning Regroup(int first, int count, string[][] groups, TrainingSet data, string change, string reason)
    {
        int more = groups.Length - count;
        var binOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int group = 0; group < groups.Length; group++)
        {
            foreach (string category in groups[group])
                binOf.Add(category, first + group);
        }

        (double[] events, double[] nonEvents) = Recount(data, Bins.Count + more, (column, bins) =>
        {
            var categories = (CategoryColumn)column;
            for (int row = 0; row < bins.Length; row++)
            {
                if (bins[row] >= first + count)
                    bins[row] += more;
                else if (bins[row] >= first)
                    bins[row] = binOf[categories[row]!];
            }
        });
        Bin[] bins = [.. groups.Select((group, i) => Bin.Group(group, CountsOf(events[first + i], nonEvents[first + i])))];
        return (CategoryBinning)Edited(first, count, bins, place => place < first + count ? place : place + more, Trend.None, change, reason);
    }

    private protected override void FindBins(Column column, Span<int> destination) =>
        _lookup.Find(column as CategoryColumn ?? throw WrongKind(column), destination);

    private protected override void FindBins(Column column, Span<byte> destination) =>
        _lookup.Find(column as CategoryColumn ?? throw WrongKind(column), destination);
}
