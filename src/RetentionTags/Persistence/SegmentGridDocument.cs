using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A grid as it is saved.</summary>
internal sealed record SegmentGridDocument(int Levels, SegmentRuleDocument[] Rules)
{
    public static SegmentGridDocument Of(SegmentGrid grid) => new(grid.Levels, [.. grid.Rules.Select(SegmentRuleDocument.Of)]);

    public SegmentGrid ToGrid() => SegmentGrid.Create([.. Rules.Select(rule => rule.ToRule())], Levels);
}
