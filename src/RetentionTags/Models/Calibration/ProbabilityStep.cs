namespace RetentionTags.Models.Calibration;

/// <summary>A place where a step function takes a value.</summary>
internal readonly record struct ProbabilityStep(double Probability, double Value);
