using MathNet.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>The number of purchases in a time t at rates λ ~ Gamma(r, α), by customers who do not leave.</summary>
internal readonly struct NegativeBinomial(double r, double alpha, double time)
{
    /// <summary>Γ(r+x)/(Γ(r) x!) (α/(α+t))ʳ (t/(α+t))ˣ for x = first, first + 1 …</summary>
    public void Exactly(int first, Span<double> destination)
    {
        double none = r * Elementary.Log1P(time / alpha), perPurchase = Elementary.Log1P(alpha / time), ways = LogWays(r, first);
        for (int i = 0; i < destination.Length; i++)
        {
            int x = first + i;
            destination[i] = Math.Exp(ways - none - (x == 0 ? 0 : x * perPurchase));
            ways += Math.Log((r + x) / (x + 1));
        }
    }

    /// <summary>P(at least x) = I(t/(α+t); x, r), exact also where it is tiny.</summary>
    public double AtLeast(int x) => x == 0 ? 1 : SpecialFunctions.BetaRegularized(x, r, time / (alpha + time));

    /// <summary>ln [Γ(r+x)/(Γ(r) x!)].</summary>
    public static double LogWays(double r, int x) => RisingLogs.Sum(r, x) - RisingLogs.Sum(1, x);
}
