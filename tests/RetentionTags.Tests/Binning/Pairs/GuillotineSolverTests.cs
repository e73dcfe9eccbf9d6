using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Solvers;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

public class GuillotineSolverTests
{
    /// <summary>322 partitions of a 3 × 3 square into rectangles (OEIS A182275, which has 8 for 2 × 2); the two pinwheels are no guillotine partitions.</summary>
    [Fact]
    public void Brute_force_knows_all_partitions()
    {
        Assert.Equal((8, 8), Counts(new(2, 2)));
        Assert.Equal((322, 320), Counts(new(3, 3)));
        Assert.Equal((16, 16), Counts(new(1, 5)));

        static (int Rectangular, int Guillotine) Counts(BruteForcePairs all) => (all.Rectangular.Count, all.Guillotine.Length);
    }

    [Theory]
    [InlineData(1, 1, 50)]
    [InlineData(1, 6, 300)]
    [InlineData(6, 1, 300)]
    [InlineData(2, 2, 1000)]
    [InlineData(2, 3, 1000)]
    [InlineData(3, 2, 1000)]
    [InlineData(3, 3, 1500)]
    [InlineData(2, 5, 300)]
    [InlineData(3, 4, 250)]
    [InlineData(4, 3, 250)]
    public void Equals_brute_force_on_random_grids(int firstSize, int secondSize, int cases)
    {
        var all = new BruteForcePairs(firstSize, secondSize);
        var random = new SplitMix64((100 * firstSize) + secondSize);
        for (int i = 0; i < cases; i++)
        {
            (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, firstSize * secondSize, scale: (i % 4) switch { 0 => 2, 1 => 3, 2 => 6, _ => 60 });
            int outside = i % 2 == 0 ? 0 : 7;
            double totalEvents = events.Sum() + outside + 1, totalNonEvents = nonEvents.Sum() + outside + 1;
            double minWeight = Math.Ceiling(random.Next(4) * 0.06 * (events.Sum() + nonEvents.Sum()));
            int maxBins = 1 + random.Next(9);
            var expected = all.Solve(events, nonEvents, totalEvents, totalNonEvents, maxBins, minWeight);
            GuillotinePartition? found = new GuillotineSolver(new(firstSize, secondSize, events, nonEvents, totalEvents, totalNonEvents), minWeight, maxBins, default).Best();
            Assert.Equal(expected?.Value, found?.Value);
            Assert.Equal(expected?.Blocks, found?.Blocks);
        }
    }

    [Fact]
    public void Equal_cells_make_ties_everywhere_and_the_rule_decides()
    {
        // All cells are one of two kinds, so many partitions have the same value.
        var all = new BruteForcePairs(3, 3);
        for (int pattern = 0; pattern < 1 << 9; pattern++)
        {
            double[] events = [.. Enumerable.Range(0, 9).Select(cell => (pattern >> cell & 1) == 1 ? 4.0 : 1)];
            double[] nonEvents = [.. events.Select(count => 5 - count)];
            foreach (int maxBins in (int[])[2, 4, 9])
            {
                var expected = all.Solve(events, nonEvents, events.Sum(), nonEvents.Sum(), maxBins, 0)!.Value;
                GuillotinePartition found = new GuillotineSolver(new(3, 3, events, nonEvents, events.Sum(), nonEvents.Sum()), 0, maxBins, default).Best()!;
                Assert.Equal(expected.Value, found.Value);
                Assert.Equal(expected.Blocks, found.Blocks);
            }
        }
    }

    /// <summary>What the documentation says of the limits: a pinwheel is out of reach with five regions.</summary>
    [Fact]
    public void A_pinwheel_is_no_guillotine_partition()
    {
        //  a a b
        //  d e b
        //  d c c
        double[] events = [9, 9, 2, 2, 5, 2, 2, 9, 9], nonEvents = [1, 1, 8, 8, 5, 8, 8, 1, 1];
        var all = new BruteForcePairs(3, 3);
        long best = all.Rectangular.Where(partition => partition.Length <= 5).Max(partition => all.ValueOf(partition, events, nonEvents, events.Sum(), nonEvents.Sum(), 0)!.Value);
        GuillotinePartition Best(int maxBins) => new GuillotineSolver(new(3, 3, events, nonEvents, events.Sum(), nonEvents.Sum()), 0, maxBins, default).Best()!;
        Assert.True(Best(5).Value < best - (1L << 40));
        Same.Within(1e-12, best * BruteForceBinning.Unit, Best(6).Value * BruteForceBinning.Unit);
    }

