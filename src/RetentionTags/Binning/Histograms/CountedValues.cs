using RetentionTags.Numerics;

namespace RetentionTags.Binning.Histograms;

/// <summary>Counts that were made elsewhere, checked.</summary>
internal static class CountedValues
{
    /// <summary>A histogram of values or ranges, and the sum of what they count.</summary>
    public static RangeHistogram ToHistogram(string name, ClassWeights missing, IEnumerable<ValueCount> values, out ClassWeights counted)
    {
        counted = default;
        var buckets = new List<ValueBucket>();
        foreach (ValueCount value in values)
        {
            if (!(value.Lowest <= value.Highest))
                throw new ArgumentException(Invariant($"Column '{name}': a range goes from {value.Lowest} to {value.Highest}. Its lowest value is at most its highest, and neither is NaN; give rows without a value as missing."), nameof(values));
            ClassWeights own = Checked(name, Invariant($"range {value.Lowest} to {value.Highest}"), value.Events, value.NonEvents);
            counted += own;
            if (own.Sum > 0)
                buckets.Add(new() { Lowest = SortableDouble.ToKey(value.Lowest), Highest = SortableDouble.ToKey(value.Highest), Events = own.Events, NonEvents = own.NonEvents });
        }

        ValueBucket[] sorted = [.. buckets];
        Array.Sort(sorted, (left, right) => left.Lowest.CompareTo(right.Lowest));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Lowest <= sorted[i - 1].Highest)
                throw new ArgumentException(Invariant($"Column '{name}': the ranges up to {SortableDouble.FromKey(sorted[i - 1].Highest)} and from {SortableDouble.FromKey(sorted[i].Lowest)} overlap. Count each row once."), nameof(values));
        }

        return new RangeHistogram(name, missing, sorted);
    }

    /// <summary>Counts that are finite and not negative.</summary>
    public static ClassWeights Checked(string name, string what, double events, double nonEvents) => events >= 0 && nonEvents >= 0 && double.IsFinite(events + nonEvents)
        ? new(events, nonEvents)
        : throw new ArgumentException(Invariant($"Column '{name}', {what}: {events} events and {nonEvents} non-events. Counts are finite and at least 0."));
}
