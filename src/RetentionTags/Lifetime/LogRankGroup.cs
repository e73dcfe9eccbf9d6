namespace RetentionTags.Lifetime;

/// <summary>A group in a <see cref="LogRankTest"/>.</summary>
/// <param name="TotalWeight">The weight of its rows.</param>
/// <param name="Observed">The weight of its events.</param>
/// <param name="Expected">The events that it would have if every group had the same hazard at every time: Σ d nⱼ/n.</param>
public readonly record struct LogRankGroup(double TotalWeight, double Observed, double Expected);
