namespace RetentionTags.Binning;

/// <summary>A half-open range of numbers, [<paramref name="Lower"/>, <paramref name="Upper"/>).</summary>
/// <param name="Lower">The lowest number, inclusive.</param>
/// <param name="Upper">The highest number, exclusive.</param>
public readonly record struct ValueRange(double Lower, double Upper);
