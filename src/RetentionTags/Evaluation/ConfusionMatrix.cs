namespace RetentionTags.Evaluation;

/// <summary>What happens at one threshold: rows whose score reaches it are flagged. Counts are sums of weights.</summary>
/// <remarks>A ratio whose denominator is 0 is NaN: precision when no row is flagged, recall when there is no event.</remarks>
/// <param name="Threshold">Rows with a score of at least this are flagged.</param>
/// <param name="TruePositives">Flagged events.</param>
/// <param name="FalsePositives">Flagged non-events.</param>
/// <param name="FalseNegatives">Events that are not flagged.</param>
/// <param name="TrueNegatives">Non-events that are not flagged.</param>
public readonly record struct ConfusionMatrix(double Threshold, double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>Share of all rows that are flagged events or unflagged non-events.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Of the flagged, the share that are events.</summary>
    public double Precision => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of the events, the share that is flagged; also called sensitivity or true positive rate.</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the non-events, the share that is not flagged.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Harmonic mean of precision and recall: 2TP / (2TP + FP + FN).</summary>
    public double F1 => 2 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);
}
