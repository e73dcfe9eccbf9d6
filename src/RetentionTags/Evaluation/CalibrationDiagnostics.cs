using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>Whether probabilities mean what they say, in a few numbers: Cox's slope and intercept, calibration in the large, and Spiegelhalter's test.</summary>
/// <remarks>
/// Probabilities of 0 and 1 have no log-odds; they are taken 2⁻⁵² away from there, as in the log-loss. On the training rows of a logistic regression without penalty slope, intercept and calibration in the large are 1, 0 and 0.
/// </remarks>
public sealed class CalibrationDiagnostics
{
    private readonly List<Finding> _findings = [];

    private CalibrationDiagnostics()
    {
    }

    /// <summary>Cox's slope: b in logit P(event) = a + b · logit p, fitted to these rows. 1 is ideal; below 1 predictions are too extreme, above 1 too timid. Source: Cox (1958), Biometrika 45, p. 562–565.</summary>
    public double Slope { get; private set; } = double.NaN;

    /// <summary>The standard error of <see cref="Slope"/>.</summary>
    public double SlopeStandardError { get; private set; } = double.NaN;

    /// <summary>Cox's intercept, a beside <see cref="Slope"/>, in log-odds. 0 is ideal, but only together with a slope of 1.</summary>
    public double Intercept { get; private set; } = double.NaN;

    /// <summary>The standard error of <see cref="Intercept"/>.</summary>
    public double InterceptStandardError { get; private set; } = double.NaN;

    /// <summary>Calibration in the large, another number: a in logit P(event) = a + logit p, in log-odds. Positive when events are more frequent than predicted.</summary>
    public double InTheLarge { get; private set; } = double.NaN;

    /// <summary>The standard error of <see cref="InTheLarge"/>.</summary>
    public double InTheLargeStandardError { get; private set; } = double.NaN;

    /// <summary>Observed events / expected ones, Σ p. 1 is ideal; NaN when all probabilities are 0 and nothing happened.</summary>
    public double ObservedToExpected { get; private set; } = double.NaN;

    /// <summary>
    /// Spiegelhalter's Z, Σ (y − p)(1 − 2p) / √(Σ (1 − 2p)² p (1 − p)): the distance of the Brier score from what calibrated probabilities would have, in standard errors. NaN when all probabilities are 0, ½ or 1.
    /// Source: Spiegelhalter (1986), Statistics in Medicine 5, p. 421–433.
    /// </summary>
    public double SpiegelhalterZ { get; private set; } = double.NaN;

    /// <summary>The two-sided P value of <see cref="SpiegelhalterZ"/> against the normal distribution: small when probabilities are not calibrated.</summary>
    public double SpiegelhalterPValue => Tails.NormalTwoSided(SpiegelhalterZ);

    /// <summary>What is not defined and why.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>An interval that covers the true slope with a given probability: <see cref="Slope"/> ± z standard errors.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN when the slope is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval SlopeInterval(double level = 0.95) => ConfidenceInterval.Around(Slope, SlopeStandardError, level);

    /// <summary>An interval that covers the true calibration in the large with a given probability.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN when <see cref="InTheLarge"/> is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval InTheLargeInterval(double level = 0.95) => ConfidenceInterval.Around(InTheLarge, InTheLargeStandardError, level);

    /// <summary>For scores that are no probabilities.</summary>
    internal static CalibrationDiagnostics Undefined(string why)
    {
        var diagnostics = new CalibrationDiagnostics();
        diagnostics.AddUndefined(why);
        return diagnostics;
    }

    internal static CalibrationDiagnostics Of(ScoreDistribution distribution)
    {
        var diagnostics = new CalibrationDiagnostics();
        diagnostics.Sums(distribution);
        if (distribution.EventWeight == 0 || distribution.NonEventWeight == 0)
            diagnostics.AddUndefined($"slope, intercept and calibration in the large, because all rows are {(distribution.EventWeight == 0 ? "non-events" : "events")}");
        else
            diagnostics.Fits(distribution);
        return diagnostics;
    }

    private void Sums(ScoreDistribution distribution)
    {
        double expected = 0, distance = 0, variance = 0;
        for (int i = 0; i < distribution.Scores.Count; i++)
        {
            (double p, double events, double nonEvents) = (distribution.Scores[i], distribution.Events[i], distribution.NonEvents[i]);
            expected += (events + nonEvents) * p;
            distance += ((events * (1 - p)) - (nonEvents * p)) * (1 - (2 * p));
            variance += (events + nonEvents) * (1 - (2 * p)) * (1 - (2 * p)) * p * (1 - p);
        }

        ObservedToExpected = distribution.EventWeight / expected;
        SpiegelhalterZ = variance > 0 ? distance / Math.Sqrt(variance) : double.NaN;
        if (variance == 0)
            AddUndefined("Spiegelhalter's test, because all probabilities are 0, ½ or 1");
    }

    private void Fits(ScoreDistribution distribution)
    {
        double[] logOdds = [.. distribution.Scores.Select(p => LogisticFunctions.Logit(BinaryEvaluation.Inside(p)))], events = [.. distribution.Events], nonEvents = [.. distribution.NonEvents];
        GroupedLogistic shift = GroupedLogistic.Fit([], events, nonEvents, logOdds);
        if (shift.IsConverged)
            (InTheLarge, InTheLargeStandardError) = (shift.Coefficients[0], Math.Sqrt(shift.Covariance[0]));
        else
            AddUndefined("calibration in the large, because its fit did not come to an end");
        if (logOdds[0] == logOdds[^1])
        {
            AddUndefined("slope and intercept, because all probabilities are equal, or so near 0 or 1 that they are taken to be");
            return;
        }

        GroupedLogistic line = GroupedLogistic.Fit([logOdds], events, nonEvents);
        if (line.IsConverged)
            (Intercept, Slope, InterceptStandardError, SlopeStandardError) = (line.Coefficients[0], line.Coefficients[1], Math.Sqrt(line.Covariance[0]), Math.Sqrt(line.Covariance[3]));
        else
            AddUndefined("slope and intercept, because the scores tell events from non-events without a mistake, or nearly: no finite slope is best");
    }

    private void AddUndefined(string what) => _findings.Add(new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: {what}."));
}
