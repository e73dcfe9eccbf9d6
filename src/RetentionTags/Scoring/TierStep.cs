using RetentionTags.Evaluation;

namespace RetentionTags.Scoring;

/// <summary>The step from a tier down to the next one that holds anything: whether the event rate falls, and whether that can be chance.</summary>
/// <param name="Upper">The upper tier.</param>
/// <param name="Lower">The lower one.</param>
/// <param name="Difference">Event rate of the upper tier − that of the lower one; positive when the rate falls, as it should.</param>
/// <param name="Interval">Newcombe's 95 % interval of the difference, from the two Wilson intervals. Source: Newcombe (1998), Statistics in Medicine 17, p. 873–890, method 10.</param>
/// <param name="Z">The pooled two-proportion z statistic, positive when the rate falls; 0 where both tiers hold only events or only non-events.</param>
/// <param name="PValue">One-sided, 1 − Φ(Z): small when the rate falls by more than chance would have it. Near 1 when it rises.</param>
/// <param name="HolmPValue">
/// The same after Holm's step-down correction for the number of steps: with a limit of 5 %, the probability that any step without a fall is declared one is at most 5 %. That all steps fall needs no correction: the greatest <paramref name="PValue"/> says it
/// (an intersection-union test). Sources: Holm (1979), Scandinavian Journal of Statistics 6, p. 65–70; Berger (1982), Technometrics 24, p. 295–300.
/// </param>
public sealed record TierStep(TierOutcome Upper, TierOutcome Lower, double Difference, ConfidenceInterval Interval, double Z, double PValue, double HolmPValue);
