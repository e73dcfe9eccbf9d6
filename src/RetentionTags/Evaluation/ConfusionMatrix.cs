namespace RetentionTags.Evaluation;

/// <summary>What happens at one threshold: rows whose score reaches it are flagged. Counts are sums of weights.</summary>
/// <remarks>A ratio whose denominator is 0 is NaN: precision when no row is flagged, recall when there is no event, everything when no row has weight.</remarks>
/// <param name="Threshold">Rows with a score of at least this are flagged.</param>
/// <param name="TruePositives">Flagged events.</param>
/// <param name="FalsePositives">Flagged non-events.</param>
/// <param name="FalseNegatives">Events that are not flagged.</param>
/// <param name="TrueNegatives">Non-events that are not flagged.</param>
public readonly record struct ConfusionMatrix(double Threshold, double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>Sum of all weights.</summary>
    public double Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>The flagged, TP + FP.</summary>
    public double Flagged => TruePositives + FalsePositives;

    /// <summary>Share of all rows that is flagged.</summary>
    public double FlaggedShare => Flagged / Total;

    /// <summary>Share of all rows that are flagged events or unflagged non-events.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Mean of <see cref="Recall"/> and <see cref="Specificity"/>: the accuracy if both classes were equally frequent. 0.5 is chance.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>Of the flagged, the share that are events; also called positive predictive value.</summary>
    public double Precision => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of the events, the share that is flagged; also called sensitivity or true positive rate.</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the non-events, the share that is not flagged.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Of the non-events, the share that is flagged: 1 − <see cref="Specificity"/>.</summary>
    public double FalsePositiveRate => FalsePositives / (TrueNegatives + FalsePositives);

    /// <summary>Harmonic mean of precision and recall: 2TP / (2TP + FP + FN). 0 when rows are flagged and none of them is an event.</summary>
    public double F1 => 2 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Youden's J, recall + specificity − 1, from −1 to 1: the distance between the classes' cumulated shares at this threshold. 0 is chance.</summary>
    public double Youden => Recall + Specificity - 1;

    /// <summary>
    /// Matthews' correlation of flag and event, from −1 to 1: (TP·TN − FP·FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)). NaN when all rows or none are flagged, and when there is one class only.
    /// </summary>
    public double MatthewsCorrelation =>
        ((TruePositives * TrueNegatives) - (FalsePositives * FalseNegatives)) / (Math.Sqrt(Flagged * (TruePositives + FalseNegatives)) * Math.Sqrt((TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives)));

    /// <summary>Cohen's kappa, (a − e)/(1 − e), with the accuracy a and the accuracy e of flagging as many rows at random. 0 is chance; NaN when e is 1.</summary>
    public double Kappa
    {
        get
        {
            double chance = (Flagged / Total * ((TruePositives + FalseNegatives) / Total)) + ((TrueNegatives + FalseNegatives) / Total * ((TrueNegatives + FalsePositives) / Total));
            return (Accuracy - chance) / (1 - chance);
        }
    }

    /// <summary>F-beta, the mean of precision and recall that holds recall β times as important: (1 + β²) TP / ((1 + β²) TP + β² FN + FP).</summary>
    /// <param name="beta">Above 0; 1 gives <see cref="F1"/>, 2 is for events that are dear to miss.</param>
    /// <returns>0–1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not above 0 and finite.</exception>
    public double FBeta(double beta)
    {
        if (!(beta > 0) || double.IsInfinity(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is above 0 and finite; 1 weighs precision and recall alike.");
        double square = beta * beta;
        return (1 + square) * TruePositives / (((1 + square) * TruePositives) + (square * FalseNegatives) + FalsePositives);
    }
}
