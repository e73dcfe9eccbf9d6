using RetentionTags.Binning.Pairs;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

/// <summary>
/// Every partition of a small grid into rectangles, found by placing a rectangle at the first cell that is still free, and of these the ones that edge-to-edge cuts can make. Written
/// from the definitions and independent of the solver.
/// </summary>
internal sealed class BruteForcePairs
{
    private readonly int _firstSize;
    private readonly int _secondSize;

    public BruteForcePairs(int firstSize, int secondSize)
    {
        (_firstSize, _secondSize) = (firstSize, secondSize);
        Place(new bool[firstSize, secondSize], []);
        Guillotine = [.. Rectangular.Where(partition => OrderOfCuts(partition) is not null)];
        Keys = [.. Guillotine.Select(partition => OrderOfCuts(partition)!)];
    }

    /// <summary>All partitions into rectangles.</summary>
    public List<PairRectangle[]> Rectangular { get; } = [];

    /// <summary>Those that cuts from edge to edge can make.</summary>
    public PairRectangle[][] Guillotine { get; }

    /// <summary>For each of these the place in the order of preference: axis, place and parts before the first cut, then the same of both sides.</summary>
    private int[][] Keys { get; }

    /// <summary>The highest value within 2⁻⁴⁰; of those the fewest blocks; of those the highest value; of those the first in the order of cuts.</summary>
    public (PairRectangle[] Blocks, long Value)? Solve(double[] events, double[] nonEvents, double totalEvents, double totalNonEvents, int maxBins, double minWeight)
    {
        var values = Guillotine.Select(partition => partition.Length <= maxBins ? ValueOf(partition, events, nonEvents, totalEvents, totalNonEvents, minWeight) : null).ToArray();
        if (values.All(value => value is null))
            return null;
        long[] bestOf = [.. Enumerable.Range(0, maxBins + 1).Select(bins => values.Where((value, i) => Guillotine[i].Length == bins).Max() ?? long.MinValue)];
        int fewest = Array.FindIndex(bestOf, value => value >= bestOf.Max() - (1L << 8));
        int[] ties = [.. Enumerable.Range(0, values.Length).Where(i => Guillotine[i].Length == fewest && values[i] == bestOf[fewest])];
        int first = ties.Aggregate((a, b) => Keys[a].AsSpan().SequenceCompareTo(Keys[b]) <= 0 ? a : b);
        return ([.. Guillotine[first].OrderBy(block => block.FirstStart).ThenBy(block => block.SecondStart)], bestOf[fewest]);
    }

    public long? ValueOf(PairRectangle[] partition, double[] events, double[] nonEvents, double totalEvents, double totalNonEvents, double minWeight)
    {
        long sum = 0;
        foreach (PairRectangle block in partition)
        {
            double e = 0, n = 0;
            for (int i = block.FirstStart; i < block.FirstEnd; i++)
            {
                for (int j = block.SecondStart; j < block.SecondEnd; j++)
                    (e, n) = (e + events[(i * _secondSize) + j], n + nonEvents[(i * _secondSize) + j]);
            }

            if (e == 0 || n == 0 || e + n < minWeight)
                return null;
            double p = e / totalEvents, q = n / totalNonEvents;
            sum += (long)Math.Round(Math.Abs(p - q) * Math.Log(Math.Max(p, q) / Math.Min(p, q)) / BruteForceBinning.Unit);
        }

        return sum;
    }

    private void Place(bool[,] taken, PairRectangle[] placed)
    {
        for (int cell = 0; cell < _firstSize * _secondSize; cell++)
        {
            (int i, int j) = (cell / _secondSize, cell % _secondSize);
            if (taken[i, j])
                continue;
            for (int endJ = j + 1; endJ <= _secondSize && !taken[i, endJ - 1]; endJ++)
            {
                for (int endI = i + 1; endI <= _firstSize; endI++)
                {
                    var more = (bool[,])taken.Clone();
                    for (int a = i; a < endI; a++)
                    {
                        for (int b = j; b < endJ; b++)
                            more[a, b] = true;
                    }

                    Place(more, [.. placed, new(i, endI, j, endJ)]);
                }
            }

            return;
        }

        Rectangular.Add(placed);
    }

    /// <summary>The first cut that no block stands across, then both sides; nothing when there is no such cut.</summary>
    private static int[]? OrderOfCuts(PairRectangle[] blocks)
    {
        if (blocks.Length == 1)
            return [];
        for (int axis = 0; axis < 2; axis++)
        {
            foreach (int cut in blocks.Select(block => Start(block, axis)).Distinct().Order().Skip(1))
            {
                if (blocks.Any(block => Start(block, axis) < cut && End(block, axis) > cut))
                    continue;
                PairRectangle[] before = [.. blocks.Where(block => Start(block, axis) < cut)], after = [.. blocks.Where(block => Start(block, axis) >= cut)];
                return OrderOfCuts(before) is int[] left && OrderOfCuts(after) is int[] right ? [axis, cut, before.Length, .. left, .. right] : null;
            }
        }

        return null;
    }

    private static int Start(PairRectangle block, int axis) => axis == 0 ? block.FirstStart : block.SecondStart;

    private static int End(PairRectangle block, int axis) => axis == 0 ? block.FirstEnd : block.SecondEnd;
}
