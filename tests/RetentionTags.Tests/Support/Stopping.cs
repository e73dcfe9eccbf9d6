using System.Diagnostics;

namespace RetentionTags.Tests.Support;

/// <summary>How soon long work stops after it was asked to.</summary>
internal static class Stopping
{
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
            TimeSpan best = TimeSpan.MaxValue;
            for (int attempt = 0; attempt < tries && best > limit; attempt++)
                best = new(Math.Min(best.Ticks, TimeToStop(work, share * whole).Ticks));
            Assert.True(best <= limit, FormattableString.Invariant($"{best.TotalMilliseconds:F0} ms: asked after {share} of {whole.TotalMilliseconds:F0} ms {what}"));
        }
    }

    /// <summary>The longest time there is when the work had ended before it was asked, which shows nothing.</summary>
    private static TimeSpan TimeToStop(Action<CancellationToken> work, TimeSpan after)
    {
        using var source = new CancellationTokenSource();
        Exception? end = null;
        var thread = new Thread(() => end = Record.Exception(() => work(source.Token)));
        thread.Start();
        Thread.Sleep(after);
        if (!thread.IsAlive)
            return TimeSpan.MaxValue;
        long asked = Stopwatch.GetTimestamp();
        source.Cancel();
        thread.Join();
        TimeSpan taken = Stopwatch.GetElapsedTime(asked);
        return end is null or OperationCanceledException ? taken : throw end;
    }
}
