using System.Diagnostics;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation.Validation;

[Collection(nameof(Alone))]
public class ValidationCancellationTests
{
    [Fact]
    public void Stops_within_100_milliseconds_of_being_asked()
    {
        TrainingSet data = SampleData.Wide(100_000, 10);
        FoldPlan plan = new StratifiedKFold().Split(data);
        long start = Stopwatch.GetTimestamp();
        CrossValidation.Run(data, [("card", new ScorecardRecipe())], plan);
        TimeSpan whole = Stopwatch.GetElapsedTime(start);
        foreach (double share in (double[])[0.1, 0.5])
        {
            // Other programs may take the processor away, so each point has five tries.
            TimeSpan best = TimeSpan.MaxValue;
            for (int attempt = 0; attempt < 5 && best > TimeSpan.FromMilliseconds(100); attempt++)
                best = new(Math.Min(best.Ticks, TimeToStop(data, plan, share * whole).Ticks));
            Assert.True(best <= TimeSpan.FromMilliseconds(100), FormattableString.Invariant($"took {best.TotalMilliseconds} ms at {share} of {whole.TotalMilliseconds} ms"));
        }
    }

    /// <summary>A run divides the rows first, which for many rows and many folds takes longer than 100 milliseconds.</summary>
    [Fact]
    public void Splitters_stop_within_100_milliseconds_of_being_asked()
    {
        const int RowCount = 400_000;
        TrainingSet data = SampleData.Wide(RowCount, 1)
            .WithEntities([.. Enumerable.Range(0, RowCount).Select(row => (long)row)])
            .WithTimes([.. Enumerable.Range(0, RowCount).Select(row => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(97L * row))]);
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        foreach (Splitter splitter in (Splitter[])[new StratifiedKFold { Repeats = 20 }, new GroupedKFold { Folds = 20, Stratified = true }, new WalkForward { HorizonDays = 30, Period = TestPeriod.Month, TimeZone = berlin }])
        {
            TimeSpan best = TimeSpan.MaxValue;
            for (int attempt = 0; attempt < 5 && best > TimeSpan.FromMilliseconds(100); attempt++)
            {
                using var source = new CancellationTokenSource();
                var watch = new Stopwatch();
                source.Token.Register(watch.Start);
                source.CancelAfter(30);
                Assert.ThrowsAny<OperationCanceledException>(() => CrossValidation.Run(data, new ScorecardRecipe(), splitter, cancellationToken: source.Token));
                best = new(Math.Min(best.Ticks, watch.Elapsed.Ticks));
            }

            Assert.True(best <= TimeSpan.FromMilliseconds(100), FormattableString.Invariant($"{splitter} took {best.TotalMilliseconds} ms"));
        }
    }

    private static TimeSpan TimeToStop(TrainingSet data, FoldPlan plan, TimeSpan after)
    {
        using var source = new CancellationTokenSource();
        Exception? end = null;
        var thread = new Thread(() => end = Record.Exception(() => CrossValidation.Run(data, [("card", new ScorecardRecipe())], plan, cancellationToken: source.Token)));
        thread.Start();
        Thread.Sleep(after);
        long asked = Stopwatch.GetTimestamp();
        source.Cancel();
        thread.Join();
        TimeSpan taken = Stopwatch.GetElapsedTime(asked);
        return end is null or OperationCanceledException ? taken : throw end;
    }
}
