namespace RetentionTags.Cleaning;

/// <summary>A category column whose texts are numbers.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Cultures">
/// The names of the cultures in which numbers may be written, such as <c>de-DE</c>; the empty name is the invariant culture. A text that two of them read as different numbers, such as 1.234 in German and in English, is ambiguous.
/// </param>
public sealed record TextNumbers(string ColumnName, ValueList<string> Cultures);
