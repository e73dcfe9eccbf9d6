namespace RetentionTags.Lifetime;

/// <summary>
/// ∫ f(y) dy from l to h with f(y) = ((α+y)/(α+l))^−p ((β+y)/(β+l))^−q: the integral of which the hypergeometric functions of the Pareto/NBD are made. Every term is positive, so nothing cancels, whatever the parameters; and derivatives are integrals of the same kind.
/// </summary>
/// <remarks>
/// With m = min(α, β) and u = ln(m + y) the integrand's singularities are at a distance of π, and otherwise it only falls. Panels of at most 4 units of u, in number one for every 8 powers of e by which it falls, with sixteen Gauss–Legendre points each, leave
/// a relative error of about 10⁻¹⁵. What lies beyond 45 powers of e is left out: less than 10⁻¹⁹.
/// </remarks>
internal readonly struct PowerIntegral
{
    private const double Negligible = 45;
    private const double LongestPanel = 4;
    private const double SteepestPanel = 8;

    private PowerIntegral(double value, double logAlpha, double logBeta, double inverseAlpha, double inverseBeta) =>
        (Value, LogAlpha, LogBeta, InverseAlpha, InverseBeta) = (value, logAlpha, logBeta, inverseAlpha, inverseBeta);

    /// <summary>∫ f.</summary>
    public double Value { get; }

    /// <summary>∫ f ln((α+y)/(α+l)).</summary>
    public double LogAlpha { get; }

    /// <summary>∫ f ln((β+y)/(β+l)).</summary>
    public double LogBeta { get; }

    /// <summary>∫ f / (α+y).</summary>
    public double InverseAlpha { get; }

    /// <summary>∫ f / (β+y).</summary>
    public double InverseBeta { get; }

    public static PowerIntegral Of(double alpha, double p, double beta, double q, double low, double high)
    {
        double least = Math.Min(alpha, beta), alphaLow = alpha + low, betaLow = beta + low;
        double length = Math.Min(high - low, alphaLow * Elementary.ExpM1(Negligible / p)), range = Elementary.Log1P(length / (least + low));
        double fall = (p * Elementary.Log1P(length / alphaLow)) + (q * Elementary.Log1P(length / betaLow));
        int panels = (int)Math.Ceiling(Math.Max(range / LongestPanel, fall / SteepestPanel));
        ReadOnlySpan<double> nodes = GaussLegendre.Nodes, weights = GaussLegendre.Weights;
        double value = 0, logAlpha = 0, logBeta = 0, inverseAlpha = 0, inverseBeta = 0, half = range / (2 * panels);
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < nodes.Length; i++)
            {
                double u = half * ((2 * panel) + 1 + nodes[i]), further = (least + low) * Elementary.ExpM1(u);
                double byAlpha = Elementary.Log1P(further / alphaLow), byBeta = Elementary.Log1P(further / betaLow);
                double term = half * weights[i] * Math.Exp(-(p * byAlpha) - (q * byBeta) + u) * (least + low);
                value += term;
                logAlpha += term * byAlpha;
                logBeta += term * byBeta;
                inverseAlpha += term / (alphaLow + further);
                inverseBeta += term / (betaLow + further);
            }
        }

        return new(value, logAlpha, logBeta, inverseAlpha, inverseBeta);
    }
}
