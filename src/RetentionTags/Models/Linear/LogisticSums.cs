namespace RetentionTags.Models.Linear;

/// <summary>What a logistic regression has to know of its rows at given coefficients: three sums over all of them.</summary>
/// <remarks>η = b₀ + Σⱼ bⱼxⱼ, p = 1 / (1 + exp(−η)), w the row's weight, y 1 for an event and 0 otherwise, x₀ = 1.</remarks>
/// <param name="logLikelihood">Σ w [yη − ln(1 + exp η)].</param>
/// <param name="gradient">Σ w (y − p) xⱼ, the intercept first.</param>
/// <param name="information">Σ w p (1 − p) xᵢxⱼ, row by row, the intercept first.</param>
public sealed class LogisticSums(double logLikelihood, double[] gradient, double[] information)
{
    /// <summary>Σ w [yη − ln(1 + exp η)].</summary>
    public double LogLikelihood { get; } = logLikelihood;

    /// <summary>Σ w (y − p) xⱼ, the intercept first.</summary>
    public ReadOnlySpan<double> Gradient => gradient;

    /// <summary>Σ w p (1 − p) xᵢxⱼ, row by row, the intercept first; its side is the length of <see cref="Gradient"/>.</summary>
    public ReadOnlySpan<double> Information => information;
}
