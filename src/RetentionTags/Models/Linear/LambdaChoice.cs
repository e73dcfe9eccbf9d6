namespace RetentionTags.Models.Linear;

/// <summary>Which λ of a <see cref="RegularizationPath"/> its model has.</summary>
public enum LambdaChoice
{
    /// <summary>The greatest λ whose cross-validated deviance is within one standard error of the least: fewer columns, and by these rows no worse (Breiman et al. 1984, section 3.4.3).</summary>
    OneStandardError,

    /// <summary>The λ with the least cross-validated deviance.</summary>
    Minimum,
}
