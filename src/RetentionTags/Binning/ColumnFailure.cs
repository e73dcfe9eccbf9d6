namespace RetentionTags.Binning;

/// <summary>A column that could not be binned.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Message">What was found, and what to do.</param>
public sealed record ColumnFailure(string ColumnName, string Message);
