using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>The fit of <see cref="BiasReduction.Firth"/> and of its intercept correction.</summary>
internal sealed class FirthFit(LogisticRegression recipe, DesignMatrix design, TrainingSet data, SandwichCovariance covariance, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    public LogisticModel Run()
    {
        var fit = new RestrictedFit(design, data, isFirth: true, isCentered: true, cancellationToken);
        double conditionNumber = ConditionNumber.OfDesign(fit.StartInformation, fit.IsLeftOut);
        StopReason reason = fit.Run(new bool[fit.Coefficients.Length], recipe.MaxIterations, recipe.Tolerance, iteration => progress?.Report(new("regression", iteration, recipe.MaxIterations)));
        var convergence = new Convergence(reason, fit.Iterations, fit.Halvings, fit.MaxSlope, fit.Remaining, fit.Rank, conditionNumber);
        double penalized = fit.Objective;
        if (recipe.BiasReduction == BiasReduction.FirthWithInterceptCorrection)
            fit = WithIntercept(fit);
        progress?.Report(new("regression", recipe.MaxIterations, recipe.MaxIterations));
        return ToModel(fit, convergence, penalized);
    }

    /// <summary>The intercept of maximum likelihood with all slopes held.</summary>
    private RestrictedFit WithIntercept(RestrictedFit firth)
    {
        var fit = new RestrictedFit(design, data, isFirth: false, isCentered: true, cancellationToken);
        firth.Coefficients.CopyTo(fit.Coefficients, 0);
        fit.Run([.. firth.Coefficients.Select((_, j) => j > 0)], recipe.MaxIterations, recipe.Tolerance);
        return fit;
    }

    private LogisticModel ToModel(RestrictedFit fit, Convergence convergence, double penalized)
    {
        double[] values = design.ToRaw(fit.Coefficients), standardized = covariance.Of(design, fit.Coefficients, fit.Inverse(), fit.Rank, cancellationToken), raw = design.CovarianceToRaw(standardized);
        int size = values.Length;
        var coefficients = new Coefficient[size];
        for (int j = 0; j < size; j++)
        {
            double error = fit.IsLeftOut[j] ? double.NaN : j == 0 ? Math.Sqrt(raw[0]) : Math.Sqrt(standardized[(j * size) + j]) / design.Scales[j - 1];
            coefficients[j] = new(j == 0 ? "intercept" : design.NameOf(j - 1), values[j], error);
        }

        List<Finding> findings = [.. design.DependentColumns(fit.IsLeftOut), .. covariance.Findings];
        if (!convergence.IsConverged)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the bias-reduced fit stopped after {convergence.Iterations} steps ({convergence.Reason}) with {convergence.RemainingStep:G3} standard errors left to go; the tolerance is {recipe.Tolerance:G3}. Raise MaxIterations, or look for columns that nearly determine one another.")));
        return new(recipe, coefficients, raw, convergence, findings)
        {
            LogLikelihood = fit.LogLikelihood,
            NullLogLikelihood = data.NullLogLikelihood(),
            PenalizedLogLikelihood = penalized,
            TotalWeight = data.TotalWeight,
            StandardErrors = covariance.Kind,
            ClusterCount = covariance.ClusterCount,
        };
    }
}
