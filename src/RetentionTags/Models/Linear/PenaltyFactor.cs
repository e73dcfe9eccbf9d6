namespace RetentionTags.Models.Linear;

/// <summary>How much more, or less, the coefficient of one column is penalised than others.</summary>
/// <param name="Column">The column.</param>
/// <param name="Factor">What both penalties are multiplied by for this column: finite and at least 0. With 0 it is not penalised at all, so a column of which one is sure always takes part.</param>
public sealed record PenaltyFactor(string Column, double Factor);
