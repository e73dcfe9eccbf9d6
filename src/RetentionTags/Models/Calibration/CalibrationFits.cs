using RetentionTags.Numerics;

namespace RetentionTags.Models.Calibration;

/// <summary>Maximum likelihood on grouped rows, for methods that are logistic regressions.</summary>
internal static class CalibrationFits
{
    /// <summary>The coefficients at the optimum, the intercept first when there is one.</summary>
    public static double[] Optimum(double[][] columns, double[] events, double[] nonEvents, bool hasIntercept, CancellationToken cancellationToken)
    {
        GroupedLogistic fit = GroupedLogistic.Fit(columns, events, nonEvents, offset: null, hasIntercept, cancellationToken);
        return fit.IsConverged ? fit.Coefficients : throw NoOptimum();
    }

    public static TrainingDataException NoOptimum() =>
        new("The probabilities separate the events of these rows from the non-events, so the steepest calibration fits best and there is no finite optimum. Take more rows, or PlattScaling with SmoothTargets, which always has one.");
}
