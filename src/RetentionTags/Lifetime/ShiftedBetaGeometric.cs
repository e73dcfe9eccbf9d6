namespace RetentionTags.Lifetime;

/// <summary>
/// The shifted beta-geometric (sBG) model of contracts: each customer has a churn probability of her own, the same at every renewal, and these probabilities have a beta distribution over customers.
/// </summary>
/// <remarks>
/// S(t) = B(α, β + t) / B(α, β), the share of a cohort left after t renewals, and rₜ = (β + t − 1) / (α + β + t − 1), the retention rate at renewal t, which rises although nobody's own does: those likely to leave leave first. Two parameters. Where customers themselves become more or less likely to stay, see
/// <see cref="BetaDiscreteWeibull"/>. Source: Fader and Hardie (2007), Journal of Interactive Marketing 21(1), p. 76–90, equations 5–7.
/// </remarks>
public sealed record ShiftedBetaGeometric : ContractRecipe
{
    private protected override int ParameterCount => 2;

    private protected override ReadOnlySpan<double> ShapeStarts => [1];
}
