namespace RetentionTags.Binning.Targets;

/// <summary>The test that a regular bin and the next one do not differ.</summary>
/// <param name="Statistic">Welch's t or Poisson z, above 0 when the next bin is higher; Pearson's χ² for classes. NaN where there is no test, because a bin holds no more than one row.</param>
/// <param name="DegreesOfFreedom">Those of t or χ²; ∞ for z. NaN where there is no test, or no variance within either bin.</param>
/// <param name="PValue">Two-sided for t and z; from 0 to 1. NaN where there is no test.</param>
public sealed record NeighbourTest(double Statistic, double DegreesOfFreedom, double PValue);
