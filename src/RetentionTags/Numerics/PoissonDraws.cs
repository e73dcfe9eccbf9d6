using MathNet.Numerics;

namespace RetentionTags.Numerics;

/// <summary>Whole numbers of a Poisson distribution.</summary>
internal static class PoissonDraws
{
    private const double InverseE = 1 / Math.E;

    /// <summary>From this mean on a draw is a transformed uniform number, accepted or not, instead of a walk along the probabilities.</summary>
    private const double RejectionFrom = 10;

    public static double Next(ref SplitMix64 random, double mean) => mean < RejectionFrom ? Walk(ref random, mean) : Transformed(ref random, mean);

    /// <summary>A uniform number in [0, 1): 53 bits.</summary>
    private static double Uniform(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>The first k whose cumulated probability exceeds a uniform number.</summary>
    private static double Walk(ref SplitMix64 random, double mean)
    {
        double uniform = Uniform(ref random), probability = mean == 1 ? InverseE : Math.Exp(-mean), cumulated = probability;
        int k = 0;
        while (uniform >= cumulated && cumulated + probability > cumulated)
        {
            probability *= mean / ++k;
            cumulated += probability;
        }

        return k;
    }

    /// <summary>Hörmann (1993), "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12, p. 39–45, algorithm PTRS.</summary>
    private static double Transformed(ref SplitMix64 random, double mean)
    {
        double b = 0.931 + (2.53 * Math.Sqrt(mean)), a = -0.059 + (0.02483 * b), inverseAlpha = 1.1239 + (1.1328 / (b - 3.4)), inside = 0.9277 - (3.6224 / (b - 2)), logMean = Math.Log(mean);
        while (true)
        {
            double u = Uniform(ref random) - 0.5, v = Uniform(ref random), distance = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / distance) + b) * u) + mean + 0.43);
            if (distance >= 0.07 && v <= inside)
                return k;
            if (k < 0 || (distance < 0.013 && v > distance))
                continue;
            if (Math.Log(v * inverseAlpha / ((a / (distance * distance)) + b)) <= (k * logMean) - mean - SpecialFunctions.GammaLn(k + 1))
                return k;
        }
    }
}
