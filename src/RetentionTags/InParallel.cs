using System.Runtime.ExceptionServices;

namespace RetentionTags;

/// <summary>Pieces of work that do not depend on one another, side by side.</summary>
internal static class InParallel
{
    /// <summary>Does each piece once. A piece puts its result where the pieces are, by its index, so that neither threads nor their order show in it.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="work">Does the piece of an index. What it throws is thrown as it is, and no other piece is begun.</param>
    /// <param name="maxThreads">How many at a time; 0 for as many as there are processors.</param>
    /// <param name="stage">What progress is called.</param>
    /// <param name="progress">Told of each piece, never concurrently.</param>
    /// <param name="cancellationToken">Stops the work: no other piece is begun.</param>
    public static void For(int count, Action<int> work, int maxThreads, string stage, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int completed = 0;
        var reporting = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads == 0 ? Environment.ProcessorCount : maxThreads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, count, options, i =>
            {
                work(i);
                if (progress is null)
                    return;
                lock (reporting)
                    progress.Report(new(stage, ++completed, count));
            });
        }
        catch (AggregateException several) when (several.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
