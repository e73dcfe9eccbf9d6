using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>The population stability index of two sets of counts in the same bins; see <see cref="BinningEvaluation.Psi"/>.</summary>
internal static class PopulationStability
{
    /// <summary>One bin's part, (a − b) ln(a/b), with the one more row where one of the counts is 0; at least 0, and NaN when one of the two sets has no weight.</summary>
    public static double Part(double expectedCount, double actualCount, double expectedTotal, double actualTotal)
    {
        if (expectedCount == 0 && actualCount == 0)
            return 0;
        if (expectedTotal == 0 || actualTotal == 0)
            return double.NaN;
        double more = expectedCount == 0 || actualCount == 0 ? (expectedCount + actualCount) / (expectedTotal + actualTotal) : 0;
        double expected = (expectedCount + more) / expectedTotal, actual = (actualCount + more) / actualTotal;
        return (actual - expected) * Math.Log(actual / expected);
    }

    /// <summary>The probability of an index at least as high when nothing changed: chi-square with one degree of freedom less than there are bins.</summary>
    public static double PValue(double index, int bins, double expectedTotal, double actualTotal)
    {
        if (double.IsNaN(index))
            return double.NaN;
        double chiSquare = index * (expectedTotal * (actualTotal / (expectedTotal + actualTotal)));
        return Tails.ChiSquare(chiSquare, Math.Max(bins - 1, 0));
    }
}
