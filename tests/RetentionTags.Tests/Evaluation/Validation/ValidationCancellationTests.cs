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
        Stopping.AssertIsSoon(token => CrossValidation.Run(data, [("card", new ScorecardRecipe())], plan, cancellationToken: token), [0.1, 0.5], milliseconds: 100, tries: 5);
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
}
