using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace RetentionTags.Numerics;

/// <summary>Probabilities of values at least as far out, exact also where they are tiny: none is computed as 1 minus something.</summary>
internal static class Tails
{
    /// <summary>Of a standard normal variable, on both sides. NaN for NaN.</summary>
    public static double NormalTwoSided(double z) => double.IsNaN(z) ? double.NaN : SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>Of a standard normal variable, above. NaN for NaN.</summary>
    public static double NormalUpper(double z) => double.IsNaN(z) ? double.NaN : SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

    /// <summary>Of Student's t, on both sides: I(ν/(ν + t²); ν/2, ½).</summary>
    public static double StudentTwoSided(double t, double degreesOfFreedom) =>
        double.IsNaN(t) || double.IsNaN(degreesOfFreedom) ? double.NaN : SpecialFunctions.BetaRegularized(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));

    /// <summary>Of a chi-square variable, the upper side. NaN for NaN, 0 for ∞; 1 without degrees of freedom, where there is nothing to differ.</summary>
    public static double ChiSquare(double x, double degreesOfFreedom) => (x, degreesOfFreedom) switch
    {
        (double.NaN, _) => double.NaN,
        (_, 0) or (0, _) => 1,
        (double.PositiveInfinity, _) => 0,
        _ => SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2, x / 2),
    };

    /// <summary>What lies within ± this many standard errors has this probability: of Student's t, or of the normal distribution for infinite degrees of freedom.</summary>
    public static double Quantile(double level, double degreesOfFreedom = double.PositiveInfinity) =>
        double.IsPositiveInfinity(degreesOfFreedom) ? Normal.InvCDF(0, 1, (1 + level) / 2) : StudentT.InvCDF(0, 1, degreesOfFreedom, (1 + level) / 2);
}
