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
    private readonly Lazy<(double AveragePrecision, double Area)> _precisionRecall;
    private readonly bool _areProbabilities;

    private BinaryEvaluation(ScoreDistribution distribution, int rowCount, CancellationToken cancellationToken)
    {
        _distribution = distribution;
        RowCount = rowCount;
        _aucVariance = new(VarianceOfAuc);
        _precisionRecall = new(() => ScoreCurves.PrecisionRecallAreas(distribution));
        Ranks = RankMeasures.Of(distribution);
        if (distribution.TotalWeight == 0)
        {
            Undefined("no measure is defined, because no row has weight");
            return;
        }

        _findings.AddRange(Ranks.Findings);
        if (Ranks.Findings.Count == 0 && !Placements.HaveVariance(distribution.EventWeight, distribution.NonEventWeight))
            Undefined("the variance of the AUC is not defined, because it needs more than one event and more than one non-event");
        _areProbabilities = distribution.Scores[0] >= 0 && distribution.Scores[^1] <= 1;
        if (_areProbabilities)
            ProbabilityMeasures(cancellationToken);
        else
            Undefined("log-loss, Brier score and calibration are not defined, because the scores are not probabilities: they lie outside 0–1");
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Sum of weights.</summary>
    public double TotalWeight => _distribution.TotalWeight;

    /// <summary>Share of events, 0–1.</summary>
    public double EventRate => _distribution.EventWeight / _distribution.TotalWeight;

    /// <summary>AUC, Gini and KS by themselves, as <see cref="RankMeasures.Of(ReadOnlySpan{double}, ReadOnlySpan{bool}, ReadOnlySpan{double}, CancellationToken)"/> finds them without the rest.</summary>
    public RankMeasures Ranks { get; }

    /// <summary>
    /// Area under the ROC curve, 0–1: the probability that an event has a higher score than a non-event, an equal score counting one half.
    /// With E(s), N(s) the weights at score s: Σₛ E(s) [N(below s) + N(s)/2] / (E N). 0.5 is chance.
    /// </summary>
    public double Auc => Ranks.Auc;

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
    public double KolmogorovSmirnov => Ranks.KolmogorovSmirnov;

    /// <summary>The threshold at which <see cref="KolmogorovSmirnov"/> is reached (rows at or above it are flagged); the lowest of equals.</summary>
    public double KolmogorovSmirnovThreshold => Ranks.KolmogorovSmirnovThreshold;

    /// <summary>
    /// Average precision, 0–1: Σ (Rₖ − Rₖ₋₁) Pₖ with recall R and precision P at the distinct scores from the highest down. Exact, over all of them. Scores at random have the <see cref="EventRate"/>. NaN without events.
    /// </summary>
    public double AveragePrecision => _precisionRecall.Value.AveragePrecision;

    /// <summary><see cref="AveragePrecision"/> / <see cref="EventRate"/>: 1 is chance. Unlike average precision itself, it can be compared between rows with different rates.</summary>
    public double AveragePrecisionLift => AveragePrecision / EventRate;

    /// <summary>
    /// The area under straight lines between the points of the precision-recall curve, beginning at recall 0 and precision 1: another number than <see cref="AveragePrecision"/>, for comparison with programs that report it. With few distinct
    /// scores it is far off, because precision does not change along straight lines. NaN without events.
    /// </summary>
    public double PrecisionRecallArea => _precisionRecall.Value.Area;

    /// <summary>Mean of −ln p over events and −ln(1 − p) over non-events; probabilities of 0 and 1 are moved by 2⁻⁵², and counted in a finding.</summary>
    public double LogLoss { get; private set; } = double.NaN;

    /// <summary>The log-loss of predicting the <see cref="EventRate"/> r for every row, −r ln r − (1 − r) ln(1 − r). 0 when there is one class only.</summary>
    public double ConstantLogLoss => EventRate is 0 or 1 ? 0 : -(EventRate * Math.Log(EventRate)) - ((1 - EventRate) * Math.Log(1 - EventRate));

    /// <summary>1 − <see cref="LogLoss"/> / <see cref="ConstantLogLoss"/>, at most 1: 0 is no better than the constant rate, below 0 is worse. NaN when there is one class only.</summary>
    public double LogLossSkill => ConstantLogLoss == 0 ? double.NaN : 1 - (LogLoss / ConstantLogLoss);

    /// <summary>Mean squared difference between probability and event (0 or 1).</summary>
    public double Brier { get; private set; } = double.NaN;

    /// <summary>1 − <see cref="Brier"/> / (r (1 − r)) with the <see cref="EventRate"/> r, at most 1: 0 is no better than the constant rate, below 0 is worse. NaN when there is one class only.</summary>
    public double BrierSkill => EventRate is 0 or 1 ? double.NaN : 1 - (Brier / (EventRate * (1 - EventRate)));

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
    /// <param name="cancellationToken">Stops the work, which sorts the rows.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static BinaryEvaluation Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default) =>
        new(ScoreDistribution.Of(scores, events, weights, cancellationToken), scores.Length, cancellationToken);

    /// <summary>Whether AUC and variance are exact but for a division; see <see cref="ScoreDistribution.IsWhole"/>.</summary>
    internal bool IsWhole => _distribution.IsWhole;

    /// <summary>The evaluation of scores that are sorted already.</summary>
    internal static BinaryEvaluation Of(ScoreDistribution distribution, int rowCount, CancellationToken cancellationToken) => new(distribution, rowCount, cancellationToken);

    /// <summary>What happens when all rows with at least this score are flagged.</summary>
    /// <param name="threshold">Any number; for probabilities between 0 and 1.</param>
    /// <returns>The four counts and the ratios made of them.</returns>
    public ConfusionMatrix At(double threshold) => _distribution.At(threshold);

    /// <summary>The threshold that serves an objective best: F1, Youden's J, a matrix of values, or as many flagged rows as a capacity allows.</summary>
    /// <remarks>
    /// All distinct scores are tried, and flagging nobody (threshold +∞, unless a score is +∞). Equal scores are flagged together or not at all. Of thresholds that are equally good, the highest is taken: it flags the fewest rows.
    /// What is best on the rows it was chosen on is less good on others; choose on validation rows.
    /// </remarks>
    /// <param name="objective">What is to be made great.</param>
    /// <param name="maxFlagged">How much weight may be flagged at most.</param>
    /// <returns>The threshold with its counts, and the value of the objective; NaN, with a finding, when it is defined at no threshold.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxFlagged"/> is negative or NaN.</exception>
    public ThresholdChoice BestThreshold(ThresholdObjective objective, double maxFlagged = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!(maxFlagged >= 0))
            throw new ArgumentOutOfRangeException(nameof(maxFlagged), maxFlagged, "The capacity is a weight of at least 0, such as the number of customers that can be called.");
        return ThresholdChoice.Of(_distribution, objective, maxFlagged);
    }

    /// <summary>The lowest threshold that flags no more than a share of the rows; equal scores stay together, so it may be fewer.</summary>
    /// <param name="share">The greatest share of all rows to flag, 0–1.</param>
    /// <returns>The threshold with its counts; +∞ when even the highest scores are too many.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside its range.</exception>
    public ThresholdChoice ThresholdForShare(double share)
    {
        CheckShare(share);

        // A share such as 3/47 is no number that a double holds: times 47 it may be less than 3.
        double capacity = share * TotalWeight, whole = Math.Round(capacity);
        return ThresholdChoice.Of(_distribution, ThresholdObjective.Flagged, whole / TotalWeight <= share ? Math.Max(capacity, whole) : capacity);
    }

    /// <summary>The ROC curve: one point for each distinct score, from nobody flagged (threshold +∞) to everybody. Nothing is left out, so it may be long.</summary>
    /// <returns>A list of its own for each call. Rates are NaN when there is one class only.</returns>
    public IReadOnlyList<RocPoint> RocCurve() => ScoreCurves.Roc(_distribution);

    /// <summary>The precision-recall curve: one point for each distinct score, from the highest one down. It has no point for nobody flagged, where precision is not defined.</summary>
    /// <returns>A list of its own for each call. Recall is NaN without events.</returns>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve() => ScoreCurves.PrecisionRecall(_distribution);

    /// <summary>The gains curve: one point for each distinct score, from nobody contacted to everybody. (Area under it − rate/2) / (1 − rate) is <see cref="Auc"/>.</summary>
    /// <returns>A list of its own for each call. Gains are NaN without events.</returns>
    public IReadOnlyList<GainsPoint> GainsCurve() => ScoreCurves.Gains(_distribution);

    /// <summary>The share of all events that is found among a given share of the rows, those with the highest scores. Equal scores at the end are taken pro rata, so the order of rows does not matter.</summary>
    /// <param name="share">The share of all rows, 0–1.</param>
    /// <returns>The cumulative gain, 0–1; NaN without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside its range.</exception>
    public double GainAt(double share)
    {
        CheckShare(share);
        return ScoreCurves.EventsAt(_distribution, [share * TotalWeight])[0].Events / _distribution.EventWeight;
    }

    /// <summary>How many times as many events are found among the highest scores as among as many rows at random: <see cref="GainAt"/> / share.</summary>
    /// <param name="share">The share of all rows, 0–1.</param>
    /// <returns>The lift; NaN without events, and at share 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside its range.</exception>
    public double LiftAt(double share) => GainAt(share) / share;

    /// <summary>The rows in groups of equal weight from the highest scores down, with events, lift and what is gained so far.</summary>
    /// <param name="groups">The number of groups, at least 1.</param>
    /// <returns>The table; NaN where there is one class only.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 1.</exception>
    public GainsTable Gains(int groups = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return GainsTable.Of(_distribution, groups);
    }

    /// <summary>Murphy's parts of <see cref="Brier"/> over bins of equal width, bin min(⌊kp⌋, k − 1).</summary>
    /// <param name="bins">The number of bins k, at least 1.</param>
    /// <returns>The parts; NaN for scores that are not probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public BrierDecomposition DecomposeBrier(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return _areProbabilities ? BrierDecomposition.Of(_distribution, Brier, bins) : new(double.NaN, double.NaN, double.NaN, double.NaN, bins);
    }

    /// <summary>Expected calibration error over bins of equal width, bin min(⌊kp⌋, k − 1): Σ over bins of count/W · |event rate − mean probability|.</summary>
    /// <param name="bins">The number of bins k, at least 1. The error depends on it: compare errors over as many bins.</param>
    /// <returns>0–1, 0 is best; NaN for scores that are not probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public double CalibrationErrorOfEqualWidth(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return _areProbabilities ? CalibrationError.Of(_distribution, CalibrationError.EqualWidth(_distribution, bins)) : double.NaN;
    }

    /// <summary>Expected calibration error over bins of equal weight: by ascending score, bin g of k from position ⌊gW/k⌋ to position ⌊(g + 1)W/k⌋ (not rounded for fractional weights).</summary>
    /// <remarks>Equal scores that a bound divides go to both bins pro rata. Programs that sort by row instead give another number where there are such ties, and another one again for another order of rows.</remarks>
    /// <param name="bins">The number of bins k, at least 1.</param>
    /// <returns>0–1, 0 is best; NaN for scores that are not probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public double CalibrationErrorOfEqualMass(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return _areProbabilities ? CalibrationError.Of(_distribution, CalibrationError.EqualMass(_distribution, bins)) : double.NaN;
    }

    /// <summary>Cox's slope and intercept, calibration in the large, and Spiegelhalter's test.</summary>
    /// <returns>The diagnostics; NaN, with a finding, for scores that are not probabilities.</returns>
    public CalibrationDiagnostics DiagnoseCalibration() => _areProbabilities
        ? CalibrationDiagnostics.Of(_distribution)
        : CalibrationDiagnostics.Undefined("all measures of calibration, because the scores are not probabilities or no row has weight");

    /// <summary>Hosmer and Lemeshow's test of calibration in groups of about equal size.</summary>
    /// <param name="groups">The number of groups, at least 2.</param>
    /// <param name="onTrainingRows">Whether the rows are those that the model was fitted to, which takes two degrees of freedom.</param>
    /// <returns>The test; NaN for scores that are not probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 2.</exception>
    public HosmerLemeshowTest HosmerLemeshow(int groups = 10, bool onTrainingRows = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        return _areProbabilities ? HosmerLemeshowTest.Of(_distribution, groups, onTrainingRows) : new(double.NaN, 0, 0, double.NaN);
    }

    /// <summary>DeLong's interval of the AUC: <see cref="Auc"/> ± z · <see cref="AucStandardError"/>, cut off at 0 and 1.</summary>
    /// <remarks>A score without a single mistake has a variance of 0 and so an interval without width: with few rows that says more than is known. Where a customer has several rows, the interval is too narrow.</remarks>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; its ends are NaN when <see cref="AucVariance"/> is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval AucInterval(double level = 0.95) => ConfidenceInterval.Around(Auc, AucStandardError, level, 0, 1);

    /// <summary>The measures as text, one line each.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined. The reasons are in <see cref="Findings"/>.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        CalibrationDiagnostics calibration = DiagnoseCalibration();
        var table = new TextTable("Measure", "Value", "95 % from", "95 % to");
        table.Add("rows", TableCell.Weight(RowCount), "", "");
        table.Add("weight", TableCell.Weight(TotalWeight), "", "");
        Add("event rate", EventRate);
        AddWithInterval("AUC", Auc, AucInterval());
        Add("Gini", Gini);
        Add("KS", KolmogorovSmirnov);
        Add("KS threshold", KolmogorovSmirnovThreshold);
        Add("average precision", AveragePrecision);
        Add("lift of the highest tenth", LiftAt(0.1));
        Add("log-loss", LogLoss);
        Add("log-loss skill", LogLossSkill);
        Add("Brier score", Brier);
        Add("Brier skill", BrierSkill);
        Add("calibration error, equal width", CalibrationErrorOfEqualWidth());
        Add("calibration error, equal mass", CalibrationErrorOfEqualMass());
        AddWithInterval("calibration slope", calibration.Slope, calibration.SlopeInterval());
        Add("calibration intercept", calibration.Intercept);
        AddWithInterval("calibration in the large", calibration.InTheLarge, calibration.InTheLargeInterval());
        Add("observed / expected events", calibration.ObservedToExpected);
        return table.Render(format);

        void Add(string name, double value) => table.Add(name, TableCell.Number(value, 4), "", "");

        void AddWithInterval(string name, double value, ConfidenceInterval interval) => table.Add(name, TableCell.Number(value, 4), TableCell.Number(interval.Lower, 4), TableCell.Number(interval.Upper, 4));
    }

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

    /// <summary>A probability that has log-odds.</summary>
    internal static double Inside(double probability) => Math.Clamp(probability, Clip, 1 - Clip);

    private static void CheckShare(double share)
    {
        if (!(share >= 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1; a tenth is 0.1.");
    }

    private double VarianceOfAuc()
    {
        Placements placements = Placements.Of(_distribution);
        return placements.Covariance(placements);
    }

    private void ProbabilityMeasures(CancellationToken cancellationToken)
    {
        double logLoss = 0, squares = 0, clipped = 0;
        for (int i = 0; i < _distribution.Scores.Count; i++)
        {
            if (i % ScoreDistribution.Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (double p, double events, double nonEvents) = (_distribution.Scores[i], _distribution.Events[i], _distribution.NonEvents[i]);
            squares += (events * (1 - p) * (1 - p)) + (nonEvents * p * p);
            double inside = Inside(p);
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
