namespace RetentionTags.Models.Linear;

/// <summary>What a <see cref="RegularizationPath"/> found at one λ.</summary>
/// <param name="Lambda">λ, beside the sum of the losses; λ / Σw is glmnet's.</param>
/// <param name="Intercept">The intercept, moved to the population's event rate where the rows' differs from it.</param>
/// <param name="Coefficients">One for each of <see cref="RegularizationPathModel.Columns"/>, in log-odds for each unit of the column as given.</param>
/// <param name="Deviance">−2 · log-likelihood on the training rows, without the penalty; with class weights that of the weighted rows.</param>
/// <param name="CrossValidatedDeviance">−2 · log-likelihood on rows that the fit has not seen, for each unit of their weight: the mean over the folds, weighted by their weights.</param>
/// <param name="CrossValidatedStandardError">Its standard error, √(Σ W_f (d_f − d̄)² / (Σ W_f · (K − 1))) over K folds of weights W_f and deviances d_f; NaN for one fold.</param>
/// <param name="Convergence">How the fit at this λ ended.</param>
public sealed record PathStep(double Lambda, double Intercept, ValueList<double> Coefficients, double Deviance, double CrossValidatedDeviance, double CrossValidatedStandardError, Convergence Convergence)
{
    /// <summary>The number of columns whose coefficient is not 0: the degrees of freedom of a lasso (Zou, Hastie and Tibshirani 2007).</summary>
    public int NonZero => Coefficients.Count(coefficient => coefficient != 0);
}
