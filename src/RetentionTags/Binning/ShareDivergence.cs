namespace RetentionTags.Binning;

/// <summary>The parts that one bin adds to the bounded divergences between the shares of events p and of non-events q. All are at least 0, exactly symmetric, and 0 for equal shares.</summary>
internal static class ShareDivergence
{
    /// <summary>½ [p ln(p/m) + q ln(q/m)] with m = (p + q)/2.</summary>
    /// <remarks>
    /// With u = |p − q|/(p + q) it is (p + q)/4 · h(u), h(u) = (1 + u) ln(1 + u) + (1 − u) ln(1 − u) = Σ u²ᵏ/(k(2k − 1)).
    /// The series is summed where the logarithms would cancel; nine terms are exact to the last digit below 0.1.
    /// </remarks>
    public static double JensenShannon(double p, double q)
    {
        double sum = p + q, u = Math.Abs(p - q) / sum, h = 0;
        if (sum == 0)
            return 0;
        if (u < 0.1)
        {
            for (int k = 9; k >= 1; k--)
                h = (h + (1.0 / (k * ((2 * k) - 1)))) * u * u;
        }
        else
        {
            h = ((1 + u) * Math.Log(1 + u)) + (u == 1 ? 0 : (1 - u) * Math.Log(1 - u));
        }

        return sum / 4 * h;
    }

    /// <summary>½ (√p − √q)², the difference of the roots found without cancellation.</summary>
    public static double Hellinger(double p, double q)
    {
        double root = (p - q) / (Math.Sqrt(p) + Math.Sqrt(q));
        return p == q ? 0 : root * root / 2;
    }

    /// <summary>(p − q)²/(p + q).</summary>
    public static double Triangular(double p, double q) => p == q ? 0 : (p - q) * (p - q) / (p + q);
}
