namespace RetentionTags.Evaluation;

/// <summary>The threshold that serves an objective best on the rows of an evaluation. On other rows it will serve less well: choose it on rows that measure nothing else.</summary>
/// <param name="Matrix">The threshold, and what happens at it. The threshold is +∞ when it is best to flag nobody. All is NaN when the objective is defined at no threshold.</param>
/// <param name="Objective">What was asked for.</param>
/// <param name="Value">The value of the objective; NaN when it is defined at no threshold.</param>
/// <param name="Findings">Why the objective is not defined, when it is not.</param>
public sealed record ThresholdChoice(ConfusionMatrix Matrix, ThresholdObjective Objective, double Value, IReadOnlyList<Finding> Findings)
{
    /// <summary>Rows with a score of at least this are flagged.</summary>
    public double Threshold => Matrix.Threshold;

    /// <summary>Tries "flag nobody" and every distinct score, from the highest to the lowest, until the flagged are more than the capacity: a later one must be better to be chosen.</summary>
    internal static ThresholdChoice Of(ScoreDistribution distribution, ThresholdObjective objective, double maxFlagged)
    {
        int count = distribution.Scores.Count;
        double[] eventsBelow = new double[count + 1], nonEventsBelow = new double[count + 1];
        for (int i = 0; i < count; i++)
        {
            eventsBelow[i + 1] = eventsBelow[i] + distribution.Events[i];
            nonEventsBelow[i + 1] = nonEventsBelow[i] + distribution.NonEvents[i];
        }

        double truePositives = 0, falsePositives = 0, best = double.NaN, threshold = double.NaN;
        bool canFlagNobody = count > 0 && distribution.Scores[^1] < double.PositiveInfinity;
        for (int i = canFlagNobody ? count : count - 1; i >= 0; i--)
        {
            truePositives += i < count ? distribution.Events[i] : 0;
            falsePositives += i < count ? distribution.NonEvents[i] : 0;
            if (truePositives + falsePositives > maxFlagged)
                break;
            ConfusionMatrix matrix = new(i < count ? distribution.Scores[i] : double.PositiveInfinity, truePositives, falsePositives, eventsBelow[i], nonEventsBelow[i]);
            double value = objective.ValueOf(matrix);
            if (value > best || (double.IsNaN(best) && !double.IsNaN(value)))
                (best, threshold) = (value, matrix.Threshold);
        }

        if (!double.IsNaN(best))
            return new(distribution.At(threshold), objective, best, []);
        string why = count == 0 ? "no row has weight" : "it is a number at no threshold that the capacity allows, as with one class only";
        return new(
            new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
            objective,
            double.NaN,
            [new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: the best threshold for {objective.Name}, because {why}.")]);
    }
}
