namespace RetentionTags.Selection;

/// <summary>By what <see cref="Stepwise"/> compares models.</summary>
public enum StepwiseCriterion
{
    /// <summary>Akaike's −2 · log-likelihood + 2k, with k coefficients.</summary>
    Aic,

    /// <summary>Schwarz's −2 · log-likelihood + k ln W, with k coefficients and the total weight W.</summary>
    Bic,

    /// <summary>The P value of the likelihood-ratio test between the two models: 2 (l₁ − l₀) as chi-square with as many degrees of freedom as coefficients differ.</summary>
    PValue,
}
