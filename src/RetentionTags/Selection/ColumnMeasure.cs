namespace RetentionTags.Selection;

/// <summary>The number by which a step judged a column.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Value">The number; NaN when it is not defined.</param>
public sealed record ColumnMeasure(string ColumnName, double Value);
