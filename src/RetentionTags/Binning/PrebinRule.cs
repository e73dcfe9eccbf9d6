namespace RetentionTags.Binning;

/// <summary>How a numeric column is divided into pre-bins.</summary>
public enum PrebinRule
{
    /// <summary>At quantiles.</summary>
    Quantile,
}
