namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="BgNbd"/>.</summary>
/// <remarks>
/// With R = r + x: P(alive) = 1/(1 + 1[x&gt;0] a/(b+x−1) ((α+T)/(α+t))^R); P(≥ 1 in (T, T+h]) = P(alive) [1 − ((α+T)/(α+T+h))^R], which needs only powers; E[Y(h)] = P(alive) (a+b+x−1)/(a−1) [1 − ((α+T)/(α+T+h))^R ₂F₁(R, b+x; a+b+x−1; h/(α+T+h))], computed as an
/// average of positive numbers, so that a = 1 is nothing special. Source: Fader, Hardie and Lee (2005), equations 8 to 10.
/// </remarks>
public sealed class BgNbdModel : BetaGeometricModel
{
    internal BgNbdModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
        : base(parameters, unit, recipe, report, evaluation, first: 0)
    {
    }

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="r">The shape of the rates' gamma distribution, finite and above 0.</param>
    /// <param name="alpha">The rates' scale, in units of time, finite and above 0.</param>
    /// <param name="a">The first parameter of the beta distribution of leaving, finite and above 0.</param>
    /// <param name="b">Its second parameter: leaving has mean a/(a+b), finite and above 0.</param>
    /// <param name="unit">What the parameters count time in; not opportunities.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    /// <exception cref="ArgumentException">The unit is the opportunity.</exception>
    public static BgNbdModel FromParameters(double r, double alpha, double a, double b, TimeUnit unit) => new([r, alpha, a, b], RequireTime(unit), null, null, null);
}
