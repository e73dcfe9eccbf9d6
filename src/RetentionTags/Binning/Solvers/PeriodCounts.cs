namespace RetentionTags.Binning.Solvers;

/// <summary>Events and rows of each pre-bin, period by period.</summary>
/// <param name="Events">By period, then by pre-bin.</param>
/// <param name="Counts">By period, then by pre-bin.</param>
/// <param name="MissingEvents">The missing rows' events by period.</param>
/// <param name="MissingCounts">The missing rows by period.</param>
internal sealed record PeriodCounts(double[][] Events, double[][] Counts, double[] MissingEvents, double[] MissingCounts);
