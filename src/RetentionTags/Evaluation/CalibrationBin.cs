namespace RetentionTags.Evaluation;

/// <summary>Rows with similar scores: what was predicted for them and what happened.</summary>
/// <param name="LowestScore">The lowest score in the group.</param>
/// <param name="HighestScore">The highest score in the group.</param>
/// <param name="Count">Sum of weights.</param>
/// <param name="MeanScore">The mean predicted probability.</param>
/// <param name="EventRate">The share of events, 0–1.</param>
/// <param name="Interval">Wilson's 95 % interval of the event rate: in it lies the mean score of a calibrated model, most of the time.</param>
public sealed record CalibrationBin(double LowestScore, double HighestScore, double Count, double MeanScore, double EventRate, ConfidenceInterval Interval);
