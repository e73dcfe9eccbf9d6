namespace RetentionTags.Binning;

/// <summary>What <see cref="OptimalBinning"/> maximises. With a bin's share p of all events and share q of all non-events:</summary>
public enum BinningObjective
{
    /// <summary>Information value, Σ (p − q) ln(p/q).</summary>
    InformationValue,

    /// <summary>Jensen–Shannon divergence, ½ Σ [p ln(p/m) + q ln(q/m)] with m = (p + q)/2; at most ln 2.</summary>
    JensenShannon,

    /// <summary>Squared Hellinger distance, ½ Σ (√p − √q)²; at most 1.</summary>
    Hellinger,

    /// <summary>Triangular discrimination, Σ (p − q)²/(p + q); at most 2.</summary>
    Triangular,

    /// <summary>Pearson's χ² of events and non-events by bins, divided by the number of rows (Cramér's V squared), against the rates of all rows.</summary>
    ChiSquare,

    /// <summary>
    /// The Gini coefficient 2·AUC − 1 of the regular bins as they stand, lowest values first. Only for <see cref="Trend.Ascending"/> and <see cref="Trend.Descending"/>
    /// (and <see cref="Trend.Automatic"/>, which then compares these two): in any other order of rates it is no sum over bins.
    /// </summary>
    Gini,
}
