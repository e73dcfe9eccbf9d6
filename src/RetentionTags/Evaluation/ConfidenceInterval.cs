using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>An interval that covers the true value with a stated probability.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Level">The probability, 0–1.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper, double Level)
{
    /// <summary>Wilson's score interval of a share: never outside 0–1, sensible for few rows and for shares of 0 and 1.</summary>
    /// <remarks>
    /// With p = events / total, n = total and z the normal quantile of (1 + level) / 2, it computes
    /// [p + z²/2n ± z √(p(1 − p)/n + z²/4n²)] / (1 + z²/n). Source: Wilson (1927), JASA 22, p. 209–212.
    /// </remarks>
    /// <param name="events">Sum of the weights of the events, from 0 to <paramref name="total"/>.</param>
    /// <param name="total">Sum of all weights. 0 gives the interval from 0 to 1: nothing is known.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ConfidenceInterval Wilson(double events, double total, double level = 0.95)
    {
        if (!(total >= 0) || double.IsInfinity(total))
            throw new ArgumentOutOfRangeException(nameof(total), total, "The total is finite and at least 0.");
        if (!(events >= 0 && events <= total))
            throw new ArgumentOutOfRangeException(nameof(events), events, "Events lie between 0 and the total.");
        CheckLevel(level);
        if (total == 0)
            return new(0, 1, level);
        double z = Tails.Quantile(level), share = events / total, z2 = z * z / total;
        double center = share + (z2 / 2), half = Math.Sqrt((z2 * share * (1 - share)) + (z2 * z2 / 4));
        double lower = events == 0 ? 0 : Math.Max((center - half) / (1 + z2), 0);
        double upper = events == total ? 1 : Math.Min((center + half) / (1 + z2), 1);
        return new(lower, upper, level);
    }
    /// <summary>Estimate ± quantile · standard error, cut off at the ends of what is possible. NaN for a NaN; nothing but the estimate for a standard error of 0.</summary>
    internal static ConfidenceInterval Around(double estimate, double standardError, double level, double lowest = double.NegativeInfinity, double highest = double.PositiveInfinity, double degreesOfFreedom = double.PositiveInfinity)
    {
        CheckLevel(level);
        if (double.IsNaN(estimate) || double.IsNaN(standardError))
            return new(double.NaN, double.NaN, level);
        double half = standardError == 0 ? 0 : Tails.Quantile(level, degreesOfFreedom) * standardError;
        return new(Math.Max(lowest, estimate - half), Math.Min(highest, estimate + half), level);
    }

    internal static void CheckLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level lies between 0 and 1, for instance 0.95.");
    }
}
