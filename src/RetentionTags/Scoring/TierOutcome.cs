using RetentionTags.Evaluation;

namespace RetentionTags.Scoring;

/// <summary>What happened to the rows of one tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Count">Sum of weights.</param>
/// <param name="Share">Share of all rows, 0–1.</param>
/// <param name="Events">Sum of the weights of the events.</param>
/// <param name="EventRate">Share of events, 0–1; NaN for an empty tier.</param>
/// <param name="Interval">Wilson's 95 % interval of the event rate.</param>
/// <param name="Lift">Event rate divided by that of all rows; NaN for an empty tier.</param>
public sealed record TierOutcome(Tier Tier, double Count, double Share, double Events, double EventRate, ConfidenceInterval Interval, double Lift);
