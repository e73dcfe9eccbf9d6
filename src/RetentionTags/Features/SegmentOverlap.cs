namespace RetentionTags.Features;

/// <summary>A cell that several rules claim.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Segments">The segments of those rules, in their order; one twice when two of its own rules overlap.</param>
public sealed record SegmentOverlap(SegmentCell Cell, ValueList<string> Segments);
