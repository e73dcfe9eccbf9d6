using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>A coefficient and what is known of its accuracy.</summary>
/// <param name="Name">The column, or <c>intercept</c>.</param>
/// <param name="Value">Log-odds for each unit of the column.</param>
/// <param name="StandardError">
/// From the inverse of the information matrix; NaN when there is none: for a penalised or class-weighted fit, and for a column left out as a combination of others.
/// </param>
public sealed record Coefficient(string Name, double Value, double StandardError)
{
    /// <summary>Wald's statistic, value / standard error.</summary>
    public double Z => Value / StandardError;

    /// <summary>The probability of a statistic at least this far from 0 if the true coefficient were 0: 2 (1 − Φ(|z|)).</summary>
    public double PValue => Tails.NormalTwoSided(Z);

    /// <summary>The coefficient when what it explains is multiplied by a positive factor.</summary>
    internal Coefficient Times(double factor) => new(Name, factor * Value, factor * StandardError);
}
