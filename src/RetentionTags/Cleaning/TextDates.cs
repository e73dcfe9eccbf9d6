namespace RetentionTags.Cleaning;

/// <summary>A category column whose texts are dates.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Formats">Custom formats such as <c>yyyy-MM-dd</c>, each with a year of four digits. A text that two of them read as different moments, such as 03/04/2025 day first and month first, is ambiguous.</param>
/// <param name="Culture">The culture of the names of months and of the calendar (years in th-TH are Buddhist); the empty name is the invariant culture.</param>
public sealed record TextDates(string ColumnName, ValueList<string> Formats, string Culture = "");
