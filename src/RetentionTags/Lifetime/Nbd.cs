namespace RetentionTags.Lifetime;

/// <summary>The negative binomial model: customers buy at rates λ ~ Gamma(r, α) and never leave. The baseline that the other models must beat.</summary>
/// <remarks>ln L = ln Γ(r+x) − ln Γ(r) + r ln α − (r+x) ln(α+T). Source: Ehrenberg (1959), Applied Statistics 8(1).</remarks>
public sealed record Nbd : PurchaseRecipe
{
    /// <inheritdoc/>
    public override NbdModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => Fit(
        customers,
        outcome,
        patterns => new NbdLikelihood(patterns),
        (parameters, report, evaluation) => new NbdModel(parameters, customers.Unit, this, report, evaluation),
        progress,
        cancellationToken);
}
