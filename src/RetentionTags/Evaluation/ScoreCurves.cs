namespace RetentionTags.Evaluation;

/// <summary>Curves over all distinct thresholds, from the highest score down, and what is measured along them.</summary>
internal static class ScoreCurves
{
    public static RocPoint[] Roc(ScoreDistribution distribution) =>
        Points(distribution, origin: true, (threshold, events, nonEvents) => new RocPoint(threshold, nonEvents / distribution.NonEventWeight, events / distribution.EventWeight));

    public static PrecisionRecallPoint[] PrecisionRecall(ScoreDistribution distribution) =>
        Points(distribution, origin: false, (threshold, events, nonEvents) => new PrecisionRecallPoint(threshold, events / distribution.EventWeight, events / (events + nonEvents)));

    public static GainsPoint[] Gains(ScoreDistribution distribution) =>
        Points(distribution, origin: true, (threshold, events, nonEvents) => new GainsPoint(threshold, (events + nonEvents) / distribution.TotalWeight, events / distribution.EventWeight));

    /// <summary>Σ (Rₖ − Rₖ₋₁) Pₖ, and the area under straight lines between the points, beginning at recall 0 and precision 1.</summary>
    public static (double AveragePrecision, double Area) PrecisionRecallAreas(ScoreDistribution distribution)
    {
        double steps = 0, area = 0, events = 0, flagged = 0, precision = 1;
        for (int i = distribution.Scores.Count - 1; i >= 0; i--)
        {
            events += distribution.Events[i];
            flagged += distribution.Events[i] + distribution.NonEvents[i];
            double here = events / flagged, step = distribution.Events[i] / distribution.EventWeight;
            steps += step * here;
            area += step * ((here + precision) / 2);
            precision = here;
        }

        return distribution.EventWeight > 0 ? (steps, area) : (double.NaN, double.NaN);
    }

    /// <summary>How many events are among so many rows with the highest scores, and the score at which these end. Numbers of rows ascend; equal scores are taken pro rata.</summary>
    public static (double Threshold, double Events)[] EventsAt(ScoreDistribution distribution, ReadOnlySpan<double> rowCounts)
    {
        var points = new (double, double)[rowCounts.Length];
        double events = 0, rows = 0;
        int i = distribution.Scores.Count - 1;
        for (int k = 0; k < rowCounts.Length; k++)
        {
            double wanted = rowCounts[k];
            for (; i > 0 && rows + distribution.WeightAt(i) < wanted; i--)
            {
                events += distribution.Events[i];
                rows += distribution.WeightAt(i);
            }

            if (i < 0)
            {
                points[k] = (double.NaN, double.NaN);
                continue;
            }

            double part = Math.Clamp((wanted - rows) / distribution.WeightAt(i), 0, 1);
            points[k] = (distribution.Scores[i], events + (part * distribution.Events[i]));
        }

        return points;
    }

    private static T[] Points<T>(ScoreDistribution distribution, bool origin, Func<double, double, double, T> point)
    {
        int count = distribution.Scores.Count, next = origin ? 1 : 0;
        var points = new T[count + next];
        if (origin)
            points[0] = point(double.PositiveInfinity, 0, 0);
        double events = 0, nonEvents = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            events += distribution.Events[i];
            nonEvents += distribution.NonEvents[i];
            points[next++] = point(distribution.Scores[i], events, nonEvents);
        }

        return points;
    }
}