    [Fact]
    public void One_prebin_on_an_axis_leaves_the_optimum_of_the_other()
    {
        var random = new SplitMix64(5);
        for (int i = 0; i < 400; i++)
        {
            int size = 1 + random.Next(14), maxBins = 1 + random.Next(8);
            (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, size, i % 2 == 0 ? 4 : 80);
            double totalEvents = events.Sum() + 3, totalNonEvents = nonEvents.Sum() + 2, minWeight = random.Next(3) * 0.08 * (events.Sum() + nonEvents.Sum());
            Partition? expected = new PartitionSolver(InformationTable.Of(new(events, nonEvents, totalEvents, totalNonEvents), minWeight), new() { MaxBins = maxBins }, default).Best(Trend.None);
            GuillotinePartition? across = new GuillotineSolver(new(1, size, events, nonEvents, totalEvents, totalNonEvents), minWeight, maxBins, default).Best();
            GuillotinePartition? down = new GuillotineSolver(new(size, 1, events, nonEvents, totalEvents, totalNonEvents), minWeight, maxBins, default).Best();
            Assert.Equal((expected?.Value, expected?.Value), (across?.Value, down?.Value));
            Assert.Equal(expected?.Starts, across?.Blocks.Select(block => block.SecondStart));
            Assert.Equal(expected?.Starts, down?.Blocks.Select(block => block.FirstStart));
        }
    }

    [Fact]
    public void Grids_that_are_turned_over_have_the_same_optimum_and_more_regions_never_lower_it()
    {
        var random = new SplitMix64(6);
        for (int i = 0; i < 60; i++)
        {
            int p = 1 + random.Next(9), q = 1 + random.Next(9);
            (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, p * q, 9);
            double e = events.Sum() + 1, n = nonEvents.Sum() + 1, minWeight = random.Next(3) * 0.05 * (e + n);
            long before = 0;
            int binsBefore = 0;
            for (int maxBins = 1; maxBins <= 12; maxBins++)
            {
                GuillotinePartition? found = new GuillotineSolver(new(p, q, events, nonEvents, e, n), minWeight, maxBins, default).Best();
                GuillotinePartition? turned = new GuillotineSolver(new(q, p, Turned(events), Turned(nonEvents), e, n), minWeight, maxBins, default).Best();
                Assert.Equal((found?.Value, found?.Blocks.Length), (turned?.Value, turned?.Blocks.Length));
                if (found is null)
                    continue;
                Assert.True(found.Value >= before - InformationUnits.WorthABin);
                Assert.InRange(found.Blocks.Length, binsBefore, maxBins);
                (before, binsBefore) = (found.Value, found.Blocks.Length);
                PairCounts counts = new(p, q, events, nonEvents, e, n);
                Assert.Equal(found.Value, found.Blocks.Sum(block => InformationUnits.Of(counts[block])));
                Assert.Equal(p * q, found.Blocks.Sum(block => (block.FirstEnd - block.FirstStart) * (block.SecondEnd - block.SecondStart)));
            }

            double[] Turned(double[] cells) => [.. Enumerable.Range(0, p * q).Select(cell => cells[(cell % p * q) + (cell / p)])];
        }
    }

    [Fact]
    public void Fractional_weights_leave_no_trace_in_blocks_without_events()
    {
        // 0.1 + 0.2 − 0.1 − 0.2 is not 0 in doubles: by running sums, the last column would seem to hold an event.
        double[] events = [0.1, 0.7, 0, 0.2, 0.3, 0], nonEvents = [1, 1, 5, 1, 1, 5];
        var counts = new PairCounts(2, 3, events, nonEvents, 10, 20);
        Assert.Equal(0, counts[new(0, 2, 2, 3)].Events);
        GuillotinePartition best = new GuillotineSolver(counts, 0, 6, default).Best()!;
        Assert.DoesNotContain(best.Blocks, block => block.SecondStart == 2);
    }

    [Fact]
    public void Obeys_cancellation()
    {
        var random = new SplitMix64(1);
        (double[] events, double[] nonEvents) = RandomCounts.Of(ref random, 400, 50);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new GuillotineSolver(new(20, 20, events, nonEvents, events.Sum(), nonEvents.Sum()), 0, 8, source.Token));
    }
}
