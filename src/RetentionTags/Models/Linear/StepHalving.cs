namespace RetentionTags.Models.Linear;

/// <summary>The line search of Newton's fits: along a step, half as far each time the objective would rise by more than rounding.</summary>
internal static class StepHalving
{
    private const int MaxHalvings = 30;

    /// <param name="coefficients">Where the step begins; afterwards where it ended, or where it began.</param>
    /// <param name="step">The step, a coordinate for each coefficient.</param>
    /// <param name="before">The objective where the step begins.</param>
    /// <param name="objective">What is to fall, at the coefficients as they are then.</param>
    /// <param name="rounding">A rise by less than this share is within rounding.</param>
    /// <returns>How often the step was halved; <see langword="null"/> when no part of it will do.</returns>
    public static int? Go(double[] coefficients, double[] step, double before, Func<double> objective, double rounding = 1e-13)
    {
        double[] start = [.. coefficients];
        double length = 1;
        for (int halvings = 0; halvings <= MaxHalvings; halvings++, length /= 2)
        {
            for (int j = 0; j < start.Length; j++)
                coefficients[j] = start[j] + (length * step[j]);
            if (objective() <= before + (rounding * Math.Abs(before)))
                return halvings;
        }

        start.CopyTo(coefficients, 0);
        return null;
    }
}
