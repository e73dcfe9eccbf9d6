using RetentionTags.Binning.Prebins;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>Quantiles by counting against quantiles of all rows sorted: the same cuts and counts to the bit.</summary>
public class CountedQuantilesTests : PropertyTests
{
    public static TheoryData<string> Shapes => [.. Columns.Keys];

    private static Dictionary<string, Func<SplitMix64, int, double>> Columns { get; } = new()
    {
        ["normal"] = (random, _) => Normal(ref random),
        ["log-normal"] = (random, _) => Math.Exp(3 * Normal(ref random)),
        ["heavy tails of both signs"] = (random, _) => Math.Pow(Normal(ref random), 9),
        ["prices"] = (random, _) => Math.Round(20 * Math.Exp(Normal(ref random)), 2),
        ["mostly zeros"] = (random, _) => random.Next(10) < 6 ? 0 : random.Next(2) == 0 ? -0.0 : Math.Exp(Normal(ref random)),
        ["time stamps"] = (random, _) => 1.7e9 + Math.Round(1e6 * Normal(ref random)),
        ["narrow, and zeros"] = (random, _) => random.Next(20) == 0 ? 0 : 1000 + (0.01 * Normal(ref random)),
        ["ascending"] = (_, row) => row / 3,
        ["descending"] = (_, row) => -row,
        ["infinities"] = (random, _) => random.Next(8) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, 2 => double.MaxValue, 3 => double.Epsilon, _ => Normal(ref random) },
        ["any bits"] = (random, _) => BitConverter.UInt64BitsToDouble(random.Next()),
        ["missing"] = (random, _) => random.Next(3) == 0 ? Normal(ref random) : double.NaN,
        ["two values"] = (random, _) => random.Next(2),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cuts_and_counts_are_those_of_all_rows_sorted(string shape)
    {
        foreach (int rows in (int[])[1, 2, 5, 300, 20_000])
        {
            (double[] values, bool[] events, double[] weights) = Rows(shape, rows);
            foreach (int maxPrebins in (int[])[2, 7, 100, 2500])
            {
                Check(values, events, [], maxPrebins);
                Check(values, events, weights, maxPrebins);
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Small_sets_with_many_ties_too(SmallSet set)
    {
        double[] values = [.. set.Rows.Select(row => row.Value)];
        bool[] events = [.. set.Rows.Select(row => row.IsEvent)];
        for (int maxPrebins = 2; maxPrebins < 6; maxPrebins++)
            Check(values, events, [.. set.Rows.Select(row => row.Weight - 1.0)], maxPrebins);
    }

    private static void Check(double[] values, bool[] events, double[] weights, int maxPrebins)
    {
        var rows = values.Select((value, row) => (Value: value + 0.0, IsEvent: events[row], Weight: weights.Length == 0 ? 1 : weights[row])).Where(row => row.Weight > 0).ToArray();
        var groups = rows.Where(row => !double.IsNaN(row.Value)).GroupBy(row => row.Value).OrderBy(group => group.Key).ToArray();
        if (groups.Length <= maxPrebins)
            return;
        CountedQuantiles counted = CountedQuantiles.TryFind(values, events, weights, maxPrebins, default)!;
        double total = groups.Sum(group => group.Sum(row => row.Weight)), beneath = 0;
        var cuts = new List<double>();
        List<double> eventWeights = [0], nonEventWeights = [0];
        int wanted = 1;
        for (int i = 0; i < groups.Length; i++)
        {
            if (beneath * maxPrebins >= wanted * total)
            {
                cuts.Add(ShortestCut.Between(groups[i - 1].Key, groups[i].Key));
                eventWeights.Add(0);
                nonEventWeights.Add(0);
                while (beneath * maxPrebins >= wanted * total)
                    wanted++;
            }

            eventWeights[^1] += groups[i].Where(row => row.IsEvent).Sum(row => row.Weight);
            nonEventWeights[^1] += groups[i].Where(row => !row.IsEvent).Sum(row => row.Weight);
            beneath += groups[i].Sum(row => row.Weight);
        }

        Same.Bits([.. cuts], counted.Cuts);
        Assert.Equal(eventWeights, counted.Events);
        Assert.Equal(nonEventWeights, counted.NonEvents);
        Assert.Equal(rows.Where(row => double.IsNaN(row.Value) && row.IsEvent).Sum(row => row.Weight), counted.MissingEvents);
        Assert.Equal(rows.Where(row => double.IsNaN(row.Value) && !row.IsEvent).Sum(row => row.Weight), counted.MissingNonEvents);
    }

    private static (double[] Values, bool[] Events, double[] Weights) Rows(string shape, int rows)
    {
        var random = new SplitMix64(rows);
        Func<SplitMix64, int, double> next = Columns[shape];
        var values = new double[rows];
        for (int row = 0; row < rows; row++)
            values[row] = next(new((long)random.Next()), row);
        return (values, [.. values.Select(_ => random.Next(4) == 0)], [.. values.Select(_ => (double)random.Next(4))]);
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - SampleData.Uniform(ref random))) * Math.Cos(2 * Math.PI * SampleData.Uniform(ref random));
}
