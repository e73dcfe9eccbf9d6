using RetentionTags.Binning.Histograms;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// One column as counts of events and non-events, made where the rows are: by a query, or by another program. A <see cref="BinningHistogram"/> of such columns is binned as rows are.
/// </summary>
/// <remarks>Where every value is counted by itself, the binning is that of the rows, to the bit. Where ranges are, cuts are put between them, so that the counts of every bin are still those of the rows.</remarks>
public sealed class ColumnCounts
{
    private ColumnCounts(ColumnHistogram histogram, double events, double nonEvents) => (Histogram, EventWeight, NonEventWeight) = (histogram, events, nonEvents);

    /// <summary>The name of the column.</summary>
    public string Name => Histogram.Name;

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind => Histogram.Kind;

    /// <summary>The sum of the weights of the events, those with a missing value included.</summary>
    public double EventWeight { get; }

    /// <summary>The sum of the weights of the non-events, those with a missing value included.</summary>
    public double NonEventWeight { get; }

    internal ColumnHistogram Histogram { get; }

    /// <summary>Counts of a numeric column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">In any order; ranges do not overlap. Those without rows are left out.</param>
    /// <param name="missingEvents">The sum of the weights of the events whose value is missing; at least 0.</param>
    /// <param name="missingNonEvents">The sum of the weights of the non-events whose value is missing; at least 0.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">The name is empty; a range is NaN, ends before it begins, or overlaps with another; or a count is negative or not finite.</exception>
    public static ColumnCounts Numeric(string name, IEnumerable<ValueCount> values, double missingEvents = 0, double missingNonEvents = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        ClassWeights missing = Missing(name, missingEvents, missingNonEvents);
        ColumnHistogram histogram = CountedValues.ToHistogram(name, missing, values, out ClassWeights counted);
        return new(histogram, missing.Events + counted.Events, missing.NonEvents + counted.NonEvents);
    }

    /// <summary>Counts of a column of categories.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">Each category once, in any order. Those without rows are left out.</param>
    /// <param name="missingEvents">The sum of the weights of the events whose category is missing; at least 0.</param>
    /// <param name="missingNonEvents">The sum of the weights of the non-events whose category is missing; at least 0.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">The name is empty; a category is null or occurs twice; or a count is negative or not finite.</exception>
    public static ColumnCounts Category(string name, IEnumerable<CategoryCount> categories, double missingEvents = 0, double missingNonEvents = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(categories);
        ClassWeights missing = Missing(name, missingEvents, missingNonEvents), total = missing;
        var weights = new List<KeyValuePair<string, ClassWeights>>();
        foreach (CategoryCount count in categories)
        {
            if (count.Category is null)
                throw new ArgumentException($"Column '{name}': a category is null. Give rows without a category as missing.", nameof(categories));
            var own = CountedValues.Checked(name, $"category '{count.Category}'", count.Events, count.NonEvents);
            if (own.Sum > 0)
                weights.Add(new(count.Category, own));
            total += own;
        }

        return new(CategoryHistogram.FromCategories(name, missing, weights), total.Events, total.NonEvents);
    }

    private static ClassWeights Missing(string name, double events, double nonEvents) => CountedValues.Checked(name, "missing values", events, nonEvents);
}
