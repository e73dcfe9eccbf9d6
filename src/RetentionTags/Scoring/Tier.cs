namespace RetentionTags.Scoring;

/// <summary>A named range of scores: from <paramref name="From"/>, inclusive, to <paramref name="To"/>, exclusive.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rank">0 for the tier of the highest scores, 1 for the next, and so on.</param>
/// <param name="From">The lowest score in the tier; −∞ for the last one.</param>
/// <param name="To">The lowest score of the tier above; ∞ for the first one, which also takes ∞ itself.</param>
public sealed record Tier(string Name, int Rank, double From, double To);
