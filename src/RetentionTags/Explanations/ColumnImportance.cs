namespace RetentionTags.Explanations;

/// <summary>How much one column moves scores over many rows.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="MeanAbsolute">The mean size of its contributions, in log-odds.</param>
/// <param name="Mean">The mean of its contributions, in log-odds: 0 over the rows of the baseline; elsewhere how far these rows differ from them.</param>
/// <param name="Share">The share of <paramref name="MeanAbsolute"/> among all columns, 0–1; NaN when no column moves any score.</param>
public sealed record ColumnImportance(string ColumnName, double MeanAbsolute, double Mean, double Share);
