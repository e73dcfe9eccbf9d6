using System.Diagnostics;
using RetentionTags.Binning;
using RetentionTags.Binning.Histograms;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>Pre-bins of 300,000 categories stop soon after they are asked to, from rows as from a histogram.</summary>
[Collection(nameof(Alone))]
public class CategoryCancellationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Stops_within_50_milliseconds_of_being_asked(double minCategoryCount)
    {
        const int Count = 300_000;
        CategoryColumn column = Column.Category("id", Enumerable.Range(0, 2 * Count).Select(row => (int)(row * 2_654_435_761L % Count)).ToArray(), [.. Enumerable.Range(0, Count).Select(i => $"id{i}")]);
        var data = TrainingSet.Create(Table.Create(column), [.. Enumerable.Range(0, 2 * Count).Select(row => row % 7 < 2)]);
        var recipe = new OptimalBinning { MinCategoryCount = minCategoryCount };
        var histogram = (CategoryHistogram)BinningHistogram.Of(data).ColumnHistograms[0];
        Action<CancellationToken>[] works = [token => ColumnPrebins.Of(recipe, column, data, token), token => histogram.ToPrebins(recipe, token)];
        foreach (Action<CancellationToken> work in works)
        {
            work(default);
            long start = Stopwatch.GetTimestamp();
            work(default);
            TimeSpan whole = Stopwatch.GetElapsedTime(start);
            foreach (double share in (double[])[0.15, 0.35, 0.55, 0.75])
            {
                // Other programs may take the processor away, and garbage be collected, so each point has seven tries.
                TimeSpan best = TimeSpan.MaxValue;
                for (int attempt = 0; attempt < 7 && best > TimeSpan.FromMilliseconds(50); attempt++)
                    best = new(Math.Min(best.Ticks, TimeToStop(work, share * whole).Ticks));
                Assert.True(best <= TimeSpan.FromMilliseconds(50), FormattableString.Invariant($"took {best.TotalMilliseconds} ms at {share} of {whole.TotalMilliseconds} ms"));
            }
        }
    }

    private static TimeSpan TimeToStop(Action<CancellationToken> work, TimeSpan after)
    {
        using var source = new CancellationTokenSource();
        Exception? end = null;
        var thread = new Thread(() => end = Record.Exception(() => work(source.Token)));
        thread.Start();
        Thread.Sleep(after);
        long asked = Stopwatch.GetTimestamp();
        source.Cancel();
        thread.Join();
        TimeSpan taken = Stopwatch.GetElapsedTime(asked);
        return end is null or OperationCanceledException ? taken : throw end;
    }
}
