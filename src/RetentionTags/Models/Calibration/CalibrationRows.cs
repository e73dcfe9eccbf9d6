using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Calibration;

/// <summary>What calibrations are fitted on: the distinct probabilities in ascending order, with the weight of events and non-events at each.</summary>
internal sealed class CalibrationRows
{
    /// <summary>Groups between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    private readonly ScoreDistribution _distribution;

    private CalibrationRows(ScoreDistribution distribution) => _distribution = distribution;

    public int GroupCount => _distribution.Scores.Count;

    public IReadOnlyList<double> Probabilities => _distribution.Scores;

    public IReadOnlyList<double> Events => _distribution.Events;

    public IReadOnlyList<double> NonEvents => _distribution.NonEvents;

    public double EventWeight => _distribution.EventWeight;

    public double NonEventWeight => _distribution.NonEventWeight;

    public static CalibrationRows Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        if (probabilities.IsEmpty)
            throw new ArgumentException("There are no rows to calibrate on.", nameof(probabilities));
        RequireProbabilities(probabilities);
        var rows = new CalibrationRows(ScoreDistribution.Of(probabilities, events, weights, cancellationToken));
        if (rows.EventWeight == 0 || rows.NonEventWeight == 0)
            throw new TrainingDataException(Invariant($"The rows to calibrate on have events of weight {rows.EventWeight} and non-events of weight {rows.NonEventWeight}. A calibration needs both: take more rows."));
        TrainingSet.CheckTotalWeight(rows.EventWeight + rows.NonEventWeight, probabilities.Length);
        return rows;
    }

    /// <summary>As <see cref="Of"/>, for methods that work in log-odds.</summary>
    public static CalibrationRows InsideOf(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        CalibrationRows rows = Of(probabilities, events, weights, cancellationToken);
        for (int row = 0; row < probabilities.Length; row++)
        {
            if (probabilities[row] is 0 or 1 && (weights.IsEmpty || weights[row] > 0))
                throw new ArgumentException(Invariant($"Row {row}: the probability is {probabilities[row]}, whose log-odds are infinite, so this calibration cannot be fitted on it. Use IsotonicRegression or VennAbers, which need no log-odds, or a model that is never certain."), nameof(probabilities));
        }

        return rows;
    }

    public static void RequireProbabilities(ReadOnlySpan<double> probabilities)
    {
        for (int row = 0; row < probabilities.Length; row++)
        {
            if (!(probabilities[row] is >= 0 and <= 1))
                throw new ArgumentException(Invariant($"Row {row}: the probability is {probabilities[row]}. Probabilities are between 0 and 1; a score on another scale has to become one first."), nameof(probabilities));
        }
    }

    /// <summary>Looks at the cancellation token now and then.</summary>
    public static void Heed(int group, CancellationToken cancellationToken)
    {
        if (group % Stride == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    public double[] LogOdds(CancellationToken cancellationToken)
    {
        var logOdds = new double[GroupCount];
        for (int i = 0; i < logOdds.Length; i++)
        {
            Heed(i, cancellationToken);
            logOdds[i] = LogisticFunctions.Logit(Probabilities[i]);
        }

        return logOdds;
    }
}
