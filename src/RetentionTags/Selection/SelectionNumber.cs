namespace RetentionTags.Selection;

/// <summary>A number that a decision rests on.</summary>
/// <param name="Name">What it is: a measure in words, or the name of the setting that it was compared with.</param>
/// <param name="Value">The number; NaN when it is not defined.</param>
public sealed record SelectionNumber(string Name, double Value);
