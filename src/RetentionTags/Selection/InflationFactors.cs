using RetentionTags.Numerics;

namespace RetentionTags.Selection;

/// <summary>Variance inflation factors 1/(1 − R²) from correlations: the diagonal of the inverse.</summary>
internal static class InflationFactors
{
    /// <summary>A column of which the others leave less than this share of the variance unexplained depends on them.</summary>
    private const double DependenceTolerance = 1e-10;

    /// <summary>One factor for each column, ∞ for those that have a part in a dependence.</summary>
    /// <param name="correlations">Row by row.</param>
    /// <param name="size">The number of columns.</param>
    public static double[] Of(double[] correlations, int size)
    {
        var factor = new CholeskyFactor(correlations, size, DependenceTolerance);
        double[] inverse = factor.Inverse(), factors = new double[size];
        for (int j = 0; j < size; j++)
            factors[j] = factor.IsDependent[j] ? double.PositiveInfinity : Math.Max(1, inverse[(j * size) + j]);

        // What a dependent column is made of depends on it in turn.
        for (int dependent = 0; dependent < size; dependent++)
        {
            if (!factor.IsDependent[dependent])
                continue;
            double[] parts = correlations[(dependent * size)..((dependent + 1) * size)];
            factor.Solve(parts);
            for (int j = 0; j < size; j++)
                factors[j] = Math.Abs(parts[j]) > Math.Sqrt(DependenceTolerance) ? double.PositiveInfinity : factors[j];
        }

        return factors;
    }
}
