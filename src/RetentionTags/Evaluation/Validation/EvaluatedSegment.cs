namespace RetentionTags.Evaluation.Validation;

/// <summary>One segment of a <see cref="SegmentEvaluation"/>.</summary>
/// <param name="Name">The segment; <see langword="null"/> for the rows that have none.</param>
/// <param name="Evaluation">The measures of its rows. Its findings say what is not defined and why, for instance because all rows are of one class.</param>
public sealed record EvaluatedSegment(string? Name, BinaryEvaluation Evaluation)
{
    /// <summary>Events observed over events expected, Σ w y / Σ w p: above 1 where the scores are too low. NaN when scores are not probabilities, or all are 0.</summary>
    public double CalibrationRatio => RatioOf(Evaluation);

    internal static double RatioOf(BinaryEvaluation evaluation)
    {
        double expected = evaluation.Calibration.Sum(bin => bin.Count * bin.MeanScore);
        return expected > 0 ? evaluation.EventRate * evaluation.TotalWeight / expected : double.NaN;
    }
}
