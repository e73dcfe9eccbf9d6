using RetentionTags.Data;

namespace RetentionTags.Binning.Histograms;

/// <summary>A column of numbers as it was counted elsewhere: weights of events and non-events of single values and of ranges. No rows can be added, since nobody knows how those ranges came about.</summary>
internal sealed class RangeHistogram : ColumnHistogram
{
    private readonly ValueBucket[] _sorted;

    /// <param name="name">The column's name.</param>
    /// <param name="missing">Counts of missing values.</param>
    /// <param name="sorted">Of values that ascend and do not overlap.</param>
    public RangeHistogram(string name, ClassWeights missing, ValueBucket[] sorted)
        : base(name)
    {
        Missing = missing;
        _sorted = sorted;
    }

    public override ColumnKind Kind => ColumnKind.Numeric;

    public override HistogramPrecision Precision => BucketPrebins.PrecisionOf(this, _sorted);

    public override ColumnHistogram CountOf(Column column, TrainingSet batch, CancellationToken cancellationToken) => throw CountedElsewhere();

    public override void Merge(ColumnHistogram other) => throw CountedElsewhere();

    public override PrebinnedColumn ToPrebins(OptimalBinning recipe, CancellationToken cancellationToken) =>
        new BucketPrebins(Name, Missing, _sorted, "for it was counted in ranges. Count that value, or both sides of that cut, by itself").Of(recipe, cancellationToken);

    private InvalidOperationException CountedElsewhere() =>
        new($"Column '{Name}' was counted elsewhere (BinningHistogram.OfCounts), and such counts are not added to, merged or saved. Count all rows at once there, and keep the fitted model.");
}
