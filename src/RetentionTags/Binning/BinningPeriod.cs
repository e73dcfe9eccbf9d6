namespace RetentionTags.Binning;

/// <summary>One period of a <see cref="BinningStability"/>.</summary>
/// <param name="Name">The period's name; a number is written in the invariant culture.</param>
/// <param name="Evaluation">The table of the period's rows, beside the fitted one: counts, information value, PSI against all of training, trend breaks.</param>
public sealed record BinningPeriod(string Name, BinningEvaluation Evaluation);
