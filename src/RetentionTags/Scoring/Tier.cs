using RetentionTags.Evaluation;

namespace RetentionTags.Scoring;

/// <summary>A named range of scores: from <paramref name="From"/>, inclusive, to <paramref name="To"/>, exclusive.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rank">0 for the tier of the highest scores, 1 for the next, and so on.</param>
/// <param name="From">The lowest score in the tier; −∞ for the last one.</param>
/// <param name="To">The lowest score of the tier above; ∞ for the first one, which also takes ∞ itself.</param>
public sealed record Tier(string Name, int Rank, double From, double To)
{
    /// <summary>The score from which on somebody who was in a lower tier enters this one (or a higher one). <see cref="From"/> without a margin, above it with one.</summary>
    public double Enter { get; init; } = From;

    /// <summary>The score beneath which somebody who was in this tier leaves it for a lower one. <see cref="From"/> without a margin, below it with one.</summary>
    public double Leave { get; init; } = From;

    /// <summary>What treating the customers of this tier is worth, where the scheme was made of such values: all 0 for the tier of those who are left alone. Otherwise <see langword="null"/>.</summary>
    public DecisionValues? Values { get; init; }
}
