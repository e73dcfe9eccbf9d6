using RetentionTags.Evaluation;

namespace RetentionTags.Lifetime;

/// <summary>The restricted mean survival time: how long rows last on average without an event, of a stated time.</summary>
/// <param name="Until">The time up to which it counts.</param>
/// <param name="Value">Σ of the area under the curve of survivors from 0 to <paramref name="Until"/>, in units of time.</param>
/// <param name="StandardError">√Σ aᵢ² dᵢ / (nᵢ (nᵢ − dᵢ)), where aᵢ is the area under the curve from the i-th time to <paramref name="Until"/>.</param>
public readonly record struct MeanSurvivalTime(double Until, double Value, double StandardError)
{
    /// <summary>Value ± z · standard error with the normal quantile z of (1 + level)/2, between 0 and <see cref="Until"/>.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Around(Value, StandardError, level, 0, Until);
}
