namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="BgBb"/>. Time is counted in opportunities.</summary>
/// <remarks>
/// With L the likelihood of <see cref="BgBb"/> and n opportunities so far, the mean number used of the next m is (1/L) Σₖ B(α+x+1, β+n−x)/B(α,β) · B(γ, δ+n+k)/B(γ,δ), and at least one is used with probability (1/L) Σₖ B(α+x+1, β+n−x+k−1)/B(α,β) · B(γ, δ+n+k)/B(γ,δ),
/// both over k = 1 … m. Source: Fader, Hardie and Shang (2010); the second follows from the same likelihood.
/// </remarks>
public sealed class BgBbModel : PurchaseModel
{
    internal BgBbModel(ReadOnlySpan<double> parameters, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
        : base(parameters, TimeUnit.Opportunity, recipe, report, evaluation)
    {
    }

    /// <summary>The first parameter of the beta distribution of using an opportunity.</summary>
    public double Alpha => Parameters[0];

    /// <summary>Its second parameter: using has mean α/(α+β).</summary>
    public double Beta => Parameters[1];

    /// <summary>The first parameter of the beta distribution of leaving.</summary>
    public double Gamma => Parameters[2];

    /// <summary>Its second parameter: leaving has mean γ/(γ+δ).</summary>
    public double Delta => Parameters[3];

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="alpha">The first parameter of the beta distribution of using an opportunity, finite and above 0.</param>
    /// <param name="beta">Its second parameter: using has mean α/(α+β), finite and above 0.</param>
    /// <param name="gamma">The first parameter of the beta distribution of leaving, finite and above 0.</param>
    /// <param name="delta">Its second parameter: leaving has mean γ/(γ+δ), finite and above 0.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    public static BgBbModel FromParameters(double alpha, double beta, double gamma, double delta) => new([alpha, beta, gamma, delta], null, null, null);

    private protected override Func<PurchasePattern, double> PurchaseProbabilities(double length) => pattern => Sum(pattern, length, isFirst: true);

    private protected override Func<PurchasePattern, double> ExpectedCounts(double length) => pattern => Sum(pattern, length, isFirst: false);

    private protected override double AliveOf(PurchasePattern pattern) => (Delta + pattern.Tenure) / (Gamma + Delta + pattern.Tenure) / Total(pattern);

    private protected override double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        int n = (int)pattern.Tenure, x = pattern.RepeatPurchases;
        new BetaBernoulliCounts(Alpha + x, Beta + n - x, Gamma, Delta + n, (int)length).Exactly(fewest, destination);
        return 1 / Total(pattern);
    }

    /// <summary>The probability of using the k-th of the next opportunities, or of using it as the first, summed over k. Each is the one before times a ratio of beta functions.</summary>
    private double Sum(PurchasePattern pattern, double length, bool isFirst)
    {
        double n = pattern.Tenure, x = pattern.RepeatPurchases, use = (Alpha + x) / (Alpha + Beta + n), stay = 1, sum = 0;
        for (int k = 1; k <= length; k++)
        {
            stay *= (Delta + n + k - 1) / (Gamma + Delta + n + k - 1);
            sum += use * stay;
            if (isFirst)
                use *= (Beta + n - x + k - 1) / (Alpha + Beta + n + k);
        }

        return sum / Total(pattern);
    }

    /// <summary>The likelihood, relative to its term for customers who were alive at all opportunities. From the last opportunity down to the last one used.</summary>
    private double Total(PurchasePattern pattern)
    {
        double x = pattern.RepeatPurchases, total = 1, term = Gamma / (Gamma + Delta + pattern.Tenure);
        for (double until = pattern.Tenure - 1; until >= pattern.LastPurchase; until--)
        {
            term *= (Alpha + Beta + until) / (Beta + until - x) * ((Gamma + Delta + until + 1) / (Delta + until));
            total += term;
        }

        return total;
    }
}
