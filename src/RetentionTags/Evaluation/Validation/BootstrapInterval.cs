namespace RetentionTags.Evaluation.Validation;

/// <summary>A measure of all rows, or a difference of one, and how far it would move with other rows of the same kind.</summary>
public sealed class BootstrapInterval
{
    private readonly double[] _replicates;

    internal BootstrapInterval(double estimate, double[] replicates, double level)
    {
        (Estimate, _replicates) = (estimate, replicates);
        double[] sorted = [.. replicates.Where(replicate => !double.IsNaN(replicate)).Order()];
        StandardError = FoldSummary.Of(sorted).StandardDeviation;
        Interval = new(Quantile(sorted, (1 - level) / 2), Quantile(sorted, (1 + level) / 2), level);
        UndefinedCount = replicates.Length - sorted.Length;
        if (UndefinedCount > 0)
            Findings = [new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: the measure has no value in {UndefinedCount} of {replicates.Length} replicates, which are left out of the interval. There are too few rows of one class.")];
    }

    /// <summary>The measure of the rows themselves.</summary>
    public double Estimate { get; }

    /// <summary>The standard deviation of the replicates, which estimates the standard error; NaN for fewer than two.</summary>
    public double StandardError { get; }

    /// <summary>The percentile interval: quantiles of the replicates, between order statistics by straight lines (type 7 of Hyndman and Fan 1996).</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>The measure of each replicate, in their order; NaN where it is not defined.</summary>
    public ReadOnlySpan<double> Replicates => _replicates;

    /// <summary>In how many replicates the measure is not defined.</summary>
    public int UndefinedCount { get; }

    /// <summary>A warning when <see cref="UndefinedCount"/> is not 0.</summary>
    public IReadOnlyList<Finding> Findings { get; } = [];

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 == sorted.Length || sorted[below + 1] == sorted[below] || double.IsInfinity(sorted[below]) || place == below ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
