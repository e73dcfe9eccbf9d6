namespace RetentionTags.Evaluation.Validation;

/// <summary>One segment of a <see cref="SegmentEvaluation"/>.</summary>
/// <param name="Name">The segment; <see langword="null"/> for the rows that have none.</param>
/// <param name="Evaluation">The measures of its rows. Its findings say what is not defined and why, for instance because all rows are of one class.</param>
public sealed record EvaluatedSegment(string? Name, BinaryEvaluation Evaluation)
{
    /// <summary>Whether the probabilities mean what they say in this segment: events observed over expected, calibration in the large, slope.</summary>
    public CalibrationDiagnostics Calibration { get; } = Evaluation.DiagnoseCalibration();
}
