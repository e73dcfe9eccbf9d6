namespace RetentionTags.Evaluation;

/// <summary>Bins of probabilities, and the expected calibration error over them: Σ |events − Σ p| / W.</summary>
internal static class CalibrationError
{
    public static double Of(ScoreDistribution distribution, IEnumerable<(double Count, double Events, double Probabilities)> bins)
    {
        double error = 0;
        foreach ((_, double events, double probabilities) in bins)
            error += Math.Abs(events - probabilities);
        return error / distribution.TotalWeight;
    }

    /// <summary>Bin min(⌊kp⌋, k − 1) of k; those that hold rows, in ascending order.</summary>
    public static IEnumerable<(double Count, double Events, double Probabilities)> EqualWidth(ScoreDistribution distribution, int bins)
    {
        for (int i = 0; i < distribution.Scores.Count;)
        {
            double count = 0, events = 0, probabilities = 0;
            for (int bin = BinOf(i); i < distribution.Scores.Count && BinOf(i) == bin; i++)
            {
                count += distribution.WeightAt(i);
                events += distribution.Events[i];
                probabilities += distribution.WeightAt(i) * distribution.Scores[i];
            }

            yield return (count, events, probabilities);
        }

        int BinOf(int i) => Math.Min((int)(distribution.Scores[i] * bins), bins - 1);
    }

    /// <summary>Bin g of k holds the rows from position gW/k up to position (g + 1)W/k by score, whole positions (rounded down) for whole weights; equal scores at a bound are divided pro rata.</summary>
    public static IEnumerable<(double Count, double Events, double Probabilities)> EqualMass(ScoreDistribution distribution, int bins)
    {
        int i = 0;
        double left = distribution.WeightAt(0);
        for (int bin = 0; bin < bins; bin++)
        {
            double wanted = BoundOf(bin + 1) - BoundOf(bin), count = 0, events = 0, probabilities = 0;
            while (i < distribution.Scores.Count && (wanted > 0 || bin == bins - 1))
            {
                double weight = distribution.WeightAt(i), taken = bin == bins - 1 ? left : Math.Min(wanted, left);
                count += taken;
                events += taken == weight ? distribution.Events[i] : taken / weight * distribution.Events[i];
                probabilities += taken * distribution.Scores[i];
                wanted -= taken;
                left -= taken;
                if (left <= 0 && ++i < distribution.Scores.Count)
                    left = distribution.WeightAt(i);
            }

            if (count > 0)
                yield return (count, events, probabilities);
        }

        double BoundOf(int bin)
        {
            double bound = distribution.TotalWeight * bin / bins;
            return distribution.IsWhole ? Math.Floor(bound) : bound;
        }
    }
}
