namespace RetentionTags.Models.Linear;

/// <summary>How an optimiser ended.</summary>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Iterations">Steps taken on all rows, Newton's and those of L-BFGS. Steps on a part of the rows are not counted.</param>
/// <param name="StepHalvings">How often a step was halved because it would have raised the objective.</param>
/// <param name="MaxGradient">The greatest absolute derivative of the mean objective by a coefficient on the scale of standardised columns (of many rows about standardised, by a part of them). Where the last step was so short that no further look at the rows was needed, a bound. With a lasso penalty or bounds the steepest way down that they leave open: what is left of the conditions of Karush, Kuhn and Tucker, below 10⁻⁹ in a fit that has converged.</param>
/// <param name="RemainingStep">The length of the step that would follow, in standard errors: √(gᵀH⁻¹g), or a bound of it as for the gradient; or √(dᵀHd) with a lasso penalty or bounds.</param>
/// <param name="Rank">The number of coefficients estimated, the intercept included; with a lasso penalty or bounds of those that are not 0.</param>
/// <param name="ConditionNumber">
/// Of the centred and scaled design: √(greatest / least eigenvalue) of the columns' weighted correlations. 1 for uncorrelated columns; above 30 some columns nearly determine one another (Belsley, Kuh and Welsch 1980).
/// Columns left out are not part of it. Of fits that a part of the rows led to the optimum (see the docs) it is that of the part, every 16th block of 256 rows. Units and origins of columns do not matter, as they do for the condition number that statsmodels and R show, that of the columns as given. NaN without columns, or when it is not known.
/// </param>
public sealed record Convergence(StopReason Reason, int Iterations, int StepHalvings, double MaxGradient, double RemainingStep, int Rank, double ConditionNumber = double.NaN)
{
    /// <summary>Whether the tolerance was met.</summary>
    public bool IsConverged => Reason == StopReason.Converged;
}
