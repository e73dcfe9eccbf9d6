namespace RetentionTags.Explanations;

/// <summary>One way to another score.</summary>
/// <param name="Changes">What is changed, in the order of the card's columns.</param>
/// <param name="Cost">What all changes cost together.</param>
/// <param name="Score">The score that the row then has, on the scale of the target.</param>
public sealed record Counterfactual(ValueList<BinChange> Changes, double Cost, double Score);
