using System.Globalization;
using RetentionTags.Binning;
using RetentionTags.Binning.Prebins;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>What holds for the pre-bins of every rule.</summary>
public class NumericPrebinsTests : PropertyTests
{
    private static readonly PrebinRule[] Rules = Enum.GetValues<PrebinRule>();

    [Property(MaxTest = 200)]
    public void Cuts_lie_between_neighbours_and_counts_are_those_of_the_rows(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        double[] values = [.. set.Rows.Select(row => row.Value).Where(value => !double.IsNaN(value)).Distinct().Order()];
        foreach (PrebinRule rule in Rules)
        {
            foreach (int maxPrebins in (int[])[2, 3, 8, 200])
            {
                NumericPrebins prebins = Of(data, rule, maxPrebins);
                Assert.True(rule == PrebinRule.None || prebins.Counts.Size <= maxPrebins);
                Assert.Equal(values.Length, prebins.DistinctValues);
                Assert.All(prebins.Cuts, cut => Assert.Equal(cut, ShortestCut.Between(values.Last(value => value < cut), values.First(value => value >= cut))));
                CheckCounts(set, prebins);
            }
        }
    }

    [Property(MaxTest = 150)]
    public void Neither_order_nor_replication_nor_stretching_changes_the_groups(SmallSet set)
    {
        foreach (PrebinRule rule in Rules)
        {
            string expected = Described(Of(set.ToTrainingSet(), rule, 5));
            Assert.Equal(expected, Described(Of(set.ToReversedSet(), rule, 5)));
            Assert.Equal(Described(Of(set.ToReplicatedSet(), rule, 5)), Described(Of(set.ToWeightedSet(), rule, 5)));
            if (rule == PrebinRule.Uniform)
                continue;
            var stretched = new SmallSet([.. set.Rows.Select(row => row with { Value = Math.Cbrt(row.Value) + 3 })]);
            Assert.Equal(CountsOf(Of(set.ToTrainingSet(), rule, 5)), CountsOf(Of(stretched.ToTrainingSet(), rule, 5)));
        }
    }

