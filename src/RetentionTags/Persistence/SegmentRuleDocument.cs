using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A rule of a grid as it is saved: the lowest and the highest score, or nothing for all.</summary>
internal sealed record SegmentRuleDocument(string Segment, int[]? Recency = null, int[]? Frequency = null, int[]? Monetary = null)
{
    public static SegmentRuleDocument Of(SegmentRule rule) => new(rule.Segment, Ends(rule.Recency), Ends(rule.Frequency), Ends(rule.Monetary));

    public SegmentRule ToRule() => new(Segment) { Recency = Range(Recency), Frequency = Range(Frequency), Monetary = Range(Monetary) };

    private static int[]? Ends(ScoreRange? range) => range is null ? null : [range.From, range.To];

    private ScoreRange? Range(int[]? ends) => ends switch
    {
        null => null,
        [int from, int to] => new(from, to),
        _ => throw new ArgumentException($"A range of '{Segment}' has {ends.Length} ends."),
    };
}
