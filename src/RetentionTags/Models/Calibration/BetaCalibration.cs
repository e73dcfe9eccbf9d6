using RetentionTags.Numerics;

namespace RetentionTags.Models.Calibration;

/// <summary>Beta calibration: logit p′ = c + a · ln p − b · ln(1 − p) with a, b ≥ 0, by maximum likelihood (Kull, Silva Filho and Flach 2017, equation 4).</summary>
/// <remarks>
/// Three parameters. Beside what Platt scaling mends (a = b) it bends low and high probabilities differently. A parameter whose optimum would be below 0 is 0. Where there are two different probabilities only, a = b is what they determine; where there is one, a = b = 1 and c is
/// fitted; both with a finding.
/// </remarks>
public sealed record BetaCalibration : CalibrationRecipe
{
    /// <inheritdoc/>
    public override BetaCalibrationModel Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        CalibrationRows rows = CalibrationRows.InsideOf(probabilities, events, weights, cancellationToken);
        if (rows.GroupCount == 1)
            return new(this, 1, 1, Math.Log(rows.EventWeight / rows.NonEventWeight) - LogisticFunctions.Logit(rows.Probabilities[0]), [CalibrationFindings.OneProbability]);
        if (rows.GroupCount == 2)
            return FitEqual(rows, cancellationToken);
        double[] low = [.. rows.Probabilities.Select(p => Math.Log(p))], high = [.. rows.Probabilities.Select(p => -Math.Log(1 - p))];
        (double A, double B, GroupedLogistic Fit) both = Fit([low, high], (1, 2));
        if (both.A >= 0 && both.B >= 0)
            return Model(both);

        // The optimum has a = 0, or b = 0, or both: of those that satisfy the constraints, the likeliest.
        (double A, double B, GroupedLogistic Fit)[] borders = [Fit([low], (1, 0)), Fit([high], (0, 1)), Fit([], (0, 0))];
        return Model(borders.Where(border => border.A >= 0 && border.B >= 0).MaxBy(border => border.Fit.LogLikelihood));

        (double A, double B, GroupedLogistic Fit) Fit(double[][] columns, (int A, int B) places)
        {
            GroupedLogistic fit = GroupedLogistic.Fit(columns, [.. rows.Events], [.. rows.NonEvents], cancellationToken: cancellationToken);
            return (places.A == 0 ? 0 : fit.Coefficients[places.A], places.B == 0 ? 0 : fit.Coefficients[places.B], fit);
        }

        BetaCalibrationModel Model((double A, double B, GroupedLogistic Fit) best) => best.Fit.IsConverged
            ? new(this, best.A, best.B, best.Fit.Coefficients[0], best.A + best.B > 0 ? [] : [CalibrationFindings.Reversed])
            : throw CalibrationFits.NoOptimum();
    }

    private BetaCalibrationModel FitEqual(CalibrationRows rows, CancellationToken cancellationToken)
    {
        if (rows.Events[0] * rows.NonEvents[1] >= rows.Events[1] * rows.NonEvents[0])
            return new(this, 0, 0, Math.Log(rows.EventWeight / rows.NonEventWeight), [CalibrationFindings.TwoProbabilities, CalibrationFindings.Reversed]);
        double[] line = CalibrationFits.Optimum([rows.LogOdds(cancellationToken)], [.. rows.Events], [.. rows.NonEvents], hasIntercept: true, cancellationToken);
        return new(this, line[1], line[1], line[0], [CalibrationFindings.TwoProbabilities]);
    }
}
