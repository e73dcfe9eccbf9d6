using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>Hosmer and Lemeshow's test of calibration: events observed and expected in groups of about equal size. With many rows it rejects every model: read the calibration table beside it.</summary>
/// <param name="Statistic">Σ (O − E)²/E over the groups' events and non-events. Infinite where something happened that had the probability 0.</param>
/// <param name="GroupCount">The number of groups, fewer than asked for where scores are equal.</param>
/// <param name="DegreesOfFreedom"><paramref name="GroupCount"/> for rows that the model has not seen, two fewer for its training rows.</param>
/// <param name="PValue">The probability of a statistic at least as high from calibrated probabilities: the upper tail of chi-square. NaN without degrees of freedom.</param>
public readonly record struct HosmerLemeshowTest(double Statistic, int GroupCount, int DegreesOfFreedom, double PValue)
{
    /// <summary>Groups end at the type-7 quantiles g/G of the probabilities, the end included; so the row at position ⌊g(W − 1)/G⌋, from 0, is the last of its group, with all its equals.</summary>
    internal static HosmerLemeshowTest Of(ScoreDistribution distribution, int groups, bool onTrainingRows)
    {
        double statistic = 0, rows = 0, count = 0, events = 0, expected = 0, last = Math.Max(0, distribution.TotalWeight - 1);
        int made = 0, group = 1;
        for (int i = 0; i < distribution.Scores.Count; i++)
        {
            double weight = distribution.WeightAt(i);
            rows += weight;
            count += weight;
            events += distribution.Events[i];
            expected += weight * distribution.Scores[i];
            bool isEnd = i == distribution.Scores.Count - 1;
            for (; group < groups && rows > last * group / groups; group++)
                isEnd |= i > 0 || !IsLowestQuantile(rows, last * group / groups);
            if (!isEnd)
                continue;
            statistic += Part(events, expected) + Part(count - events, count - expected);
            made++;
            count = events = expected = 0;
        }

        int freedom = onTrainingRows ? made - 2 : made;
        return new(statistic, made, freedom, freedom > 0 ? Tails.ChiSquare(statistic, freedom) : double.NaN);
    }

    /// <summary>A quantile that is the lowest score itself, not a number between it and the next, ends no group: the first group begins there.</summary>
    private static bool IsLowestQuantile(double rowsOfLowest, double position) => position == Math.Floor(position) || rowsOfLowest > Math.Floor(position) + 1;

    private static double Part(double observed, double expected) => observed == expected ? 0 : expected <= 0 ? double.PositiveInfinity : (observed - expected) * (observed - expected) / expected;
}
