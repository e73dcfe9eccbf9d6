using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>What happened to the rows of one tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Count">Sum of weights.</param>
/// <param name="Share">Share of all rows, 0–1.</param>
/// <param name="Events">Sum of the weights of the events.</param>
/// <param name="EventRate">Share of events, 0–1; NaN for an empty tier.</param>
/// <param name="Interval">Wilson's 95 % interval of the event rate.</param>
/// <param name="Lift">Event rate divided by that of all rows; NaN for an empty tier.</param>
public sealed record TierOutcome(Tier Tier, double Count, double Share, double Events, double EventRate, ConfidenceInterval Interval, double Lift)
{
    /// <summary>The mean of the scores, which for calibrated probabilities is the event rate to be expected; NaN for an empty tier.</summary>
    public double MeanScore { get; init; } = double.NaN;

    /// <summary>
    /// How far the events are from those that the probabilities p led to expect, in standard errors: (events − Σ p) / √(Σ p (1 − p)). Positive when there were more. Infinite where something happened that had the probability 0, or did not that had 1.
    /// NaN for an empty tier, for scores that are no probabilities, and where all probabilities are 0 or 1 and came true.
    /// </summary>
    public double CalibrationZ { get; init; } = double.NaN;

    /// <summary>The two-sided P value of <see cref="CalibrationZ"/> against the normal distribution: small when the tier's probabilities are not calibrated.</summary>
    public double CalibrationPValue => Tails.NormalTwoSided(CalibrationZ);

    /// <summary>What treating all rows of the tier was worth, given what happened to them (<see cref="DecisionValues.Gain"/>); NaN when the scheme knows no values.</summary>
    public double Value => Tier.Values?.Gain(Events, Count - Events) ?? double.NaN;
}
