namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="Nbd"/>: nobody leaves.</summary>
/// <remarks>P(≥ 1 in (T, T+h]) = 1 − ((α+T)/(α+T+h))^(r+x); E[Y(h)] = (r+x) h/(α+T).</remarks>
public sealed class NbdModel : PurchaseModel
{
    internal NbdModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
        : base(parameters, unit, recipe, report, evaluation)
    {
    }

    /// <summary>The shape of the rates' gamma distribution.</summary>
    public double R => Parameters[0];

    /// <summary>The rates' scale, in units of time.</summary>
    public double Alpha => Parameters[1];

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="r">The shape of the rates' gamma distribution, finite and above 0.</param>
    /// <param name="alpha">The rates' scale, in units of time, finite and above 0.</param>
    /// <param name="unit">What the parameters count time in; not opportunities.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    /// <exception cref="ArgumentException">The unit is the opportunity.</exception>
    public static NbdModel FromParameters(double r, double alpha, TimeUnit unit) => new([r, alpha], RequireTime(unit), null, null, null);

    private protected override Func<PurchasePattern, double> PurchaseProbabilities(double length) => pattern => -Elementary.ExpM1(-(R + pattern.RepeatPurchases) * Elementary.Log1P(length / (Alpha + pattern.Tenure)));

    private protected override Func<PurchasePattern, double> ExpectedCounts(double length) => pattern => (R + pattern.RepeatPurchases) * (length / (Alpha + pattern.Tenure));

    private protected override double AliveOf(PurchasePattern pattern) => 1;

    private protected override double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        new NegativeBinomial(R + pattern.RepeatPurchases, Alpha + pattern.Tenure, length).Exactly(fewest, destination);
        return 1;
    }
}
