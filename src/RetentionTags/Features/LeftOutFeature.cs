namespace RetentionTags.Features;

/// <summary>A candidate that is not among the features, and why.</summary>
/// <param name="Name">The name that its column would have.</param>
/// <param name="Lineage">What it is made of.</param>
/// <param name="Reason">Why it was left out.</param>
/// <param name="Explanation">The reason in a sentence: which feature it equals, for instance.</param>
public sealed record LeftOutFeature(string Name, string Lineage, LeftOutReason Reason, string Explanation);
