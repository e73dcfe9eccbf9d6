namespace RetentionTags.Features;

/// <summary>Computes a feature of your own from what is visible of one entity at a cut-off.</summary>
/// <param name="history">The visible events.</param>
/// <returns>The feature; NaN when it is missing. It depends on nothing but the history.</returns>
public delegate double EventFeature(EventHistory history);
