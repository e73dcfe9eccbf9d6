namespace RetentionTags.Lifetime;

/// <summary>The BG/NBD model: customers buy at rates λ ~ Gamma(r, α), and leave after each <b>repeat</b> purchase with probability p ~ Beta(a, b).</summary>
/// <remarks>
/// <para>
/// ln L = ln Γ(r+x) − ln Γ(r) + r ln α + ln[Γ(a+b) Γ(b+x) / (Γ(b) Γ(a+b+x))] + ln[(α+T)^−(r+x) + 1[x&gt;0] a/(b+x−1) (α+t)^−(r+x)]. Source: Fader, Hardie and Lee (2005), Marketing Science 24(2), equation 6.
/// </para>
/// <para>
/// A customer with one purchase cannot have left, says the model: the probability to be alive is 1 for all of them. <see cref="MbgNbd"/> mends that; this one is for comparisons with the literature.
/// </para>
/// </remarks>
public sealed record BgNbd : PurchaseRecipe
{
    /// <inheritdoc/>
    public override BgNbdModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => Fit(
        customers,
        outcome,
        patterns => new BetaGeometricLikelihood(patterns, first: 0),
        (parameters, report, evaluation) => new BgNbdModel(parameters, customers.Unit, this, report, evaluation),
        progress,
        cancellationToken);
}
