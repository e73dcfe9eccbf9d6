namespace RetentionTags.Evaluation;

/// <summary>A point of the gains curve, also called cumulative accuracy profile.</summary>
/// <param name="Threshold">Rows with a score of at least this are contacted.</param>
/// <param name="Share">The share of all rows that is contacted.</param>
/// <param name="Gain">Of the events, the share among the contacted.</param>
public readonly record struct GainsPoint(double Threshold, double Share, double Gain);
