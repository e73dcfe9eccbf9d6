using RetentionTags.Rendering;

namespace RetentionTags.Evaluation;

/// <summary>How well scores tell events from non-events, and how well they say how probable events are.</summary>
/// <remarks>
/// Equal scores are one step in every curve: nothing depends on the order of rows (with fractional weights, but for rounding). A measure that is not defined is NaN, and
/// <see cref="Findings"/> says why. All logarithms are natural. A weight counts as so many copies of its row.
/// </remarks>
public sealed class BinaryEvaluation
{
    /// <summary>2⁻⁵², the distance from 0 and 1 that the log-loss keeps, as scikit-learn does since 1.2.</summary>
    private const double Clip = 1.0 / (1L << 52);

    private readonly ScoreDistribution _distribution;
    private readonly List<Finding> _findings = [];
    private readonly Lazy<double> _aucVariance;

    private BinaryEvaluation(ScoreDistribution distribution, int rowCount)
    {
        _distribution = distribution;
        RowCount = rowCount;
        _aucVariance = new(VarianceOfAuc);
        Auc = RankMeasures();
        if (distribution.TotalWeight == 0)
            Undefined("no measure is defined, because no row has weight");
        else if (distribution.Scores[0] < 0 || distribution.Scores[^1] > 1)
            Undefined("log-loss, Brier score and calibration are not defined, because the scores are not probabilities: they lie outside 0–1");
        else
            ProbabilityMeasures();
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Sum of weights.</summary>
    public double TotalWeight => _distribution.TotalWeight;

    /// <summary>Share of events, 0–1.</summary>
    public double EventRate => _distribution.EventWeight / _distribution.TotalWeight;

    /// <summary>
    /// Area under the ROC curve, 0–1: the probability that an event has a higher score than a non-event, an equal score counting one half.
    /// With E(s), N(s) the weights at score s: Σₛ E(s) [N(below s) + N(s)/2] / (E N). 0.5 is chance.
    /// </summary>
    public double Auc { get; }

    /// <summary>Gini coefficient, 2 · AUC − 1.</summary>
    public double Gini => (2 * Auc) - 1;

    /// <summary>
    /// DeLong's variance of <see cref="Auc"/> for independent rows: s²(V of events)/E + s²(V of non-events)/N, where V is the share of the other class that a row's score tells apart from it, and the divisors of s² are E − 1 and N − 1.
    /// Computed when first asked for. NaN with one event, or one non-event, or fewer. Source: <see cref="AucComparison.Of"/>.
    /// </summary>
    public double AucVariance => _aucVariance.Value;

    /// <summary>The square root of <see cref="AucVariance"/>.</summary>
    public double AucStandardError => Math.Sqrt(AucVariance);

    /// <summary>Kolmogorov–Smirnov distance, 0–1: the greatest difference between the cumulated shares of events and of non-events.</summary>
    public double KolmogorovSmirnov { get; private set; } = double.NaN;

    /// <summary>The threshold at which <see cref="KolmogorovSmirnov"/> is reached (rows at or above it are flagged); the lowest of equals.</summary>
    public double KolmogorovSmirnovThreshold { get; private set; } = double.NaN;

    /// <summary>Mean of −ln p over events and −ln(1 − p) over non-events; probabilities of 0 and 1 are moved by 2⁻⁵², and counted in a finding.</summary>
    public double LogLoss { get; private set; } = double.NaN;

    /// <summary>Mean squared difference between probability and event (0 or 1).</summary>
    public double Brier { get; private set; } = double.NaN;

    /// <summary>
    /// Tenths of the rows by score, lowest first. Rows of equal score stay together, in the tenth where their middle lies; so there may be
    /// fewer than ten groups.
    /// </summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; private set; } = [];

    /// <summary>Which measures are not defined and why, and whether probabilities were moved for the log-loss.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Evaluates scores against what happened.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event. Probabilities, for the measures of probability.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static BinaryEvaluation Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default) =>
        new(ScoreDistribution.Of(scores, events, weights), scores.Length);

    /// <summary>The evaluation of scores that are sorted already.</summary>
    internal static BinaryEvaluation Of(ScoreDistribution distribution, int rowCount) => new(distribution, rowCount);

    /// <summary>What happens when all rows with at least this score are flagged.</summary>
    /// <param name="threshold">Any number; for probabilities between 0 and 1.</param>
    /// <returns>The four counts and the ratios made of them.</returns>
    public ConfusionMatrix At(double threshold)
    {
        double truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;
        for (int i = 0; i < _distribution.Scores.Count; i++)
        {
            bool isFlagged = _distribution.Scores[i] >= threshold;
            truePositives += isFlagged ? _distribution.Events[i] : 0;
            falsePositives += isFlagged ? _distribution.NonEvents[i] : 0;
            falseNegatives += isFlagged ? 0 : _distribution.Events[i];
            trueNegatives += isFlagged ? 0 : _distribution.NonEvents[i];
        }

        return new(threshold, truePositives, falsePositives, falseNegatives, trueNegatives);
    }

    /// <summary>DeLong's interval of the AUC: <see cref="Auc"/> ± z · <see cref="AucStandardError"/>, cut off at 0 and 1.</summary>
    /// <remarks>A score without a single mistake has a variance of 0 and so an interval without width: with few rows that says more than is known. Where a customer has several rows, the interval is too narrow.</remarks>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; its ends are NaN when <see cref="AucVariance"/> is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval AucInterval(double level = 0.95) => ConfidenceInterval.Around(Auc, AucStandardError, level, 0, 1);

    /// <summary>The calibration table as text.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>One line for each group of rows.</returns>
    public string CalibrationToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Scores", "Count", "Mean score", "Event rate", "95 % from", "95 % to");
        foreach (CalibrationBin bin in Calibration)
        {
            table.Add(
                Invariant($"{bin.LowestScore:F4} – {bin.HighestScore:F4}"),
                TableCell.Weight(bin.Count),
                TableCell.Number(bin.MeanScore, 4),
                TableCell.Number(bin.EventRate, 4),
                TableCell.Number(bin.Interval.Lower, 4),
                TableCell.Number(bin.Interval.Upper, 4));
        }

        return table.Render(format);
    }

