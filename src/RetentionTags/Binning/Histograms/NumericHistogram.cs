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

    public override HistogramPrecision Precision
    {
        get
        {
            double weight = 0, heaviest = 0, valueError = 0;
            foreach (ref readonly ValueBucket bucket in _table.Buckets)
            {
                weight += bucket.Weight;
                if (bucket.Lowest == bucket.Highest)
                    continue;
                heaviest = Math.Max(heaviest, bucket.Weight);
                valueError = Math.Max(valueError, RelativeWidth(SortableDouble.FromKey(bucket.Lowest), SortableDouble.FromKey(bucket.Highest)));
            }

            return new(Name, Kind, _table.Count, weight, Missing.Sum, valueError, heaviest == 0 ? 0 : heaviest / weight);
        }
    }

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

    /// <inheritdoc/>
    /// <remarks>A bucket stands for its lowest value, and a cut is put between the highest value of one bucket and the lowest of the next: so it divides exactly the rows on its two sides.</remarks>
    public override PrebinnedColumn ToPrebins(OptimalBinning recipe, CancellationToken cancellationToken)
    {
        ValueBucket[] buckets = Sorted();
        RequireApart(buckets, recipe);
        var rows = new CountedRows(buckets.Length + 1);
        rows.Add(-1, Missing.Events, Missing.NonEvents);
        for (int i = 0; i < buckets.Length; i++)
            rows.Add(i, buckets[i].Events, buckets[i].NonEvents);
        NumericColumn column = Column.Numeric(Name, rows.Values.Select(i => i < 0 ? double.NaN : SortableDouble.FromKey(buckets[i].Lowest)).ToArray());
        TrainingSet data = rows.ToTrainingSet(column);
        if (DroppedBits == 0)
            return ColumnPrebins.Of(recipe, column, data, cancellationToken);

        // Cuts that the recipe asks for stay where they are; the others are put in the gaps, and only then are the two joined.
        double[] asked = [.. recipe.FixedCuts, .. recipe.SignChangeAt is double value ? [value] : (double[])[]];
        var prebins = (PrebinnedNumbers)ColumnPrebins.Of(recipe with { FixedCuts = [], SignChangeAt = null }, column, data, cancellationToken);
        double[] cuts = Array.ConvertAll(prebins.Cuts, cut => BetweenBuckets(buckets, cut));
        return asked.Length > 0 ? ColumnPrebins.Of(recipe with { CandidateCuts = [.. cuts.Union(asked).Order()] }, column, data, cancellationToken) : new PrebinnedNumbers
        {
            Name = Name,
            Counts = prebins.Counts,
            Missing = prebins.Missing,
            Specials = prebins.Specials,
            DistinctValues = prebins.DistinctValues,
            Cuts = cuts,
            Centers = prebins.Centers,
        };
    }

    /// <summary>How many buckets there were if one bit less were dropped: those divide whose lowest and highest value differ in it.</summary>
    private static int CountWithOneBitMore(ReadOnlySpan<ValueBucket> sorted, int droppedBits)
    {
        int count = sorted.Length;
        foreach (ref readonly ValueBucket bucket in sorted)
            count += bucket.Lowest >> (droppedBits - 1) == bucket.Highest >> (droppedBits - 1) ? 0 : 1;
        return count;
    }

    /// <summary>Fails when the recipe names a value, or asks for a cut, in the midst of a bucket.</summary>
    private void RequireApart(ValueBucket[] buckets, OptimalBinning recipe)
    {
        foreach (double special in recipe.Specials.SelectMany(group => group.Values).Where(value => value.Kind == ColumnKind.Numeric).Select(value => value.Number))
        {
            if (Array.Exists(buckets, bucket => bucket.Lowest != bucket.Highest && bucket.Lowest <= SortableDouble.ToKey(special) && SortableDouble.ToKey(special) <= bucket.Highest))
                throw CountedTogether($"the special value {special}");
        }

        IEnumerable<double> ends = recipe.UndividedRanges.SelectMany(range => (double[])[range.Lower, range.Upper]).Where(double.IsFinite);
        foreach (double cut in recipe.CandidateCuts.Concat(recipe.FixedCuts).Concat(ends).Concat(recipe.SignChangeAt is double value ? [value] : []))
        {
            if (Array.Exists(buckets, bucket => bucket.Lowest < SortableDouble.ToKey(cut) && SortableDouble.ToKey(cut) <= bucket.Highest))
                throw CountedTogether($"values on both sides of the cut {cut}");
        }
    }

    private TrainingDataException CountedTogether(FormattableString what) =>
        new($"Column '{Name}': the histogram counted {Invariant(what)} together with others, for the column has more distinct values than its capacity of {_capacity}. Create the histogram with a greater capacity, or round the column before it is counted.") { ColumnName = Name };

    /// <summary>A cut between the lowest values of two neighbouring buckets, moved above the highest value of the lower one unless it is already.</summary>
    private static double BetweenBuckets(ValueBucket[] buckets, double cut)
    {
        ulong key = SortableDouble.ToKey(cut);
        int low = 0, high = buckets.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (buckets[middle].Lowest >= key)
                high = middle;
            else
                low = middle + 1;
        }

        return low == 0 || low == buckets.Length || buckets[low - 1].Highest < key
            ? cut
            : ShortestCut.Between(SortableDouble.FromKey(buckets[low - 1].Highest), SortableDouble.FromKey(buckets[low].Lowest));
    }

    /// <summary>The difference of two numbers beside the greater magnitude.</summary>
    private static double RelativeWidth(double lowest, double highest) => double.IsInfinity(lowest) || double.IsInfinity(highest)
        ? double.PositiveInfinity
        : (highest / Math.Max(Math.Abs(lowest), Math.Abs(highest))) - (lowest / Math.Max(Math.Abs(lowest), Math.Abs(highest)));

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
