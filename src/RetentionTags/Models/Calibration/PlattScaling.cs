using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Models.Calibration;

/// <summary>Platt scaling: logit p′ = a + b · logit p by maximum likelihood (Platt 1999; Cox 1958 with plain targets).</summary>
/// <remarks>
/// <para>
/// Two parameters, so a hundred rows are enough; it mends a model that is too sure or too unsure of itself, and one whose mean is off. Newton's method to 10⁻¹⁰ and better, where others stop at six digits.
/// </para>
/// <para>
/// When all probabilities are equal they tell nothing of the slope: it stays 1, the intercept is fitted, and a finding says so. When events have lower probabilities than non-events the slope is below 0, with a warning.
/// </para>
/// </remarks>
public sealed record PlattScaling : CalibrationRecipe
{
    /// <summary>Whether an event counts as (E + 1) / (E + 2) and a non-event as 1 / (N + 2) instead of 1 and 0, with the weights E and N of events and non-events.</summary>
    /// <value><see langword="true"/> by default, as Platt has it: there is always an optimum, also where the probabilities separate events from non-events. Without it this is Cox's recalibration.</value>
    public bool SmoothTargets { get; init; } = true;

    /// <inheritdoc/>
    public override AffineCalibration Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        CalibrationRows rows = CalibrationRows.InsideOf(probabilities, events, weights, cancellationToken);
        double whenEvent = SmoothTargets ? (rows.EventWeight + 1) / (rows.EventWeight + 2) : 1;
        double whenNot = SmoothTargets ? 1 / (rows.NonEventWeight + 2) : 0;
        double[] logOdds = rows.LogOdds(cancellationToken), expected = new double[rows.GroupCount], unexpected = new double[rows.GroupCount];
        for (int i = 0; i < expected.Length; i++)
        {
            CalibrationRows.Heed(i, cancellationToken);
            expected[i] = (rows.Events[i] * whenEvent) + (rows.NonEvents[i] * whenNot);
            unexpected[i] = (rows.Events[i] * (1 - whenEvent)) + (rows.NonEvents[i] * (1 - whenNot));
        }

        if (rows.GroupCount == 1)
            return new(this, 1, Math.Log(expected[0] / unexpected[0]) - logOdds[0], [CalibrationFindings.OneProbability]);
        double[] line = CalibrationFits.Optimum([logOdds], expected, unexpected, hasIntercept: true, cancellationToken);
        return new(this, line[1], line[0], line[1] > 0 ? [] : [CalibrationFindings.Reversed]);
    }

    /// <summary>On the rows as they are, and moved to the population afterwards, as in a regression: weighted to a rare event few events would be left, and smoothed targets far from 1.</summary>
    internal override AffineCalibration FitToPopulation(ReadOnlySpan<double> probabilities, TrainingSet rows, CancellationToken cancellationToken)
    {
        AffineCalibration line = Fit(probabilities, rows.Events, rows.Weights, cancellationToken);
        return new(this, line.Slope, line.Intercept + PriorCorrection.PopulationShift(rows), line.Findings);
    }
}
