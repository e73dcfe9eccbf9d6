namespace RetentionTags.Scoring;

/// <summary>The lowest and the highest points that a card can give.</summary>
/// <param name="Lowest">The lowest points; finite.</param>
/// <param name="Highest">The highest points; finite, and above the lowest.</param>
public sealed record PointsRange(double Lowest, double Highest);
