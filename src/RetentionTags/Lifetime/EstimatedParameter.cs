using RetentionTags.Evaluation;

namespace RetentionTags.Lifetime;

/// <summary>A parameter of a purchase or spend model, and what is known of its accuracy.</summary>
/// <param name="Name">Its name in the literature, in Latin letters.</param>
/// <param name="Value">The estimate; above 0, and <c>q</c> above 1.</param>
/// <param name="StandardError">From the second derivatives of the log-likelihood by the parameters' logarithms (of q − 1 for q), brought back by the delta method. NaN when the likelihood is flat.</param>
/// <param name="Interval">With the recipe's level. Symmetric in the logarithm (of q − 1 for q), so it never crosses 0; or of the profile likelihood, which may end at 0 or ∞.</param>
/// <param name="IsProfile">Whether the interval is of the profile likelihood: where the standard error of the logarithm is above 0.2, or there is none, so that the likelihood is no parabola over the interval.</param>
public sealed record EstimatedParameter(string Name, double Value, double StandardError, ConfidenceInterval Interval, bool IsProfile);