    private double RankMeasures()
    {
        (double totalEvents, double totalNonEvents) = (_distribution.EventWeight, _distribution.NonEventWeight);
        if (totalEvents == 0 || totalNonEvents == 0)
        {
            if (_distribution.TotalWeight > 0)
                Undefined($"AUC, Gini and KS are not defined, because all rows are {(totalEvents == 0 ? "non-events" : "events")}");
            return double.NaN;
        }

        if (!Placements.HaveVariance(totalEvents, totalNonEvents))
            Undefined("the variance of the AUC is not defined, because it needs more than one event and more than one non-event");

        // Both classes are scaled by the other's total: for whole weights the gaps are then whole, and equal gaps are equal.
        double auc = 0, events = 0, nonEvents = 0, widestGap = 0;
        KolmogorovSmirnovThreshold = _distribution.Scores[0];
        for (int i = 0; i < _distribution.Scores.Count; i++)
        {
            double gap = Math.Abs((nonEvents * totalEvents) - (events * totalNonEvents));
            if (gap > widestGap)
                (widestGap, KolmogorovSmirnovThreshold) = (gap, _distribution.Scores[i]);
            auc += _distribution.Events[i] / totalEvents * ((nonEvents + (_distribution.NonEvents[i] / 2)) / totalNonEvents);
            events += _distribution.Events[i];
            nonEvents += _distribution.NonEvents[i];
        }

        KolmogorovSmirnov = widestGap / totalEvents / totalNonEvents;
        return Math.Min(1, auc);
    }

    private double VarianceOfAuc()
    {
        Placements placements = Placements.Of(_distribution);
        return placements.Covariance(placements);
    }

    private void ProbabilityMeasures()
    {
        double logLoss = 0, squares = 0, clipped = 0;
        for (int i = 0; i < _distribution.Scores.Count; i++)
        {
            (double p, double events, double nonEvents) = (_distribution.Scores[i], _distribution.Events[i], _distribution.NonEvents[i]);
            squares += (events * (1 - p) * (1 - p)) + (nonEvents * p * p);
            double inside = Math.Clamp(p, Clip, 1 - Clip);
            clipped += inside == p ? 0 : events + nonEvents;
            logLoss -= (events * Math.Log(inside)) + (nonEvents * Math.Log(1 - inside));
        }

        LogLoss = logLoss / TotalWeight;
        Brier = squares / TotalWeight;
        Calibration = Tenths();
        if (clipped > 0)
            _findings.Add(new(FindingSeverity.Note, FindingCodes.ClippedProbabilities, Invariant($"{clipped} rows have a probability of 0 or 1, which the log-loss takes to be 2⁻⁵² away from it.")));
    }

    private List<CalibrationBin> Tenths()
    {
        const int Groups = 10;
        var bins = new List<CalibrationBin>();
        double before = 0;
        for (int i = 0; i < _distribution.Scores.Count;)
        {
            int group = GroupOf(i), first = i;
            double events = 0, count = 0, sum = 0;
            for (; i < _distribution.Scores.Count && GroupOf(i) == group; i++)
            {
                double weight = _distribution.Events[i] + _distribution.NonEvents[i];
                before += weight;
                count += weight;
                events += _distribution.Events[i];
                sum += weight * _distribution.Scores[i];
            }

            bins.Add(new(_distribution.Scores[first], _distribution.Scores[i - 1], count, sum / count, events / count, ConfidenceInterval.Wilson(events, count)));
        }

        return bins;

        int GroupOf(int i) => Math.Min(Groups - 1, (int)(Groups * (before + ((_distribution.Events[i] + _distribution.NonEvents[i]) / 2)) / TotalWeight));
    }

    private void Undefined(string why) => _findings.Add(new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: {why}."));
}
