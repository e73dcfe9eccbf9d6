using RetentionTags.Evaluation;

namespace RetentionTags.Scoring;

/// <summary>What is to be expected of the customers of one tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Count">Sum of weights: how many customers the tier holds.</param>
/// <param name="Share">Share of all customers, 0–1.</param>
/// <param name="Events">The expected number of events, Σ p.</param>
/// <param name="EventRate">The expected share of events, the mean probability; NaN for an empty tier.</param>
public sealed record TierExpectation(Tier Tier, double Count, double Share, double Events, double EventRate)
{
    /// <summary>What treating all customers of the tier is expected to be worth (<see cref="DecisionValues.Gain"/>); NaN when the scheme knows no values.</summary>
    public double Value => Tier.Values?.Gain(Events, Count - Events) ?? double.NaN;
}
