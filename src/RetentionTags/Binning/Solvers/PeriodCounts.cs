namespace RetentionTags.Binning.Solvers;

/// <summary>Events and rows of each pre-bin, period by period.</summary>
/// <param name="Events">By period, then by pre-bin.</param>
/// <param name="Counts">By period, then by pre-bin.</param>
/// <param name="MissingEvents">The missing rows' events by period.</param>
/// <param name="MissingCounts">The missing rows by period.</param>
internal sealed record PeriodCounts(double[][] Events, double[][] Counts, double[] MissingEvents, double[] MissingCounts)
{
    /// <summary>The same with the missing rows in one pre-bin.</summary>
    public PeriodCounts WithMissingAt(int prebin)
    {
        var zeros = new double[MissingCounts.Length];
        return new([.. Events.Select((events, period) => With(events, MissingEvents[period]))], [.. Counts.Select((counts, period) => With(counts, MissingCounts[period]))], zeros, zeros);

        double[] With(double[] byPrebin, double missing) => [.. byPrebin.Select((value, i) => i == prebin ? value + missing : value)];
    }
}
