using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Histograms;

/// <summary>From buckets of numbers to the pre-bins of the rows that they count.</summary>
/// <remarks>A bucket stands for its lowest value, and a cut is put between the highest value of one bucket and the lowest of the next: so it divides exactly the rows on its two sides.</remarks>
/// <param name="name">The column's name.</param>
/// <param name="missing">Counts of missing values.</param>
/// <param name="buckets">In ascending order of their values.</param>
/// <param name="whyTogether">For errors: why values were counted together, and what to do about it.</param>
internal sealed class BucketPrebins(string name, ClassWeights missing, ValueBucket[] buckets, string whyTogether)
{
    /// <summary>How precisely buckets tell a column.</summary>
    public static HistogramPrecision PrecisionOf(ColumnHistogram column, ReadOnlySpan<ValueBucket> buckets)
    {
        double weight = 0, heaviest = 0, valueError = 0;
        foreach (ref readonly ValueBucket bucket in buckets)
        {
            weight += bucket.Weight;
            if (bucket.Lowest == bucket.Highest)
                continue;
            heaviest = Math.Max(heaviest, bucket.Weight);
            valueError = Math.Max(valueError, RelativeWidth(SortableDouble.FromKey(bucket.Lowest), SortableDouble.FromKey(bucket.Highest)));
        }

        return new(column.Name, column.Kind, buckets.Length, weight, column.Missing.Sum, valueError, heaviest == 0 ? 0 : heaviest / weight);
    }

    /// <summary>The pre-bins, by the rules that rows themselves are divided by.</summary>
    /// <exception cref="TrainingDataException">The recipe tells values apart that were counted together.</exception>
    public PrebinnedColumn Of(OptimalBinning recipe, CancellationToken cancellationToken)
    {
        RequireApart(recipe);
        var rows = new CountedRows(buckets.Length + 1);
        rows.Add(-1, missing.Events, missing.NonEvents);
        for (int i = 0; i < buckets.Length; i++)
            rows.Add(i, buckets[i].Events, buckets[i].NonEvents);
        NumericColumn column = Column.Numeric(name, rows.Values.Select(i => i < 0 ? double.NaN : SortableDouble.FromKey(buckets[i].Lowest)).ToArray());
        TrainingSet data = rows.ToTrainingSet(column);
        if (Array.TrueForAll(buckets, bucket => bucket.Lowest == bucket.Highest))
            return ColumnPrebins.Of(recipe, column, data, cancellationToken);

        // Cuts that the recipe asks for stay where they are; the others are put in the gaps, and only then are the two joined.
        double[] asked = [.. recipe.FixedCuts, .. recipe.SignChangeAt is double value ? [value] : (double[])[]];
        var prebins = (PrebinnedNumbers)ColumnPrebins.Of(recipe with { FixedCuts = [], SignChangeAt = null }, column, data, cancellationToken);
        double[] cuts = Array.ConvertAll(prebins.Cuts, BetweenBuckets);
        return asked.Length > 0 ? ColumnPrebins.Of(recipe with { CandidateCuts = [.. cuts.Union(asked).Order()] }, column, data, cancellationToken) : new PrebinnedNumbers
        {
            Name = name,
            Counts = prebins.Counts,
            Missing = prebins.Missing,
            Specials = prebins.Specials,
            DistinctValues = prebins.DistinctValues,
            Cuts = cuts,
            Centers = prebins.Centers,
        };
    }

    /// <summary>The difference of two numbers beside the greater magnitude.</summary>
    private static double RelativeWidth(double lowest, double highest) => double.IsInfinity(lowest) || double.IsInfinity(highest)
        ? double.PositiveInfinity
        : (highest / Math.Max(Math.Abs(lowest), Math.Abs(highest))) - (lowest / Math.Max(Math.Abs(lowest), Math.Abs(highest)));

    /// <summary>Fails when the recipe names a value, or asks for a cut, in the midst of a bucket.</summary>
    private void RequireApart(OptimalBinning recipe)
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
        new($"Column '{name}': the histogram counted {Invariant(what)} together with others, {whyTogether}, or round the column before it is counted.") { ColumnName = name };

    /// <summary>A cut between the lowest values of two neighbouring buckets, moved above the highest value of the lower one unless it is already.</summary>
    private double BetweenBuckets(double cut)
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
}
