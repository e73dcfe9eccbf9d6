using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Histograms;

/// <summary>
/// A column of numbers as weights of events and non-events for each distinct value or, when there are more values than the capacity, for each bucket of close ones.
/// </summary>
/// <remarks>
/// The state depends on the rows alone, not on their order, on batches, or on how parts were merged. For the number of dropped bits is always the smallest with
/// which the buckets fit the capacity: it can only rise as rows come in, the number of buckets at any higher one can still be told from the buckets there are, and
/// dropping bits at once or one after the other gives the same buckets.
/// </remarks>
internal sealed class NumericHistogram : ColumnHistogram
{
    private readonly int _capacity;
    private readonly BucketTable _table;

    public NumericHistogram(string name, int capacity, int droppedBits = 0, int expectedCount = 0)
        : base(name)
    {
        _capacity = capacity;
        _table = new(capacity, droppedBits, expectedCount);
    }

    public override ColumnKind Kind => ColumnKind.Numeric;

    /// <summary>How many of the last bits of a value's key are not kept apart; 0 when the histogram is exact.</summary>
    public int DroppedBits => _table.DroppedBits;

    public override HistogramPrecision Precision => BucketPrebins.PrecisionOf(this, _table.Buckets);

    /// <summary>A histogram that was saved.</summary>
    /// <exception cref="ArgumentException">No rows can have led to it.</exception>
    public static NumericHistogram FromBuckets(string name, int capacity, int droppedBits, ClassWeights missing, ReadOnlySpan<ValueBucket> sorted)
    {
        if (droppedBits is < 0 or > 63 || sorted.Length > capacity || (droppedBits > 0 && CountWithOneBitMore(sorted, droppedBits) <= capacity))
            throw new ArgumentException($"Column '{name}': {sorted.Length} buckets with {droppedBits} dropped bits do not come about with a capacity of {capacity}.");
        var histogram = new NumericHistogram(name, capacity, droppedBits, sorted.Length) { Missing = missing };
        for (int i = 0; i < sorted.Length; i++)
        {
            bool isWhole = sorted[i].Lowest <= sorted[i].Highest && (sorted[i].Lowest ^ sorted[i].Highest) >> droppedBits == 0 && sorted[i].Weight > 0;
            if (!isWhole || (i > 0 && sorted[i - 1].Highest >> droppedBits >= sorted[i].Lowest >> droppedBits))
                throw new ArgumentException($"Column '{name}': bucket {i} is empty, or overlaps with another.");
            histogram._table.Find(sorted[i].Lowest) = sorted[i];
        }

        return histogram;
    }

    public override NumericHistogram CountOf(Column column, TrainingSet batch, CancellationToken cancellationToken)
    {
        // Counted no finer than what it will be merged with: a column of many values need not be coarsened anew in each batch.
        var counted = new NumericHistogram(Name, _capacity, DroppedBits, Math.Min(column.Length, _table.Count));
        ReadOnlySpan<double> values = ((NumericColumn)column).Values, weights = batch.Weights;
        for (int first = 0; first < values.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Stride, values.Length - first);
            counted.AddRows(values.Slice(first, count), batch.Events.Slice(first, count), weights.IsEmpty ? weights : weights.Slice(first, count));
        }

        return counted;
    }

    public override void Merge(ColumnHistogram other)
    {
        var numbers = (NumericHistogram)other;
        Missing += numbers.Missing;
        if (numbers.DroppedBits > DroppedBits)
            _table.Drop(numbers.DroppedBits);
        foreach (ref readonly ValueBucket bucket in numbers._table.Buckets)
        {
            _table.Find(bucket.Lowest).Absorb(bucket);
            _table.KeepCapacity();
        }
    }

    /// <summary>The buckets in ascending order of their values.</summary>
    public ValueBucket[] Sorted() => _table.Sorted();

    public override PrebinnedColumn ToPrebins(OptimalBinning recipe, CancellationToken cancellationToken) =>
        new BucketPrebins(Name, Missing, Sorted(), $"for the column has more distinct values than its capacity of {_capacity}. Create the histogram with a greater capacity").Of(recipe, cancellationToken);

    /// <summary>How many buckets there were if one bit less were dropped: those divide whose lowest and highest value differ in it.</summary>
    private static int CountWithOneBitMore(ReadOnlySpan<ValueBucket> sorted, int droppedBits)
    {
        int count = sorted.Length;
        foreach (ref readonly ValueBucket bucket in sorted)
            count += bucket.Lowest >> (droppedBits - 1) == bucket.Highest >> (droppedBits - 1) ? 0 : 1;
        return count;
    }

    private void AddRows(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights)
    {
        double missingEvents = Missing.Events, missingNonEvents = Missing.NonEvents;
        for (int row = 0; row < values.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row], eventWeight = events[row] ? weight : 0;
            if (double.IsNaN(values[row]))
            {
                missingEvents += eventWeight;
                missingNonEvents += weight - eventWeight;
            }
            else if (weight > 0)
            {
                AddRow(SortableDouble.ToKey(values[row]), eventWeight, weight - eventWeight);
            }
        }

        Missing = new(missingEvents, missingNonEvents);
    }

    private void AddRow(ulong key, double events, double nonEvents)
    {
        ref ValueBucket bucket = ref _table.Find(key);
        bucket.Events += events;
        bucket.NonEvents += nonEvents;
        if (key < bucket.Lowest)
            bucket.Lowest = key;
        if (key > bucket.Highest)
            bucket.Highest = key;
        _table.KeepCapacity();
    }
}
