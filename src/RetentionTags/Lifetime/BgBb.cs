namespace RetentionTags.Lifetime;

/// <summary>
/// The BG/BB model, for opportunities to buy in discrete time, such as yearly appeals: a customer who is alive uses each with probability p ~ Beta(α, β), and leaves before each with probability θ ~ Beta(γ, δ).
/// </summary>
/// <remarks>
/// L = B(α+x, β+n−x)/B(α,β) · B(γ, δ+n)/B(γ,δ) + Σ B(α+x, β+t−x+i)/B(α,β) · B(γ+1, δ+t+i)/B(γ,δ) over i = 0 … n−t−1, for x of n opportunities used, the last of them number t. The summary counts in <see cref="TimeUnit.Opportunity"/>. Source: Fader, Hardie and Shang (2010), Marketing Science 29(6), equation 5.
/// </remarks>
public sealed record BgBb : PurchaseRecipe
{
    /// <inheritdoc/>
    public override BgBbModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => Fit(
        customers,
        outcome,
        patterns => new BetaBernoulliLikelihood(patterns),
        (parameters, report, evaluation) => new BgBbModel(parameters, this, report, evaluation),
        progress,
        cancellationToken);
}
