namespace RetentionTags.Features;

/// <summary>Which scores a segment has. A segment may have several rules.</summary>
/// <param name="Segment">The segment's name.</param>
public sealed record SegmentRule(string Segment)
{
    /// <summary>The scores of recency.</summary>
    /// <value><see langword="null"/> by default: all.</value>
    public ScoreRange? Recency { get; init; }

    /// <summary>The scores of frequency.</summary>
    /// <value><see langword="null"/> by default: all.</value>
    public ScoreRange? Frequency { get; init; }

    /// <summary>The scores of monetary value. When no rule of a grid names any, its cells are pairs of recency and frequency.</summary>
    /// <value><see langword="null"/> by default: all.</value>
    public ScoreRange? Monetary { get; init; }

    internal bool Holds(SegmentCell cell) =>
        Recency?.Holds(cell.Recency) != false && Frequency?.Holds(cell.Frequency) != false && (cell.Monetary is not int monetary || Monetary?.Holds(monetary) != false);

    internal int Highest => new[] { Recency, Frequency, Monetary }.Max(range => range?.To ?? 1);
}
