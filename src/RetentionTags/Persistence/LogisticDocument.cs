using RetentionTags.Models.Linear;

namespace RetentionTags.Persistence;

/// <summary>A logistic regression as it is saved; the intercept is the first coefficient.</summary>
internal sealed record LogisticDocument(
    LogisticRegression Recipe,
    Coefficient[] Coefficients,
    double[] Covariance,
    Convergence Convergence,
    double LogLikelihood,
    double NullLogLikelihood,
    double TotalWeight,
    Finding[] Findings)
{
    public static LogisticDocument Of(LogisticModel model) => new(
        model.Recipe,
        [model.Intercept, .. model.Coefficients],
        model.Covariance.ToArray(),
        model.Convergence,
        model.LogLikelihood,
        model.NullLogLikelihood,
        model.TotalWeight,
        [.. model.Findings]);

    public LogisticModel ToModel() => new(Recipe, Coefficients, Covariance, Convergence, Findings)
    {
        LogLikelihood = LogLikelihood,
        NullLogLikelihood = NullLogLikelihood,
        TotalWeight = TotalWeight,
    };
}
