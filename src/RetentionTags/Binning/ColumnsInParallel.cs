namespace RetentionTags.Binning;

/// <summary>Fits of single columns, side by side.</summary>
internal static class ColumnsInParallel
{
    /// <summary>Fits each column and puts the results together in their order. Failures are listed, or thrown in one exception that names them all.</summary>
    /// <param name="count">The number of columns.</param>
    /// <param name="fit">Fits the column of an index.</param>
    /// <param name="maxThreads">How many at a time; 0 for as many as there are processors.</param>
    /// <param name="leaveOutFailures">Whether failures are listed. When nothing else is left they are thrown all the same.</param>
    /// <param name="progress">Told of each column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static (TColumn[] Columns, ColumnFailure[] Failures) Fit<TColumn>(int count, Func<int, TColumn> fit, int maxThreads, bool leaveOutFailures, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        where TColumn : class
    {
        var binnings = new TColumn?[count];
        var failures = new TrainingDataException?[count];
        InParallel.For(count, FitOne, maxThreads, "binning", progress, cancellationToken);
        TrainingDataException[] failed = [.. failures.OfType<TrainingDataException>()];
        if (failed.Length > 0 && (!leaveOutFailures || failed.Length == count))
            throw failed.Length == 1 ? failed[0] : Together(failed);
        return ([.. binnings.OfType<TColumn>()], [.. failed.Select(failure => new ColumnFailure(failure.ColumnName ?? "", failure.Message))]);

        void FitOne(int i)
        {
            try
            {
                binnings[i] = fit(i);
            }
            catch (TrainingDataException failure)
            {
                failures[i] = failure;
            }
        }
    }

    private static TrainingDataException Together(TrainingDataException[] failures) =>
        new($"{failures.Length} columns cannot be binned. LeaveOutFailures would leave them out.{Environment.NewLine}{string.Join(Environment.NewLine, failures.Select(failure => failure.Message))}") { ColumnName = failures[0].ColumnName };
}
