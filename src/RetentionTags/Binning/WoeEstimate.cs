namespace RetentionTags.Binning;

/// <summary>How a bin's weight of evidence is estimated from its counts.</summary>
public enum WoeEstimate
{
    /// <summary>From the counts as they are.</summary>
    Counts,

    /// <summary>
    /// Shrunk towards 0 by empirical Bayes: k rows that are divided as all rows are join each bin, ln((e + kR)/(n + k(1 − R))) − ln(E/N), so that a bin of few rows says less. The strength k is
    /// that under which the bins' counts are most likely when their event rates are drawn from a beta distribution with mean R and k prior rows (marginal likelihood).
    /// The counts are those of the chosen bins, whose spread the optimiser has maximised: it makes up for small bins, not for having chosen among many. <see cref="CrossFittedWoe"/> does.
    /// </summary>
    EmpiricalBayes,
}
