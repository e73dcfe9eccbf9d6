using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>A test of coefficients of a regression against 0.</summary>
/// <param name="Statistic">About χ² with <paramref name="DegreesOfFreedom"/> if the true coefficients are 0; at least 0, apart from rounding.</param>
/// <param name="DegreesOfFreedom">How many coefficients are tested; 0 when there was none to test, because the columns say nothing new.</param>
public readonly record struct ModelTest(double Statistic, int DegreesOfFreedom)
{
    /// <summary>The probability of a statistic at least as great if the true coefficients were 0, 0–1. NaN for a statistic of NaN; 1 without degrees of freedom.</summary>
    public double PValue => Tails.ChiSquare(Math.Max(Statistic, 0), DegreesOfFreedom);
}
