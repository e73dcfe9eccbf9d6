namespace RetentionTags.Lifetime;

/// <summary>How many of m opportunities are used with probability p ~ Beta(α, β), by customers who leave before each with probability θ ~ Beta(γ, δ): alive at all of them, or left after the i-th.</summary>
/// <remarks>
/// P(x) = U(x; m) B(γ, δ+m)/B(γ, δ) + Σ U(x; i) B(γ+1, δ+i)/B(γ, δ) over i = x … m − 1, with the beta-binomial U(x; i) = C(i, x) B(α+x, β+i−x)/B(α, β). Source: Fader, Hardie and Shang (2010), equation 7. Each term is the one before times a ratio.
/// </remarks>
internal readonly struct BetaBernoulliCounts(double alpha, double beta, double gamma, double delta, int opportunities)
{
    /// <summary>P(x) for x = first, first + 1 …</summary>
    public void Exactly(int first, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = first + i <= opportunities ? Exactly(first + i) : 0;
    }

    private double Exactly(int x)
    {
        double logUse = RisingLogs.Sum(alpha, x) - RisingLogs.Sum(alpha + beta, x), logStay = RisingLogs.Sum(delta, x) - RisingLogs.Sum(gamma + delta, x);
        double term = Math.Exp(logUse + logStay), sum = 0;
        for (int i = x; i < opportunities; i++)
        {
            sum += term * (gamma / (gamma + delta + i));
            term *= (i + 1.0) / (i + 1 - x) * ((beta + i - x) / (alpha + beta + i)) * ((delta + i) / (gamma + delta + i));
        }

        return sum + term;
    }
}
