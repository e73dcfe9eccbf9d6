namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="MbgNbd"/>.</summary>
/// <remarks>
/// With R = r + x: P(alive) = 1/(1 + a/(b+x) ((α+T)/(α+t))^R), below 1 also for x = 0; P(≥ 1 in (T, T+h]) = P(alive) [1 − ((α+T)/(α+T+h))^R], which needs only powers; E[Y(h)] = P(alive) (a+b+x)/(a−1) [1 − ((α+T)/(α+T+h))^R ₂F₁(R, b+x+1; a+b+x; h/(α+T+h))], computed as an
/// average of positive numbers, so that a = 1 is nothing special.
/// </remarks>
public sealed class MbgNbdModel : PurchaseModel
{
    private readonly BetaGeometric _formulas;

    internal MbgNbdModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
        : base(parameters, unit, recipe, report, evaluation) =>
        _formulas = new(R, Alpha, A, B, first: 1);

    /// <summary>The shape of the rates' gamma distribution.</summary>
    public double R => Parameters[0];

    /// <summary>The rates' scale, in units of time.</summary>
    public double Alpha => Parameters[1];

    /// <summary>The first parameter of the beta distribution of leaving.</summary>
    public double A => Parameters[2];

    /// <summary>Its second parameter: leaving has mean a/(a+b).</summary>
    public double B => Parameters[3];

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="r">The shape of the rates' gamma distribution, finite and above 0.</param>
    /// <param name="alpha">The rates' scale, in units of time, finite and above 0.</param>
    /// <param name="a">The first parameter of the beta distribution of leaving, finite and above 0.</param>
    /// <param name="b">Its second parameter: leaving has mean a/(a+b), finite and above 0.</param>
    /// <param name="unit">What the parameters count time in; not opportunities.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    /// <exception cref="ArgumentException">The unit is the opportunity.</exception>
    public static MbgNbdModel FromParameters(double r, double alpha, double a, double b, TimeUnit unit) => new([r, alpha, a, b], RequireTime(unit), null, null, null);

    private protected override Func<PurchasePattern, double> PurchaseProbabilities(double length) => _formulas.PurchaseProbabilities(length);

    private protected override Func<PurchasePattern, double> ExpectedCounts(double length) => _formulas.ExpectedCounts(length);

    private protected override double AliveOf(PurchasePattern pattern) => _formulas.Alive(pattern);

    private protected override double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        _formulas.CountsWhileAlive(pattern, length, fewest, destination);
        return _formulas.Alive(pattern);
    }
}
