namespace RetentionTags.Numerics;

/// <summary>Sums of weighted products of deviations from the mean. Whole numbers are summed exactly, so that the order of the rows does not matter to the bit.</summary>
internal static class CenteredProducts
{
    /// <summary>The greatest number that <see cref="OfWhole"/> takes as a sum of weights, and as half of a value.</summary>
    public const double WholeLimit = int.MaxValue;

    /// <summary>Σ w (x − x̄)(y − ȳ) with the weighted means x̄ and ȳ, in two passes. Weights add up to more than 0.</summary>
    public static double Of(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double total = 0, sumX = 0, sumY = 0, products = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += weights[i];
            sumX += weights[i] * x[i];
            sumY += weights[i] * y[i];
        }

        (double meanX, double meanY) = (sumX / total, sumY / total);
        for (int i = 0; i < weights.Length; i++)
            products += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        return products;
    }

    /// <summary>
    /// The same for whole numbers, as (W Σwxy − Σwx Σwy) / W. With weights that add up to less than 2³¹ and values below 2³² in size, no product exceeds 2¹²⁶.
    /// </summary>
    public static double OfWhole(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long total = 0;
        Int128 sumX = 0, sumY = 0, products = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            (long weight, long left, long right) = ((long)weights[i], (long)x[i], (long)y[i]);
            total += weight;
            sumX += weight * left;
            sumY += weight * right;
            products += Math.BigMul(weight * left, right);
        }

        return (double)((total * products) - (sumX * sumY)) / total;
    }
}
