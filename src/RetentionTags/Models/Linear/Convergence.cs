namespace RetentionTags.Models.Linear;

/// <summary>How an optimiser ended.</summary>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Iterations">Steps taken on all rows, Newton's and those of L-BFGS. Steps on a part of the rows are not counted.</param>
/// <param name="StepHalvings">How often a step was halved because it would have raised the objective.</param>
/// <param name="MaxGradient">The greatest absolute derivative of the mean objective by a coefficient on the scale of standardised columns.</param>
/// <param name="RemainingStep">The length of the step that would follow, in standard errors: √(gᵀH⁻¹g).</param>
/// <param name="Rank">The number of coefficients estimated, the intercept included.</param>
public sealed record Convergence(StopReason Reason, int Iterations, int StepHalvings, double MaxGradient, double RemainingStep, int Rank)
{
    /// <summary>Whether the tolerance was met.</summary>
    public bool IsConverged => Reason == StopReason.Converged;
}
