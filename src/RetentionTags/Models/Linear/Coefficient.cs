using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>A coefficient and what is known of its accuracy.</summary>
/// <param name="Name">The column, or <c>intercept</c>.</param>
/// <param name="Value">Log-odds for each unit of the column.</param>
/// <param name="StandardError">
/// By <see cref="LogisticModel.StandardErrors"/>; NaN when there is none: for a penalised fit, a class-weighted one with <see cref="StandardErrors.ModelBased"/>, and for a column left out as a combination of others.
/// </param>
public sealed record Coefficient(string Name, double Value, double StandardError)
{
    /// <summary>Wald's statistic, value / standard error.</summary>
    public double Z => Value / StandardError;

    /// <summary>The probability of a statistic at least this far from 0 if the true coefficient were 0: 2 (1 − Φ(|z|)).</summary>
    public double PValue => Tails.NormalTwoSided(Z);

    /// <summary>Wald's confidence interval: value ± z · standard error with the normal quantile z of (1 + level)/2. Near separation <see cref="LogisticModel.ProfileInterval"/> is better.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN at both ends when there is no standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Around(Value, StandardError, level);

    /// <summary>The coefficient when what it explains is multiplied by a positive factor.</summary>
    internal Coefficient Times(double factor) => new(Name, factor * Value, factor * StandardError);
}
