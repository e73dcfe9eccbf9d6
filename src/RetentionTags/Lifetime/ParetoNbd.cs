namespace RetentionTags.Lifetime;

/// <summary>The Pareto/NBD model: customers buy at rates λ ~ Gamma(r, α), and leave at any time, at rates μ ~ Gamma(s, β).</summary>
/// <remarks>
/// L = Γ(r+x) αʳ βˢ / Γ(r) · {(α+T)^−(r+x) (β+T)^−s + s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy from t to T}. The integral is computed as such, by Gauss–Legendre quadrature of terms that are all positive; the textbook difference of hypergeometric functions cancels. Sources: Schmittlein, Morrison and Colombo (1987), Management Science 33(1); Hardie, notes 008 and 009.
/// </remarks>
public sealed record ParetoNbd : PurchaseRecipe
{
    /// <inheritdoc/>
    public override ParetoNbdModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => Fit(
        customers,
        outcome,
        patterns => new ParetoLikelihood(patterns),
        (parameters, report, evaluation) => new ParetoNbdModel(parameters, customers.Unit, this, report, evaluation),
        progress,
        cancellationToken);
}
