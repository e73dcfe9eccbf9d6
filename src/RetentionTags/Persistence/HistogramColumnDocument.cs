using RetentionTags.Binning.Histograms;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Persistence;

/// <summary>
/// The histogram of a column as it is saved: one number in each list for each bucket, in ascending order of values, or for each category, in ordinal order.
/// <see cref="Highest"/> is left out when each bucket holds one value, its lowest.
/// </summary>
internal sealed record HistogramColumnDocument(
    string Name,
    ColumnKind Kind,
    double MissingEvents,
    double MissingNonEvents,
    int? DroppedBits,
    string? Lowest,
    string? Highest,
    string[]? Categories,
    string Events,
    string NonEvents)
{
    public static HistogramColumnDocument Of(ColumnHistogram column) => column switch
    {
        NumericHistogram numbers => Of(numbers),
        CategoryHistogram categories => Of(categories),
        _ => throw new InvalidOperationException($"Column '{column.Name}' was counted elsewhere (BinningHistogram.OfCounts), and such counts are not saved. Keep the fitted model."),
    };

    public ColumnHistogram ToColumn(int capacity)
    {
        ClassWeights[] weights = Weights();
        var missing = new ClassWeights(MissingEvents, MissingNonEvents);
        return (Kind, DroppedBits, Lowest, Categories) switch
        {
            (ColumnKind.Numeric, int droppedBits, string lowest, _) => NumericHistogram.FromBuckets(Name, capacity, droppedBits, missing, Buckets(lowest, Highest ?? lowest, weights)),
            (ColumnKind.Category, _, _, string[] categories) => CategoryHistogram.FromCategories(Name, missing, categories.Zip(weights, KeyValuePair.Create)),
            _ => throw new ArgumentException($"Column '{Name}' has neither values nor categories."),
        };
    }

    private static HistogramColumnDocument Of(NumericHistogram column)
    {
        ValueBucket[] buckets = column.Sorted();
        return new(
            column.Name,
            column.Kind,
            column.Missing.Events,
            column.Missing.NonEvents,
            column.DroppedBits,
            NumberList.Write(buckets, bucket => SortableDouble.FromKey(bucket.Lowest)),
            column.DroppedBits == 0 ? null : NumberList.Write(buckets, bucket => SortableDouble.FromKey(bucket.Highest)),
            null,
            NumberList.Write(buckets, bucket => bucket.Events),
            NumberList.Write(buckets, bucket => bucket.NonEvents));
    }

    private static HistogramColumnDocument Of(CategoryHistogram column)
    {
        KeyValuePair<string, ClassWeights>[] categories = column.Sorted();
        return new(
            column.Name,
            column.Kind,
            column.Missing.Events,
            column.Missing.NonEvents,
            null,
            null,
            null,
            [.. categories.Select(category => category.Key)],
            NumberList.Write(categories, category => category.Value.Events),
            NumberList.Write(categories, category => category.Value.NonEvents));
    }

    private ClassWeights[] Weights()
    {
        double[] events = NumberList.Read(Events), nonEvents = NumberList.Read(NonEvents);
        int places = Categories?.Length ?? events.Length;
        if (events.Length != places || nonEvents.Length != places)
            throw new ArgumentException($"Column '{Name}': its lists are not of one length.");
        ClassWeights[] weights = [.. events.Zip(nonEvents, (e, n) => new ClassWeights(e, n)), new(MissingEvents, MissingNonEvents)];
        return Array.TrueForAll(weights, each => each.Events >= 0 && each.NonEvents >= 0 && double.IsFinite(each.Sum))
            ? weights[..^1]
            : throw new ArgumentException($"Column '{Name}': a count is negative or not finite.");
    }

    private ValueBucket[] Buckets(string lowest, string highest, ClassWeights[] weights)
    {
        double[] low = NumberList.Read(lowest), high = NumberList.Read(highest);
        if (low.Length != weights.Length || high.Length != weights.Length || low.Concat(high).Any(double.IsNaN))
            throw new ArgumentException($"Column '{Name}': its lists are not of one length, or a value is no number.");
        var buckets = new ValueBucket[weights.Length];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new() { Lowest = SortableDouble.ToKey(low[i]), Highest = SortableDouble.ToKey(high[i]), Events = weights[i].Events, NonEvents = weights[i].NonEvents };
        return buckets;
    }
}
