namespace RetentionTags.Lifetime;

/// <summary>One time of a <see cref="SurvivalCurve"/>.</summary>
/// <param name="Time">The time; what follows holds from it on, to the next.</param>
/// <param name="AtRisk">n, the weight of those watched just before it.</param>
/// <param name="Events">d, the weight of the events at it.</param>
/// <param name="Censored">The weight of those whom nobody watched after it.</param>
/// <param name="Survival">Kaplan and Meier's S: the share without an event up to and including this time.</param>
/// <param name="CumulativeHazard">Nelson and Aalen's H = Σ d/n up to and including this time.</param>
public readonly record struct SurvivalStep(double Time, double AtRisk, double Events, double Censored, double Survival, double CumulativeHazard);
