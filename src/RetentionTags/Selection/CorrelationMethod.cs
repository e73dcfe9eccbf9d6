namespace RetentionTags.Selection;

/// <summary>How the association of two columns is measured.</summary>
public enum CorrelationMethod
{
    /// <summary>Pearson's r, of the values.</summary>
    Pearson,

    /// <summary>Spearman's ρ: Pearson's r of the ranks, where equal values share the mean of their ranks.</summary>
    Spearman,
}
