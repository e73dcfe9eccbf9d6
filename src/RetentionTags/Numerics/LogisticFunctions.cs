namespace RetentionTags.Numerics;

/// <summary>The logistic function and its relatives, without overflow or cancellation.</summary>
internal static class LogisticFunctions
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>ln(1 + eˣ).</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>ln(p / (1 − p)).</summary>
    public static double Logit(double p) => Math.Log(p / (1 - p));

    /// <summary>ln(1 + t) for t in [0, 1], exact to a few units in the last place also for tiny t (Goldberg 1991, theorem 4).</summary>
    private static double LogOnePlus(double t)
    {
        double sum = 1 + t;
        return sum == 1 ? t : t * Math.Log(sum) / (sum - 1);
    }
}
