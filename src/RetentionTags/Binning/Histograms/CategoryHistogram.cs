using System.Runtime.InteropServices;
using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Binning.Histograms;

/// <summary>A column of categories as weights of events and non-events for each category. Always exact; memory grows with the number of categories, not of rows.</summary>
internal sealed class CategoryHistogram(string name) : ColumnHistogram(name)
{
    private readonly Dictionary<string, ClassWeights> _weightsOf = new(StringComparer.Ordinal);

    public override ColumnKind Kind => ColumnKind.Category;

    public override HistogramPrecision Precision =>
        new(Name, Kind, _weightsOf.Count, _weightsOf.Values.Sum(weights => weights.Sum), Missing.Sum, 0, 0);

    /// <summary>A histogram that was saved.</summary>
    /// <exception cref="ArgumentException">No rows can have led to it.</exception>
    public static CategoryHistogram FromCategories(string name, ClassWeights missing, IEnumerable<KeyValuePair<string, ClassWeights>> categories)
    {
        var histogram = new CategoryHistogram(name) { Missing = missing };
        foreach ((string category, ClassWeights weights) in categories)
        {
            if (!(weights.Sum > 0) || !histogram._weightsOf.TryAdd(category, weights))
                throw new ArgumentException($"Column '{name}': the category '{category}' occurs twice, or in no row.");
        }

        return histogram;
    }

    public override CategoryHistogram CountOf(Column column, TrainingSet batch, CancellationToken cancellationToken)
    {
        var categories = (CategoryColumn)column;
        ClassWeights[] weightsOf = CountCodes(categories, batch, cancellationToken);
        var counted = new CategoryHistogram(Name) { Missing = weightsOf[0] };
        for (int place = 1; place < weightsOf.Length; place++)
        {
            if (place % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (weightsOf[place].Sum > 0)
                counted._weightsOf.Add(categories.Levels[place - 1], weightsOf[place]);
        }

        return counted;
    }

    public override void Merge(ColumnHistogram other)
    {
        Missing += other.Missing;
        foreach ((string category, ClassWeights weights) in ((CategoryHistogram)other)._weightsOf)
            CollectionsMarshal.GetValueRefOrAddDefault(_weightsOf, category, out _) += weights;
    }

    /// <summary>The categories in ordinal order.</summary>
    public KeyValuePair<string, ClassWeights>[] Sorted()
    {
        KeyValuePair<string, ClassWeights>[] sorted = [.. _weightsOf];
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return sorted;
    }

    public override PrebinnedColumn ToPrebins(OptimalBinning recipe, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, (double Events, double NonEvents)>(_weightsOf.Count, StringComparer.Ordinal);
        ClassWeights total = Missing;
        foreach ((string category, ClassWeights weights) in _weightsOf)
        {
            CategoryOrdering.CheckSometimes(counts.Count, cancellationToken);
            counts.Add(category, (weights.Events, weights.NonEvents));
            total += weights;
        }

        return ColumnPrebins.OfCategories(recipe, Name, counts, new(Missing.Events, Missing.NonEvents, total.Events, total.NonEvents), cancellationToken);
    }

    /// <summary>One place more than there are levels: code −1, missing, is counted at place 0.</summary>
    private static ClassWeights[] CountCodes(CategoryColumn column, TrainingSet batch, CancellationToken cancellationToken)
    {
        var weightsOf = new ClassWeights[column.Levels.Count + 1];
        ReadOnlySpan<int> codes = column.Codes;
        ReadOnlySpan<bool> events = batch.Events;
        ReadOnlySpan<double> weights = batch.Weights;
        for (int row = 0; row < codes.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            double weight = weights.IsEmpty ? 1 : weights[row], eventWeight = events[row] ? weight : 0;
            weightsOf[codes[row] + 1] += new ClassWeights(eventWeight, weight - eventWeight);
        }

        return weightsOf;
    }
}
