namespace RetentionTags.Evaluation;

/// <summary>A point of the ROC curve.</summary>
/// <param name="Threshold">Rows with a score of at least this are flagged.</param>
/// <param name="FalsePositiveRate">Of the non-events, the share that is flagged.</param>
/// <param name="TruePositiveRate">Of the events, the share that is flagged.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);
