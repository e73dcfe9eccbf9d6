using MathNet.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>The number of purchases in a time t at rates λ ~ Gamma(r, α).</summary>
internal readonly struct NegativeBinomial(double r, double alpha, double time)
{
    /// <summary>Γ(r+x)/(Γ(r) x!) (α/(α+t))ʳ (t/(α+t))ˣ.</summary>
    public double Exactly(int x) => Math.Exp(
        RisingLogs.Sum(r, x) - RisingLogs.Sum(1, x) - (r * Elementary.Log1P(time / alpha)) - (x == 0 ? 0 : x * Elementary.Log1P(alpha / time)));

    /// <summary>P(at least x) = I(t/(α+t); x, r), exact also where it is tiny.</summary>
    public double AtLeast(int x) => x == 0 ? 1 : SpecialFunctions.BetaRegularized(x, r, time / (alpha + time));
}
