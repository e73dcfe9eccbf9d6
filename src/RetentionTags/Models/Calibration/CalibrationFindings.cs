namespace RetentionTags.Models.Calibration;

/// <summary>What several methods may find.</summary>
internal static class CalibrationFindings
{
    /// <summary>With fewer events, or non-events, steps follow single rows.</summary>
    private const double FewEvents = 50;

    public static Finding OneProbability { get; } = new(FindingSeverity.Warning, FindingCodes.UndeterminedCalibration, "all rows have the same probability, which tells nothing of the slope: it was left at 1, and the level was fitted as far as the method can. Use a model that tells rows apart.");

    public static Finding TwoProbabilities { get; } = new(FindingSeverity.Warning, FindingCodes.UndeterminedCalibration, "the rows have two different probabilities, which determine two of the three parameters: both exponents were made equal. Use more rows, or PlattScaling.");

    public static Finding Reversed { get; } = new(FindingSeverity.Warning, FindingCodes.ReversedCalibration, "events do not have higher probabilities than non-events. Either the scores are of the opposite event, or the model says nothing on these rows: find out which before using the calibration.");

    /// <summary>A warning to those who fit steps, if there are too few rows for it.</summary>
    public static IEnumerable<Finding> FewRows(double events, double nonEvents)
    {
        if (Math.Min(events, nonEvents) < FewEvents)
            yield return new(FindingSeverity.Warning, FindingCodes.FewCalibrationEvents, Invariant($"it was fitted on {events} events and {nonEvents} non-events: with fewer than {FewEvents} of either, steps follow chance. Use PlattScaling, or more rows."));
    }
}
