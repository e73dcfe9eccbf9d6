namespace RetentionTags.Lifetime;

/// <summary>Logarithm and exponential near 1 and 0, exact to a few units in the last place where ln(1 + x) and exp(x) − 1 as written lose their digits (Kahan).</summary>
internal static class Elementary
{
    /// <summary>ln(1 + x).</summary>
    public static double Log1P(double x)
    {
        double one = 1 + x;
        return one == 1 ? x : double.IsInfinity(one) ? one : Math.Log(one) * (x / (one - 1));
    }

    /// <summary>exp(x) − 1.</summary>
    public static double ExpM1(double x)
    {
        double power = Math.Exp(x), difference = power - 1;
        return power == 1 ? x : difference == -1 || double.IsInfinity(power) ? difference : difference * x / Math.Log(power);
    }

    /// <summary>ln(1 + exp x), without overflow.</summary>
    public static double Softplus(double x) => x > 0 ? x + Log1P(Math.Exp(-x)) : Log1P(Math.Exp(x));
}
