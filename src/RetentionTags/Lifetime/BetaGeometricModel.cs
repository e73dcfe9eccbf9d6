namespace RetentionTags.Lifetime;

/// <summary>What <see cref="BgNbdModel"/> and <see cref="MbgNbdModel"/> share: rates λ ~ Gamma(r, α), and leaving after purchases with probability p ~ Beta(a, b).</summary>
public abstract class BetaGeometricModel : PurchaseModel
{
    private readonly BetaGeometric _formulas;

    /// <param name="parameters">r, α, a, b.</param>
    /// <param name="unit">What they count time in.</param>
    /// <param name="recipe">The recipe, if fitted.</param>
    /// <param name="report">How the fit went, if fitted.</param>
    /// <param name="evaluation">Against an outcome, if one was given.</param>
    /// <param name="first">1 where customers may leave after the first purchase, 0 where not.</param>
    private protected BetaGeometricModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation, int first)
        : base(parameters, unit, recipe, report, evaluation) =>
        _formulas = new(R, Alpha, A, B, first);

    /// <summary>The shape of the rates' gamma distribution.</summary>
    public double R => Parameters[0];

    /// <summary>The rates' scale, in units of time.</summary>
    public double Alpha => Parameters[1];

    /// <summary>The first parameter of the beta distribution of leaving.</summary>
    public double A => Parameters[2];

    /// <summary>Its second parameter: leaving has mean a/(a+b).</summary>
    public double B => Parameters[3];

    private protected sealed override Func<PurchasePattern, double> PurchaseProbabilities(double length) => _formulas.PurchaseProbabilities(length);

    private protected sealed override Func<PurchasePattern, double> ExpectedCounts(double length) => _formulas.ExpectedCounts(length);

    private protected sealed override double AliveOf(PurchasePattern pattern) => _formulas.Alive(pattern);

    private protected sealed override double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        _formulas.CountsWhileAlive(pattern, length, fewest, destination);
        return _formulas.Alive(pattern);
    }
}
