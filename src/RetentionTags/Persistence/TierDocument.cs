using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>A tier scheme as it is saved: names from the highest tier down, and the threshold beneath each but the last.</summary>
internal sealed record TierDocument(string[] Names, double[] Thresholds, Finding[] Findings)
{
    public static TierDocument Of(TierScheme scheme) =>
        new([.. scheme.Tiers.Select(tier => tier.Name)], [.. scheme.Tiers.SkipLast(1).Select(tier => tier.From)], [.. scheme.Findings]);

    public TierScheme ToModel() => Names.Length == Thresholds.Length + 1
        ? new(Names, Thresholds, Findings)
        : throw new ArgumentException($"There are {Names.Length} tiers and {Thresholds.Length} thresholds.");
}
