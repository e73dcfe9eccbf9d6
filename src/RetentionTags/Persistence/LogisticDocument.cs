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
    Finding[] Findings,
    StandardErrors? StandardErrors = null,
    int? ClusterCount = null,
    double? PenalizedLogLikelihood = null)
{
    public static LogisticDocument Of(LogisticModel model) => new(
        model.Recipe,
        [model.Intercept, .. model.Coefficients],
        model.Covariance.ToArray(),
        model.Convergence,
        model.LogLikelihood,
        model.NullLogLikelihood,
        model.TotalWeight,
        [.. model.Findings],
        model.StandardErrors,
        model.ClusterCount,
        model.PenalizedLogLikelihood);

    public LogisticModel ToModel() => new(Recipe, Coefficients, Covariance, Convergence, Findings)
    {
        LogLikelihood = LogLikelihood,
        NullLogLikelihood = NullLogLikelihood,
        TotalWeight = TotalWeight,
        StandardErrors = StandardErrors ?? (double.IsNaN(Covariance[0]) ? null : Models.Linear.StandardErrors.ModelBased), // version 1 knew no others
        ClusterCount = ClusterCount,
        PenalizedLogLikelihood = PenalizedLogLikelihood,
    };
}
