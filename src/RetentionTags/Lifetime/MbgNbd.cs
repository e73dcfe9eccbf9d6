namespace RetentionTags.Lifetime;

/// <summary>The modified BG/NBD model, the first choice of the family: customers buy at rates λ ~ Gamma(r, α), and leave after <b>each</b> purchase, the first included, with probability p ~ Beta(a, b).</summary>
/// <remarks>
/// ln L = ln Γ(r+x) − ln Γ(r) + r ln α + ln[Γ(a+b) Γ(b+x+1) / (Γ(b) Γ(a+b+x+1))] + ln[(α+T)^−(r+x) + a/(b+x) (α+t)^−(r+x)]. Sources: Batislam, Denizel and Filiztekin (2007), International Journal of Research in Marketing 24(3); Wagner and Hoppe (2008), ibid. 25(3).
/// </remarks>
public sealed record MbgNbd : PurchaseRecipe
{
    /// <inheritdoc/>
    public override MbgNbdModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => Fit(
        customers,
        outcome,
        patterns => new BetaGeometricLikelihood(patterns, first: 1),
        (parameters, report, evaluation) => new MbgNbdModel(parameters, customers.Unit, this, report, evaluation),
        progress,
        cancellationToken);
}
