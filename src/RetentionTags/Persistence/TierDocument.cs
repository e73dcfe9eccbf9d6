using RetentionTags.Evaluation;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>A tier scheme as it is saved: names from the highest tier down, the threshold beneath each but the last and, where there are any, the bands around thresholds and the values of tiers.</summary>
internal sealed record TierDocument(string[] Names, double[] Thresholds, Finding[] Findings, double[]? Leave = null, double[]? Enter = null, DecisionValues[]? Values = null)
{
    public static TierDocument Of(TierScheme scheme)
    {
        Tier[] upper = [.. scheme.Tiers.SkipLast(1)];
        bool hasBands = upper.Any(tier => tier.Leave != tier.From || tier.Enter != tier.From);
        return new(
            [.. scheme.Tiers.Select(tier => tier.Name)],
            [.. upper.Select(tier => tier.From)],
            [.. scheme.Findings],
            hasBands ? [.. upper.Select(tier => tier.Leave)] : null,
            hasBands ? [.. upper.Select(tier => tier.Enter)] : null,
            scheme.Tiers[0].Values is null ? null : [.. scheme.Tiers.Select(tier => tier.Values!.Value)]);
    }

    public TierScheme ToModel()
    {
        if (Names.Length != Thresholds.Length + 1)
            throw new ArgumentException($"There are {Names.Length} tiers and {Thresholds.Length} thresholds.");
        if (Leave?.Length != Enter?.Length)
            throw new ArgumentException("There are bands that are left and not entered, or the other way round.");
        if (Values is not null && Values.Length != Names.Length)
            throw new ArgumentException($"There are {Names.Length} tiers and {Values.Length} values.");
        var scheme = new TierScheme(Names, Thresholds, Findings);
        if (Leave is not null)
            scheme = scheme.WithBands([.. Leave.Zip(Enter!)]);
        return Values is null ? scheme : scheme.WithValues([.. Values.Select(value => (DecisionValues?)value)]);
    }
}
