namespace RetentionTags.Cleaning;

/// <summary>A text that means the same as another.</summary>
/// <param name="From">The text as it is found, compared once formats are unified.</param>
/// <param name="To">The text to put in its place, itself in unified form.</param>
public sealed record Synonym(string From, string To);
