namespace RetentionTags.Models.Calibration;

/// <summary>Temperature scaling: logit p′ = logit p / T by maximum likelihood, T above 0 (Guo, Pleiss, Sun and Weinberger 2017).</summary>
/// <remarks>
/// One parameter: it changes how sure a model is and leaves even odds where they are, so it does not mend a mean that is off. The model's slope is 1/T. Where the best slope would be below 0 it is 0, everybody gets 0.5, and a warning says so; where all probabilities are 0.5
/// the slope stays 1, with a finding.
/// </remarks>
public sealed record TemperatureScaling : CalibrationRecipe
{
    /// <inheritdoc/>
    public override AffineCalibration Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        CalibrationRows rows = CalibrationRows.InsideOf(probabilities, events, weights, cancellationToken);
        double[] logOdds = rows.LogOdds(cancellationToken);
        if (logOdds is [0])
            return new(this, 1, 0, [CalibrationFindings.OneProbability]);
        return GainAtZero(rows, logOdds) > 0
            ? new(this, CalibrationFits.Optimum([logOdds], [.. rows.Events], [.. rows.NonEvents], hasIntercept: false, cancellationToken)[0], 0, [])
            : new(this, 0, 0, [CalibrationFindings.Reversed]);
    }

    /// <summary>Twice the derivative of the log-likelihood at slope 0. It is concave, so from there the optimum lies on the side where it rises.</summary>
    private static double GainAtZero(CalibrationRows rows, double[] logOdds)
    {
        double gain = 0;
        for (int i = 0; i < logOdds.Length; i++)
            gain += (rows.Events[i] - rows.NonEvents[i]) * logOdds[i];
        return gain;
    }
}
