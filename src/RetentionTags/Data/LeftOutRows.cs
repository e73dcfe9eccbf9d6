namespace RetentionTags.Data;

/// <summary>Rows of a source that are not in a log, for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Rows">How many rows.</param>
public sealed record LeftOutRows(string Reason, int Rows);
