namespace RetentionTags.Benchmarks;

/// <summary>A ratio that is to be held.</summary>
/// <param name="Name">The name of the comparison.</param>
/// <param name="Ratio">Candidate / baseline as last committed.</param>
/// <param name="Goal">What it is to become, in words, or empty. Goals are shown and do not fail.</param>
internal sealed record GuardedRatio(string Name, double Ratio, string Goal);
