namespace RetentionTags.Evaluation;

/// <summary>A point of the precision-recall curve.</summary>
/// <param name="Threshold">Rows with a score of at least this are flagged.</param>
/// <param name="Recall">Of the events, the share that is flagged.</param>
/// <param name="Precision">Of the flagged, the share that are events.</param>
public readonly record struct PrecisionRecallPoint(double Threshold, double Recall, double Precision);