    [Fact]
    public void Long_columns_obey_the_same_laws()
    {
        TrainingSet data = SampleData.Customers(40_000, missing: true, categories: false);
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 3))];
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, weights);
        int[] copies = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))], reversed = [.. Enumerable.Range(0, data.RowCount).Reverse()];
        TrainingSet replicated = data.Rows(copies), turned = data.Rows(reversed);
        foreach (string column in (string[])["usage", "visits", "noise"])
        {
            foreach (PrebinRule rule in Rules.Where(rule => rule is not (PrebinRule.None or PrebinRule.ChiMerge)))
            {
                Assert.Equal(Described(Of(data, rule, 50, column)), Described(Of(turned, rule, 50, column)));
                Assert.Equal(Described(Of(replicated, rule, 50, column)), Described(Of(weighted, rule, 50, column)));
            }
        }
    }

    [Property(MaxTest = 200)]
    public void Cuts_of_the_user_stay_as_they_are(SmallSet set)
    {
        foreach (double[] cuts in (double[][])[[], [0.1], [-3, -0.0, 2], [-1000, -999, 1, 1e17]])
        {
            NumericPrebins prebins = NumericPrebins.OfCuts(set.ToWeightedSet().Table.Numeric("value"), set.ToWeightedSet(), cuts, default);
            Same.Bits(cuts, prebins.Cuts);
            CheckCounts(set, prebins);
        }
    }

    [Fact]
    public void Cuts_of_the_user_on_long_columns_too()
    {
        TrainingSet data = SampleData.Customers(50_000, missing: true, categories: false);
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, [.. Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 3))]);
        foreach (int cutCount in (int[])[0, 3, 40, 700])
        {
            double[] cuts = [.. Enumerable.Range(0, cutCount).Select(i => (i - (cutCount / 2)) * 0.003)];
            foreach (string column in (string[])["noise", "visits"])
            {
                foreach (TrainingSet set in (TrainingSet[])[data, weighted])
                {
                    NumericPrebins prebins = NumericPrebins.OfCuts(set.Table.Numeric(column), set, cuts, default);
                    double[] events = new double[cutCount + 1], nonEvents = new double[cutCount + 1];
                    double missing = 0;
                    for (int row = 0; row < set.RowCount; row++)
                    {
                        double value = set.Table.Numeric(column).Values[row], weight = set.Weights.IsEmpty ? 1 : set.Weights[row];
                        int bin = Array.BinarySearch(cuts, value);
                        if (double.IsNaN(value))
                            missing += weight;
                        else
                            (set.Events[row] ? events : nonEvents)[bin < 0 ? ~bin : bin + 1] += weight;
                    }

                    Assert.Equal(events, Enumerable.Range(0, cutCount + 1).Select(bin => prebins.Counts[bin, bin + 1].Events));
                    Assert.Equal(nonEvents, Enumerable.Range(0, cutCount + 1).Select(bin => prebins.Counts[bin, bin + 1].NonEvents));
                    Assert.Equal(missing, prebins.Missing.Count);
                }
            }
        }
    }

    [Theory]
    [InlineData("1 NaN", "cut 1 is NaN")]
    [InlineData("1 1", "cut 1 is 1 after 1")]
    [InlineData("2 1.5", "cut 1 is 1.5 after 2")]
    public void Cuts_are_numbers_and_ascend(string cuts, string message)
    {
        TrainingSet data = SampleData.Customers(10);
        double[] parsed = [.. cuts.Split(' ').Select(cut => double.Parse(cut, CultureInfo.InvariantCulture))];
        string found = Assert.Throws<ArgumentException>(() => NumericPrebins.OfCuts(data.Table.Numeric("noise"), data, parsed, default)).Message;
        Assert.Contains(message, found, StringComparison.Ordinal);
        Assert.Contains("'noise'", found, StringComparison.Ordinal);
    }

    [Fact]
    public void More_values_than_can_have_their_own_prebin_are_an_error_that_says_what_to_do()
    {
        double[] values = [.. Enumerable.Range(0, 2501).Select(i => (double)i)];
        bool[] events = [.. values.Select(value => value % 3 == 0)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", values)), events);
        var failure = Assert.Throws<TrainingDataException>(() => Of(data, PrebinRule.None, 10, "x"));
        Assert.Equal("x", failure.ColumnName);
        Assert.Contains("2501 distinct values", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Choose another PrebinRule", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2500, Of(data.Rows([.. Enumerable.Range(0, 2500)]), PrebinRule.None, 10, "x").Counts.Size);
    }

    /// <summary>Binning reference, section 8.5: of all divisions into K rising bins one of those with the highest Jensen–Shannon divergence cuts at the hull only.</summary>
    [Property(MaxTest = 60)]
    public void The_best_rising_division_cuts_at_the_hull(int seed)
    {
        var random = new SplitMix64(seed);
        int n = 3 + random.Next(8);
        double[] x = [.. Enumerable.Range(0, 2 * n).Select(i => (double)(i / 2))], weights = [.. x.Select(_ => 1.0 + random.Next(5))];
        bool[] events = [.. x.Select((_, i) => i % 2 == 0)];
        SortedValues sorted = SortedValues.Of(x, events, weights, default);
        int[] hull = HullCuts.Blocks(sorted, 1, default);
        for (int bins = 2; bins <= Math.Min(4, hull.Length); bins++)
        {
            double best = 0, bestAtHull = 0;
            for (int mask = 0; mask < 1 << (n - 1); mask++)
            {
                int[] starts = [0, .. Enumerable.Range(1, n - 1).Where(i => (mask >> (i - 1) & 1) == 1)];
                if (starts.Length != bins || Divergence(sorted, starts) is not double divergence)
                    continue;
                best = Math.Max(best, divergence);
                if (starts.All(hull.Contains))
                    bestAtHull = Math.Max(bestAtHull, divergence);
            }

            Same.Within(1e-12, best, bestAtHull);
        }
    }

    [DataFact]
    public void Every_rule_finds_something_in_telco_charges()
    {
        TrainingSet telco = RealData.Telco();
        foreach (PrebinRule rule in Rules.Where(rule => rule != PrebinRule.None))
        {
            NumericPrebins prebins = Of(telco, rule, 40, "MonthlyCharges");
            Assert.InRange(prebins.Counts.Size, 2, 40);
            Assert.Equal(7043, prebins.Counts.Weight);
            Assert.Equal(prebins.Cuts.Length + 1, prebins.Counts.Size);
        }
    }

    /// <summary>The Jensen–Shannon divergence between events and non-events over bins with rising event rates; nothing when they do not rise.</summary>
    private static double? Divergence(SortedValues sorted, int[] starts)
    {
        double[] events = SortedValues.Grouped(sorted.Classes[1], starts), nonEvents = SortedValues.Grouped(sorted.Classes[0], starts);
        double divergence = 0, before = 0;
        for (int bin = 0; bin < starts.Length; bin++)
        {
            double rate = events[bin] / (events[bin] + nonEvents[bin]), p = events[bin] / events.Sum(), q = nonEvents[bin] / nonEvents.Sum(), middle = (p + q) / 2;
            if (rate < before - 1e-12)
                return null;
            before = rate;
            divergence += 0.5 * ((p > 0 ? p * Math.Log(p / middle) : 0) + (q > 0 ? q * Math.Log(q / middle) : 0));
        }

        return divergence;
    }

    private static void CheckCounts(SmallSet set, NumericPrebins prebins)
    {
        Assert.Equal(prebins.Cuts.Length + 1, Math.Max(1, prebins.Counts.Size));
        for (int prebin = 0; prebin < prebins.Counts.Size; prebin++)
        {
            double lower = prebin == 0 ? double.NegativeInfinity : prebins.Cuts[prebin - 1], upper = prebin < prebins.Cuts.Length ? prebins.Cuts[prebin] : double.NaN;
            SmallRow[] rows = [.. set.Rows.Where(row => row.Value >= lower && !(row.Value >= upper))];
            Assert.Equal(rows.Where(row => row.IsEvent).Sum(row => row.Weight), prebins.Counts[prebin, prebin + 1].Events);
            Assert.Equal(rows.Where(row => !row.IsEvent).Sum(row => row.Weight), prebins.Counts[prebin, prebin + 1].NonEvents);
        }

        Assert.Equal(set.Rows.Where(row => double.IsNaN(row.Value) && row.IsEvent).Sum(row => row.Weight), prebins.Missing.Events);
        Assert.Equal(set.Rows.Where(row => double.IsNaN(row.Value) && !row.IsEvent).Sum(row => row.Weight), prebins.Missing.NonEvents);
    }

    private static NumericPrebins Of(TrainingSet data, PrebinRule rule, int maxPrebins, string column = "value") =>
        NumericPrebins.Of(data.Table.Numeric(column), data, rule, maxPrebins, default);

    private static string Described(NumericPrebins prebins) => FormattableString.Invariant(
        $"{string.Join(' ', prebins.Cuts.Select(BitConverter.DoubleToInt64Bits))} | {CountsOf(prebins)} | {prebins.DistinctValues}");

    private static string CountsOf(NumericPrebins prebins) => FormattableString.Invariant(
        $"{string.Join(' ', Enumerable.Range(0, prebins.Counts.Size).Select(prebin => (prebins.Counts[prebin, prebin + 1].Events, prebins.Counts[prebin, prebin + 1].NonEvents)))} {prebins.Missing.Events} {prebins.Missing.NonEvents}");
}
