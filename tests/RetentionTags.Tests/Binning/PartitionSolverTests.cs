using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class PartitionSolverTests
{
    private static readonly Trend[] Trends = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None];

    /// <summary>
    /// Binning reference, section 4.3: Telco MonthlyCharges in pre-bins of 5 from 15 to 115, event = Churn, smallest bin 353. Optima recomputed by another
    /// dynamic program and, where it was possible, by brute force.
    /// </summary>
    private static readonly double[] ChargesEvents = [55, 72, 35, 26, 25, 52, 96, 73, 55, 25, 81, 190, 174, 165, 172, 151, 165, 145, 82, 24, 6];

    private static readonly double[] ChargesNonEvents = [558, 704, 229, 52, 81, 130, 179, 253, 232, 207, 232, 273, 277, 316, 280, 285, 235, 237, 225, 130, 59];

    internal static IntervalCounts Charges => new(ChargesEvents, ChargesNonEvents, ChargesEvents.Sum(), ChargesNonEvents.Sum());

    [Theory]
    [InlineData(1, 1000, 10, 0, 0)]
    [InlineData(2, 1000, 4, 0, 0)]
    [InlineData(3, 1000, 10, 0.12, 0)]
    [InlineData(4, 1000, 5, 0.1, 25)]
    [InlineData(5, 600, 3, 0.2, 7)]
    public void Equals_brute_force_on_random_cases(int seed, int cases, int maxBins, double minShare, int outside)
    {
        var random = new SplitMix64(seed);
        for (int i = 0; i < cases; i++)
        {
            (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, 1 + random.Next(10), scale: i % 3 == 0 ? 3 : 60);
            double totalEvents = events.Sum() + outside + 1, totalNonEvents = nonEvents.Sum() + outside + 1;
            double minWeight = Math.Ceiling(minShare * (events.Sum() + nonEvents.Sum()));
            int minBins = 1 + random.Next(2);
            PartitionSolver solver = Solver(new(events, nonEvents, totalEvents, totalNonEvents), minWeight, maxBins, minBins);
            foreach (Trend trend in Trends)
            {
                Partition? found = solver.Best(trend);
                (int[] Starts, long Value)? expected = BruteForceBinning.Solve(events, nonEvents, totalEvents, totalNonEvents, trend, minBins, maxBins, minWeight);
                Assert.Equal(expected?.Starts, found?.Starts);
                Assert.Equal(expected?.Value, found?.Value);
            }
        }
    }

    [Fact]
    public void Of_equal_divisions_takes_the_one_with_the_leftmost_cuts()
    {
        // Symmetric counts: cutting off the first or the last pre-bin is worth the same.
        PartitionSolver solver = Solver(new([5, 10, 5], [10, 5, 10], 20, 25), 0, 2, 2);
        Assert.Equal([0, 1], solver.Best(Trend.None)!.Starts);
    }

    [Fact]
    public void Mirrored_counts_are_worth_the_same()
    {
        // Cutting behind the first or before the last pre-bin is the same on paper, but ln(a/b) and −ln(b/a) may differ in the last bit.
        var random = new SplitMix64(11);
        for (int i = 0; i < 2000; i++)
        {
            double a = 1 + random.Next(60), b = 1 + random.Next(60), c = 1 + random.Next(60);
            PartitionSolver solver = Solver(new([a, c, b], [b, c, a], a + b + c, a + b + c), 0, 2, 2);
            Assert.Equal([0, 1], solver.Best(Trend.None)!.Starts);
        }
    }

    [Fact]
    public void Many_prebins_and_bins_stay_within_memory_and_agree_with_one_another()
    {
        // More nodes than are kept at a time: chains that better ones have replaced are forgotten on the way.
        var random = new SplitMix64(12);
        (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, 700, 500);
        PartitionSolver solver = Solver(new(events, nonEvents, events.Sum(), nonEvents.Sum()), 0, 60);
        long free = solver.Best(Trend.None)!.Value, peak = solver.Best(Trend.Peak)!.Value, rising = solver.Best(Trend.Ascending)!.Value;
        Assert.True(rising <= peak && peak <= free);
        foreach (Trend trend in (Trend[])[Trend.Ascending, Trend.Peak, Trend.None])
        {
            Partition optimum = solver.Best(trend)!;
            var counts = new IntervalCounts(events, nonEvents, events.Sum(), nonEvents.Sum());
            long sum = optimum.Starts.Select((start, bin) => InformationUnits.Of(counts[start, bin + 1 < optimum.BinCount ? optimum.Starts[bin + 1] : 700])).Sum();
            Assert.Equal(sum, optimum.Value);
        }
    }

    [Fact]
    public void Of_equal_values_takes_the_fewest_bins()
    {
        // The middle two pre-bins have equal rates: dividing them adds nothing.
        PartitionSolver solver = Solver(new([1, 2, 4, 9], [9, 8, 16, 1], 16, 34), 0, 4);
        Assert.Equal([0, 1, 3], solver.Best(Trend.Ascending)!.Starts);
    }

    [Theory]
    [InlineData(Trend.Ascending, 0.3455230649, new[] { 20, 30, 70 })]
    [InlineData(Trend.Valley, 0.3455230649, new[] { 20, 30, 70 })]
    [InlineData(Trend.Descending, 0.0062426248, new[] { 105 })]
    [InlineData(Trend.Peak, 0.3879293456, new[] { 20, 30, 70, 75, 105 })]
    [InlineData(Trend.None, 0.4063089012, new[] { 30, 50, 70, 75, 105 })]
    public void Reaches_the_published_optimum_of_monthly_charges(Trend trend, double informationValue, int[] cuts)
    {
        Partition optimum = Solver(Charges, 353, 6).Best(trend)!;
        Same.Within(5e-11, informationValue, InformationUnits.ToInformationValue(optimum.Value));
        Assert.Equal(cuts, optimum.Starts.Skip(1).Select(start => 15 + (5 * start)));
    }

    /// <summary>
    /// optbinning's own fixture for breast cancer, "mean radius" (binning reference, section 4.4): counts of its nine refined CART pre-bins, its optimal splits
    /// 11.425, 12.33, 13.095, 13.705, 15.045, 16.925, and the information value it publishes.
    /// </summary>
    [Fact]
    public void Reaches_what_optbinning_publishes_for_breast_cancer()
    {
        double[] splits = [11.42500019, 12.32999992, 12.7750001, 13.09499979, 13.70499992, 14.25500011, 15.04500008, 16.92500019];
        double[] events = [115, 76, 32, 29, 39, 22, 33, 10, 1], nonEvents = [3, 3, 5, 2, 10, 13, 15, 44, 117];
        double minWeight = Math.Ceiling(0.05 * 569);
        var counts = new IntervalCounts(events, nonEvents, events.Sum(), nonEvents.Sum());
        Partition optimum = Solver(counts, minWeight, 20).Best(Trend.Descending)!;
        Assert.Equal([11.42500019, 12.32999992, 13.09499979, 13.70499992, 15.04500008, 16.92500019], optimum.Starts.Skip(1).Select(start => splits[start - 1]));
        Same.Within(5e-9, 5.04392547, InformationUnits.ToInformationValue(optimum.Value));
    }

    [Fact]
    public void Obeys_cancellation()
    {
        var random = new SplitMix64(1);
        (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, 300, 50);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new PartitionSolver(InformationTable.Of(new(events, nonEvents, events.Sum(), nonEvents.Sum()), 0), new() { MaxBins = 10 }, source.Token).Best(Trend.Ascending));
    }

    private static PartitionSolver Solver(IntervalCounts counts, double minWeight, int maxBins, int minBins = 1) =>
        new(InformationTable.Of(counts, minWeight), new() { MinBins = minBins, MaxBins = maxBins }, default);
}
