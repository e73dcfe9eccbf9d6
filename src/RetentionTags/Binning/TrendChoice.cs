namespace RetentionTags.Binning;

/// <summary>By what <see cref="Trend.Automatic"/> chooses among the optima of the trends.</summary>
public enum TrendChoice
{
    /// <summary>The lowest BIC, see <see cref="TrendCandidate"/>.</summary>
    Bic,

    /// <summary>The highest information value out of fold: each trend's optimum is found on four fifths of the rows and measured on the fifth that it has not seen, five times. Missing rows that a policy sends to a bin are not divided, and differences within chance decide as any others do.</summary>
    CrossFitted,
}
