namespace RetentionTags.Binning.Pairs;

/// <summary>
/// What the columns of a pair say without one another, as information values: each alone, and both when their weights of evidence may only be added; and the likelihood ratio statistic of the
/// regions beyond that sum.
/// </summary>
internal readonly record struct PairInformation(double First, double Second, double Additive, double ChiSquare, int Degrees);
