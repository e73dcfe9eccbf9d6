namespace RetentionTags.Lifetime;

/// <summary>∫ exp(−δu) (c/(c+u))^s du from 0 to ∞: how long a customer will live, discounted. It is c exp(z) E(s; z), z = δc, with the generalised exponential integral.</summary>
internal static class DiscountedLife
{
    private const double Negligible = 45;
    private const double LongestPanel = 0.5;

    /// <summary>With u = c (exp(v) − 1) the integrand is exp(−z (exp(v) − 1) + (1−s) v): smooth, and gone where z (exp(v) − 1) is 45.</summary>
    public static double Mean(double s, double c, double delta)
    {
        double z = delta * c, range = Elementary.Log1P(Negligible / z), sum = 0;
        int panels = (int)Math.Ceiling(range / LongestPanel);
        double half = range / (2 * panels);
        ReadOnlySpan<double> nodes = GaussLegendre.Nodes, weights = GaussLegendre.Weights;
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < nodes.Length; i++)
            {
                double v = half * ((2 * panel) + 1 + nodes[i]);
                sum += half * weights[i] * Math.Exp(-(z * Elementary.ExpM1(v)) + ((1 - s) * v));
            }
        }

        return c * sum;
    }
}
