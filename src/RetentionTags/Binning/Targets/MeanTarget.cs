namespace RetentionTags.Binning.Targets;

/// <summary>A number as target.</summary>
/// <remarks>
/// Targets are shifted and scaled before they are summed: by an origin near their mean, so that a large common part costs no digits, and by a unit that is the largest power of two not above their range, so
/// that nothing overflows. The origin is a multiple of the unit, so whole numbers stay whole and their sums exact.
/// </remarks>
internal sealed class MeanTarget : Target<MeanSums>
{
    /// <summary>The share of the total sum of squares below which squares within bins are rounding.</summary>
    private const double LeastSquares = 1.0 / (1L << 48);

    /// <summary>An origin of no more units than that costs no digits that matter.</summary>
    private const double NearZero = 8;

    private readonly MeanBinning _recipe;
    private readonly double[] _scaled;
    private readonly WelchTest _welch;

    public MeanTarget(MeanBinning recipe, TargetRows rows, double[] targets)
        : base(recipe, rows)
    {
        _recipe = recipe;
        Targets = [.. rows.FirstRows.Select(row => targets[row] + 0.0)];
        double weight = 0, sum = 0;
        for (int stratum = 0; stratum < Targets.Length; stratum++)
        {
            weight += rows.Weights[stratum];
            sum += rows.Weights[stratum] * Targets[stratum];
        }

        (Range, TotalSum) = (Targets[^1] - Targets[0], sum);
        Unit = Math.ScaleB(1, Math.ILogB(Range));
        Origin = Math.Round(Math.Clamp(sum / weight, Targets[0], Targets[^1]) / Unit) * Unit;
        _scaled = [.. Targets.Select(target => (target - Origin) / Unit)];
        Total = Sum([.. Enumerable.Range(0, Targets.Length)], rows.Weights);
        _welch = new(recipe.MaxPValue);
    }

    /// <summary>The distinct targets, ascending.</summary>
    public double[] Targets { get; }

    public double Range { get; }

    public double Unit { get; }

    public double Origin { get; }

    public double TotalSum { get; }

    /// <summary>Of all rows.</summary>
    public MeanSums Total { get; }

    /// <summary>A mean for the table: from the sum as it is or, where a large common part would cost digits, from the deviations.</summary>
    /// <param name="sum">Of the targets.</param>
    /// <param name="weight">Of the rows.</param>
    /// <param name="mean">By the deviations.</param>
    public double MeanOf(double sum, double weight, double mean) => Math.Abs(Origin) <= NearZero * Unit ? sum / weight : mean;

    public override MeanSums Nothing => default;

    public override string Needs => "";

    public override MeanSums Sum(ReadOnlySpan<int> strata, ReadOnlySpan<double> weights)
    {
        double weight = 0, sum = 0, squares = 0;
        for (int i = 0; i < strata.Length; i++)
        {
            weight += weights[i];
            sum += weights[i] * _scaled[strata[i]];
        }

        double mean = sum / weight;
        for (int i = 0; i < strata.Length; i++)
        {
            double deviation = _scaled[strata[i]] - mean;
            squares += weights[i] * deviation * deviation;
        }

        return new(weight, sum, squares);
    }

    public override double SizeOf(int stratum, double weight) => weight;

    public override double Size(MeanSums sums) => sums.Weight;

    public override double Weight(MeanSums sums) => sums.Weight;

    public override MeanSums Together(MeanSums a, MeanSums b) => MeanSums.Together(a, b);

    public override Intervals<MeanSums> IntervalsOf(MeanSums[] prebins) => new StoredIntervals<MeanSums>(prebins, MeanSums.Together);

    public override bool MayBeBin(MeanSums sums) => sums.Weight > 0;

    public override double Value(MeanSums sums)
    {
        double difference = sums.Mean - Total.Mean;
        return _recipe.Objective == MeanObjective.BetweenGroups
            ? difference * difference * sums.Weight / Total.Squares
            : Math.Abs(difference) / (Range / Unit);
    }

    public override double ToObjective(double value) => _recipe.Objective == MeanObjective.BetweenGroups ? value : value * Range;

    public override double Level(MeanSums sums) => sums.Mean;

    public override bool Differ(MeanSums left, MeanSums right) =>
        IsAtLeast(_recipe.MinDifference / Unit, left.Mean, right.Mean) && (_recipe.MaxPValue == 1 || _welch.Differ(left, right));

    public override NeighbourTest Test(MeanSums left, MeanSums right) => WelchTest.Of(left, right);

    public override double Bic(MeanSums[] bins, bool turns)
    {
        double weight = 0, squares = 0;
        foreach (MeanSums bin in bins)
            (weight, squares) = (weight + bin.Weight, squares + bin.Squares);
        double within = Math.Log(Math.Max(squares, LeastSquares * Total.Squares) / weight) + (2 * Math.Log(Unit));
        return (weight * within) + ((bins.Length + (turns ? 1 : 0)) * Math.Log(weight));
    }
}
