namespace RetentionTags.Lifetime;

/// <summary>The number of purchases in a time t at rates λ ~ Gamma(r, α), by customers who leave at rates μ ~ Gamma(s, β): still there at the end, or left at y after so many purchases.</summary>
/// <remarks>
/// <para>
/// P(x) = N(x; t) (β/(β+t))ˢ + ∫ N(x; y) s/β (β/(β+y))^(s+1) dy from 0 to t, with the negative binomial N. Hardie's note 012 writes the integral as differences and sums of hypergeometric functions; here it stays an integral of a positive function, so nothing cancels.
/// </para>
/// <para>
/// In v = ln y the integrand's logarithm is concave: its slope falls from x + 1 to −(r + s), its second derivative is at most k/4 in size with k = r + x + s + 1, and singularities are at a distance of π. So the mode is found by halving, both ends are where 40 powers of e are lost (or t is reached), and panels of
/// sixteen Gauss–Legendre points, each at most 2 units and 4 standard deviations long, and one for every 8 powers of e, leave a relative error of about 10⁻¹³. Without purchases it is a <see cref="PowerIntegral"/>.
/// </para>
/// </remarks>
internal readonly struct ParetoCounts(double r, double alpha, double s, double beta, double time)
{
    private const double Negligible = 40;
    private const double LongestPanel = 2;
    private const double SteepestPanel = 8;
    private const int Halvings = 40;

    /// <summary>P(x) for x = first, first + 1 …</summary>
    public void Exactly(int first, Span<double> destination)
    {
        new NegativeBinomial(r, alpha, time).Exactly(first, destination);
        double stays = Math.Exp(-s * Elementary.Log1P(time / beta));
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (destination[i] * stays) + (time == 0 ? 0 : Left(first + i));
    }

    private double Left(int x)
    {
        if (x == 0)
            return s / beta * PowerIntegral.Of(alpha, r, beta, s + 1, 0, time).Value;
        double end = Math.Log(time), mode = Mode(x, end), height = LogDensity(x, mode);
        double sum = Panels(x, FallenTo(x, mode, -1, double.PositiveInfinity, height), mode, height);
        if (mode < end)
            sum += Panels(x, mode, FallenTo(x, mode, 1, end - mode, height), height);
        return sum * Math.Exp(NegativeBinomial.LogWays(r, x) + height + Math.Log(s / beta));
    }

    /// <summary>Where the slope is 0, or the end before that. It is above 0 where y ((r+x)/α + (s+1)/β) is below x + 1.</summary>
    private double Mode(int x, double end)
    {
        if (Slope(x, end) >= 0)
            return end;
        double low = Math.Log((x + 1) / (((r + x) / alpha) + ((s + 1) / beta))), high = end;
        for (int i = 0; i < Halvings && low < high; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Slope(x, middle) >= 0 ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Where, on one side of the mode, the integrand has fallen by e⁻⁴⁰, or the farthest place.</summary>
    private double FallenTo(int x, double mode, int side, double farthest, double height)
    {
        double near = 0, far = Math.Min(1, farthest);
        while (far < farthest && LogDensity(x, mode + (side * far)) > height - Negligible)
            (near, far) = (far, Math.Min(2 * far, farthest));
        if (LogDensity(x, mode + (side * far)) > height - Negligible)
            return mode + (side * far);
        for (int i = 0; i < Halvings / 2; i++)
        {
            double middle = (near + far) / 2;
            (near, far) = LogDensity(x, mode + (side * middle)) > height - Negligible ? (middle, far) : (near, middle);
        }

        return mode + (side * far);
    }

    private double Panels(int x, double low, double high, double height)
    {
        double range = high - low, fall = height - Math.Min(LogDensity(x, low), LogDensity(x, high)), deviations = range * Math.Sqrt(r + x + s + 1) / 2;
        int panels = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Max(range / LongestPanel, deviations / 4), fall / SteepestPanel)));
        ReadOnlySpan<double> nodes = GaussLegendre.Nodes, weights = GaussLegendre.Weights;
        double sum = 0, half = range / (2 * panels);
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < nodes.Length; i++)
                sum += weights[i] * Math.Exp(LogDensity(x, low + (half * ((2 * panel) + 1 + nodes[i]))) - height);
        }

        return half * sum;
    }

    /// <summary>The logarithm of (α/(α+y))ʳ (y/(α+y))ˣ (β/(β+y))^(s+1) y, y = exp(v).</summary>
    private double LogDensity(int x, double v)
    {
        double y = Math.Exp(v);
        return v - (r * Elementary.Log1P(y / alpha)) - (x * Elementary.Log1P(alpha / y)) - ((s + 1) * Elementary.Log1P(y / beta));
    }

    private double Slope(int x, double v)
    {
        double y = Math.Exp(v);
        return x + 1 - ((r + x) / (1 + (alpha / y))) - ((s + 1) / (1 + (beta / y)));
    }
}
