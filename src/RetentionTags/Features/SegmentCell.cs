namespace RetentionTags.Features;

/// <summary>One combination of scores.</summary>
/// <param name="Recency">From 1 (long ago) to k (recent).</param>
/// <param name="Frequency">From 1 to k.</param>
/// <param name="Monetary">From 1 to k; <see langword="null"/> in a grid that does not look at it.</param>
public readonly record struct SegmentCell(int Recency, int Frequency, int? Monetary = null)
{
    /// <summary>Such as <c>R5 F1</c> or <c>R5 F1 M3</c>.</summary>
    /// <returns>The cell as text.</returns>
    public override string ToString() => Monetary is int monetary ? Invariant($"R{Recency} F{Frequency} M{monetary}") : Invariant($"R{Recency} F{Frequency}");
}
