using RetentionTags.Evaluation;

namespace RetentionTags.Lifetime;

/// <summary>A parameter of a contract model, above 0, and what is known of its accuracy.</summary>
/// <param name="Name"><c>alpha</c>, <c>beta</c> or <c>c</c>.</param>
/// <param name="Value">The estimate.</param>
/// <param name="LogStandardError">The standard error of its logarithm, from the Hessian of the log-likelihood; NaN for a parameter that is not estimated, is held at a bound, or has no curvature to go by.</param>
public sealed record ContractParameter(string Name, double Value, double LogStandardError)
{
    /// <summary>The standard error: <see cref="Value"/> · <see cref="LogStandardError"/> (delta method).</summary>
    public double StandardError => Value * LogStandardError;

    /// <summary>The confidence interval, made on the scale of logarithms so that it stays above 0: value · exp(± z · s), s being the <see cref="LogStandardError"/> and z the normal quantile of (1 + level)/2.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN at both ends when there is no standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval Interval(double level = 0.95)
    {
        ConfidenceInterval log = ConfidenceInterval.Around(Math.Log(Value), LogStandardError, level);
        return log with { Lower = Math.Exp(log.Lower), Upper = Math.Exp(log.Upper) };
    }
}
