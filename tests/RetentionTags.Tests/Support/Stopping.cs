using System.Diagnostics;

namespace RetentionTags.Tests.Support;

/// <summary>How soon long work stops after it was asked to.</summary>
internal static class Stopping
{
    /// <summary>0.7 to this power is 6 %: work that ends even before that is too short to be stopped.</summary>
    private const int MostEarlyEnds = 8;

    /// <summary>Asks the work to stop when some shares of the time that it takes have gone by. Other programs may take the processor away, and garbage be collected, so each point has several tries.</summary>
    public static void AssertIsSoon(Action<CancellationToken> work, double[] shares, int milliseconds, int tries, string what = "")
    {
        TimeSpan limit = TimeSpan.FromMilliseconds(milliseconds), whole = TimeSpan.MaxValue;
        for (int run = 0; run < 2; run++)
        {
            long start = Stopwatch.GetTimestamp();
            work(default);
            whole = new(Math.Min(whole.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        foreach (double share in shares)
        {
            // Code that the compiler has meanwhile made faster ends before it is asked: then it is asked earlier.
            TimeSpan best = TimeSpan.MaxValue, after = share * whole;
            for (int attempt = 0; attempt < tries && best > limit; attempt++)
            {
                TimeSpan? taken = TimeToStop(work, after);
                for (int early = 0; taken is null && early < MostEarlyEnds; early++)
                    taken = TimeToStop(work, after *= 0.7);
                best = new(Math.Min(best.Ticks, (taken ?? TimeSpan.MaxValue).Ticks));
            }

            Assert.True(best <= limit, FormattableString.Invariant($"{best.TotalMilliseconds:F0} ms: asked after {share} of {whole.TotalMilliseconds:F0} ms {what}"));
        }
    }

    /// <summary>Nothing when the work had ended before it was asked, which shows nothing.</summary>
    private static TimeSpan? TimeToStop(Action<CancellationToken> work, TimeSpan after)
    {
        using var source = new CancellationTokenSource();
        Exception? end = null;
        var thread = new Thread(() => end = Record.Exception(() => work(source.Token)));
        thread.Start();
        Thread.Sleep(after);
        if (!thread.IsAlive)
            return null;
        long asked = Stopwatch.GetTimestamp();
        source.Cancel();
        thread.Join();
        TimeSpan taken = Stopwatch.GetElapsedTime(asked);
        return end is null or OperationCanceledException ? taken : throw end;
    }
}
