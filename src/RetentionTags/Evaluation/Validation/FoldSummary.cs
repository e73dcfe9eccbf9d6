namespace RetentionTags.Evaluation.Validation;

/// <summary>A number over folds.</summary>
/// <remarks>The standard deviation is no standard error: models of different folds have learnt from mostly the same rows, so folds are not independent. For an interval take DeLong's or a bootstrap over the out-of-fold scores.</remarks>
/// <param name="Count">In how many folds the number is defined; the others are left out.</param>
/// <param name="Mean">The mean, each fold counting once; NaN when it is defined in none.</param>
/// <param name="StandardDeviation">Of the folds, divisor <paramref name="Count"/> − 1; NaN for fewer than two.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
public readonly record struct FoldSummary(int Count, double Mean, double StandardDeviation, double Lowest, double Highest)
{
    internal static FoldSummary Of(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(value => !double.IsNaN(value))];
        if (defined.Length == 0)
            return new(0, double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = defined.Average();
        double deviation = defined.Length == 1 ? double.NaN : Math.Sqrt(defined.Sum(value => (value - mean) * (value - mean)) / (defined.Length - 1));
        return new(defined.Length, mean, deviation, defined.Min(), defined.Max());
    }
}
