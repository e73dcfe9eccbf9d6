namespace RetentionTags.Lifetime;

/// <summary>
/// How ln Γ and its derivatives change over a step, without the loss of digits that subtracting two of their values would bring. Arguments are raised to at least 12 by the recurrence, step by step; from there on it is Stirling's series with the step
/// taken through ln(1 + x).
/// </summary>
internal static class GammaSteps
{
    private const double Enough = 12;

    /// <summary>ln Γ(z + step) − ln Γ(z), for z above 0 and a step of at least 0.</summary>
    public static double LogGamma(double z, double step)
    {
        double below = 0;
        for (; z < Enough; z++)
            below -= LogOnePlus(step / z);
        return below + ((z - 0.5) * LogOnePlus(step / z)) + (step * Math.Log(z + step)) - step + (Stirling(z + step) - Stirling(z));
    }

    /// <summary>ψ(z + step) − ψ(z), the derivative of ln Γ.</summary>
    public static double Digamma(double z, double step)
    {
        double below = 0;
        for (; z < Enough; z++)
            below += step / z / (z + step);
        return below + LogOnePlus(step / z) + (DigammaRest(z + step) - DigammaRest(z));
    }

    /// <summary>ψ′(z), the second derivative of ln Γ.</summary>
    public static double Trigamma(double z)
    {
        double below = 0;
        for (; z < Enough; z++)
            below += 1 / (z * z);
        double i = 1 / z, s = i * i;
        return below + i + (s / 2) + (i * s * ((1.0 / 6) - (s * ((1.0 / 30) - (s * ((1.0 / 42) - (s * ((1.0 / 30) - (s * ((5.0 / 66) - (s * 691 / 2730)))))))))));
    }

    /// <summary>ln(1 + x) for x above −1, exact where x is tiny.</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsPositiveInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>1 − exp(−x) for x of at least 0, exact where x is tiny.</summary>
    public static double OneMinusExpOfMinus(double x)
    {
        double power = Math.Exp(-x), rest = 1 - power;
        return rest == 0 ? x : power < 0.5 ? rest : rest * (x / -Math.Log(power));
    }

    /// <summary>What Stirling's formula lacks of ln Γ(z).</summary>
    private static double Stirling(double z)
    {
        double i = 1 / z, s = i * i;
        return i * ((1.0 / 12) - (s * ((1.0 / 360) - (s * ((1.0 / 1260) - (s * ((1.0 / 1680) - (s * ((1.0 / 1188) - (s * 691 / 360360))))))))));
    }

    /// <summary>ψ(z) − ln z.</summary>
    private static double DigammaRest(double z)
    {
        double i = 1 / z, s = i * i;
        return -(i / 2) - (s * ((1.0 / 12) - (s * ((1.0 / 120) - (s * ((1.0 / 252) - (s * ((1.0 / 240) - (s * ((1.0 / 132) - (s * 691 / 32760)))))))))));
    }
}
