using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Histograms;

/// <summary>Takes special values out of the buckets of a numeric column.</summary>
internal static class SpecialBuckets
{
    /// <summary>The buckets of all other values, and the bins of the special ones that occur.</summary>
    /// <exception cref="TrainingDataException">A special value is counted together with others, or may be.</exception>
    public static (ValueBucket[] Buckets, List<Bin> Bins) Take(string columnName, ValueBucket[] sorted, double totalEvents, double totalNonEvents, ValueList<SpecialGroup> groups)
    {
        var rest = new List<ValueBucket>(sorted);
        var bins = new List<Bin>();
        foreach (SpecialGroup group in groups)
        {
            Cell[] values = [.. group.Values.Where(value => value.Kind == ColumnKind.Numeric)];
            var weights = default(ClassWeights);
            foreach (Cell value in values)
                weights += TakeOne(columnName, rest, value.Number);
            if (weights.Sum > 0)
                bins.Add(Bin.Special(group.Name, values, new(weights.Events, weights.NonEvents, totalEvents, totalNonEvents)));
        }

        return ([.. rest], bins);
    }

    private static ClassWeights TakeOne(string columnName, List<ValueBucket> buckets, double value)
    {
        ulong key = SortableDouble.ToKey(value);
        int place = buckets.FindIndex(bucket => bucket.Lowest <= key && key <= bucket.Highest);
        if (place < 0)
            return default;
        ValueBucket found = buckets[place];
        if (found.Lowest != found.Highest)
            throw new TrainingDataException(Invariant($"Column '{columnName}': the special value {value} is counted together with others, for the column has more distinct values than the histogram's capacity. Create the histogram with a greater capacity, or make the special value missing before it is counted.")) { ColumnName = columnName };
        buckets.RemoveAt(place);
        return new(found.Events, found.NonEvents);
    }
}
