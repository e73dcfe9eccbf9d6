using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A contract model as it is saved: α, β and c, and the covariance of their logarithms.</summary>
internal sealed record ContractDocument(
    ContractRecipe Recipe,
    double Alpha,
    double Beta,
    double Shape,
    double[] LogCovariance,
    int ParameterCount,
    double LogLikelihood,
    double Customers,
    int LastPeriod,
    int Iterations,
    bool IsConverged,
    Finding[] Findings)
{
    public static ContractDocument Of(ContractModel model) => new(
        model.Recipe,
        model.Alpha.Value,
        model.Beta.Value,
        model.Shape.Value,
        model.LogCovariance.ToArray(),
        model.ParameterCount,
        model.LogLikelihood,
        model.Customers,
        model.LastPeriod,
        model.Iterations,
        model.IsConverged,
        [.. model.Findings]);

    public ContractModel ToModel() => new(Recipe, [Alpha, Beta, Shape], LogCovariance, ParameterCount, Findings)
    {
        LogLikelihood = LogLikelihood,
        Customers = Customers,
        LastPeriod = LastPeriod,
        Iterations = Iterations,
        IsConverged = IsConverged,
    };
}
