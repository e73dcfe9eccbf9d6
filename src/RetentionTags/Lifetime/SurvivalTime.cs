namespace RetentionTags.Lifetime;

/// <summary>What happened at one time, over all rows of a <see cref="SurvivalData"/>.</summary>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">The weight of those who were being watched just before it: their duration is at least this, and they entered before it.</param>
/// <param name="Events">The weight of those for whom the event happened at it.</param>
/// <param name="Censored">The weight of those whom nobody watched any longer after it, without an event. They count as at risk at it.</param>
public readonly record struct SurvivalTime(double Time, double AtRisk, double Events, double Censored)
{
    internal static Comparer<SurvivalTime> ByTime { get; } = Comparer<SurvivalTime>.Create((x, y) => x.Time.CompareTo(y.Time));
}
