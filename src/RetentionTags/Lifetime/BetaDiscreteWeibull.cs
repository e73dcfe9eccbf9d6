namespace RetentionTags.Lifetime;

/// <summary>
/// The beta-discrete-Weibull (BdW) model of contracts: as <see cref="ShiftedBetaGeometric"/>, and the churn probability of each customer also rises (c above 1) or falls (c below 1) with every renewal.
/// </summary>
/// <remarks>
/// S(t) = B(α, β + tᶜ) / B(α, β), the share of a cohort left after t renewals. Three parameters; c = 1 is the shifted beta-geometric model. With few periods c, α and β can hardly be told apart, though S(t) within the periods seen can: look at the intervals and findings.
/// Source: Fader, Hardie, Liu, Davin and Steenburgh (2018), Journal of Interactive Marketing 43, p. 1–16.
/// </remarks>
public sealed record BetaDiscreteWeibull : ContractRecipe
{
    private protected override int ParameterCount => 3;

    private protected override ReadOnlySpan<double> ShapeStarts => [1, 0.6, 1.6];
}
