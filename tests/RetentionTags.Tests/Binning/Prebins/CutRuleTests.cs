using MathNet.Numerics.Distributions;
using RetentionTags.Binning.Prebins;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>Each rule for cuts against its slow twin on small random columns with many ties.</summary>
public class CutRuleTests : PropertyTests
{
    [Property(MaxTest = 300)]
    public void Hull_cuts_are_the_steps_of_isotonic_regression(int seed)
    {
        SortedValues column = Column(seed, classCount: 2);
        int[] rising = CutTwins.IsotonicBlocks(column.Weights, column.Sums), falling = CutTwins.IsotonicBlocks(column.Weights, [.. column.Sums.Select(sum => -sum)]);
        Assert.Equal(rising, HullCuts.Blocks(column, 1, default));
        Assert.Equal(falling, HullCuts.Blocks(column, -1, default));
        Assert.Equal(rising.Union(falling).Order(), HullCuts.Find(column, 100, default));
    }

    [Property(MaxTest = 200)]
    public void Too_many_hull_cuts_are_thinned_by_loss_of_variance(int seed)
    {
        SortedValues column = Column(seed, classCount: 2, most: 40);
        int[] all = HullCuts.Find(column, 100, default);
        for (int maxGroups = 1; maxGroups <= all.Length; maxGroups++)
            Assert.Equal(CutTwins.ThinByVariance(column.Weights, column.Sums, all, [], maxGroups), HullCuts.Find(column, maxGroups, default));
        int[] quantiles = QuantileRule.Starts(column.Weights, 3);
        int[] both = [.. HullCuts.FindWithQuantiles(column, 7, default)];
        Assert.Equal(column.Count <= 7 ? [.. Enumerable.Range(0, column.Count)] : CutTwins.ThinByVariance(column.Weights, column.Sums, [.. all.Union(quantiles).Order()], quantiles, 7), both);
        Assert.True(both.Length <= 7);
    }

    [Property(MaxTest = 150)]
    public void Trees_are_grown_best_first(int seed)
    {
        SortedValues two = Column(seed, classCount: 2), three = Column(seed, classCount: 3);
        foreach ((int leaves, double share) in ((int, double)[])[(2, 0), (4, 0.1), (7, 0.25), (100, 0), (100, 0.05)])
        {
            Assert.Equal(CutTwins.Tree(two.Classes, leaves, share * two.TotalWeight, entropy: false), TreeCuts.Find(two, SegmentScore.Variance(two, default), leaves, share, default));
            Assert.Equal(CutTwins.Tree(two.Classes, leaves, share * two.TotalWeight, entropy: true), TreeCuts.Find(two, SegmentScore.Entropy(two, default), leaves, share, default));
            Assert.Equal(CutTwins.Tree(three.Classes, leaves, share * three.TotalWeight, entropy: false), TreeCuts.Find(three, SegmentScore.Variance(three, default), leaves, share, default));
            Assert.Equal(CutTwins.Tree(three.Classes, leaves, share * three.TotalWeight, entropy: true), TreeCuts.Find(three, SegmentScore.Entropy(three, default), leaves, share, default));
        }
    }

    [Fact]
    public void A_tree_on_a_number_finds_its_steps()
    {
        double[] x = [.. Enumerable.Range(0, 90).Select(i => (double)i)], y = [.. x.Select(value => value < 30 ? 5 : value < 50 ? -20 : 1e6)];
        SortedValues sorted = new GroupedValues(x, []).OfTargets(y);
        Assert.Equal([0, 50], TreeCuts.Find(sorted, SegmentScore.Variance(sorted, default), 2, 0, default));
        Assert.Equal([0, 30, 50], TreeCuts.Find(sorted, SegmentScore.Variance(sorted, default), 3, 0, default));
        Assert.Equal([32.0, 50], sorted.CutsAt([0, 32, 50]));
    }

    [Property(MaxTest = 400)]
    public void Mdlp_is_the_recursion_of_fayyad_and_irani(int seed)
    {
        for (int classCount = 2; classCount <= 4; classCount++)
        {
            // Classes that go with the value, so that there is something to find.
            SortedValues column = Column(seed, classCount, most: 30, signal: 4);
            int[] expected = CutTwins.Mdlp(column.Classes);
            Assert.Equal(expected, MdlpCuts.Find(column, 1000, default));
            int[] limited = MdlpCuts.Find(column, 2, default);
            Assert.Equal(Math.Min(2, expected.Length), limited.Length);
            Assert.All(limited, start => Assert.Contains(start, expected));
        }
    }

    [Fact]
    public void Mdlp_accepts_what_pays_for_its_description_and_no_more()
    {
        // Below three events to one non-event, above one to three, k times each: the gain is 8k · (1 − 0.811278) bits, the price log2(8k − 1) + log2(7) − 2 + 4 · 0.811278.
        // 9.06 < 9.61 bits for k = 6, and 10.57 > 9.83 for k = 7.
        Assert.Equal([0], Mixed(6));
        Assert.Equal([0, 1], Mixed(7));

        static int[] Mixed(double k) => MdlpCuts.Find(SortedValues.Of([1, 1, 2, 2], [true, false, true, false], [3 * k, k, k, 3 * k], default), 100, default);
    }

    [Property(MaxTest = 150)]
    public void Chi_merge_joins_the_pair_with_the_lowest_chi_square(int seed)
    {
        for (int classCount = 2; classCount <= 4; classCount++)
        {
            SortedValues column = Column(seed, classCount, most: 25, signal: 2);
            foreach ((int maxGroups, double significance) in ((int, double)[])[(1000, 0.05), (1000, 0.5), (3, 0.05), (1, 0.1)])
            {
                double threshold = ChiSquared.InvCDF(classCount - 1, 1 - significance);
                Assert.Equal(CutTwins.ChiMerge(column.Classes, maxGroups, threshold), ChiMergeCuts.Find(column, maxGroups, significance, default));
            }
        }
    }

    [Fact]
    public void Chi_merge_of_many_values_begins_with_quantiles()
    {
        double[] x = [.. Enumerable.Range(0, 20_000).Select(i => (double)i)];
        SortedValues sorted = SortedValues.Of(x, [.. x.Select(value => (value < 8_000 ? 3 : 7) > (value * 7 % 10))], [], default);
        int[] starts = ChiMergeCuts.Find(sorted, 10, 0.001, default);
        Assert.Contains(8_000, starts);
        Assert.All(starts, start => Assert.Equal(0, start % 4));
        Assert.True(starts.Length <= 10);
    }

    [Property(MaxTest = 300)]
    public void Uniform_groups_are_equally_wide(int seed)
    {
        SortedValues column = Column(seed, classCount: 2);
        double[] finite = [.. column.Values.Where(double.IsFinite)];
        foreach (int maxGroups in (int[])[1, 2, 4, 9])
        {
            int[] starts = UniformCuts.Find(column, maxGroups);
            if (finite.Length == 0)
            {
                Assert.Equal([0], starts);
                continue;
            }

            // Small whole numbers, so places are exact: the group of v is floor(m (v − lowest) / (highest − lowest)).
            int[] groups = [.. column.Values.Select(value => Math.Clamp((int)Math.Floor(Math.Clamp(maxGroups * (value - finite[0]) / Math.Max(finite[^1] - finite[0], 1e-300), -1, 100)), 0, maxGroups - 1))];
            for (int i = 0; i < groups.Length; i++)
                groups[i] = double.IsPositiveInfinity(column.Values[i]) && i > 0 ? groups[i - 1] : groups[i];
            Assert.Equal(Enumerable.Range(0, column.Count).Where(i => i == 0 || groups[i] != groups[i - 1]), starts);
        }
    }

    [Fact]
    public void The_width_of_all_doubles_is_divided_too() =>
        Assert.Equal([0, 1, 2], UniformCuts.Find(SortedValues.Of([double.MinValue, 0, double.MaxValue], [true, false, true], [], default), 3));

    [Fact]
    public void Nothing_to_divide_has_no_groups_and_one_value_has_one()
    {
        SortedValues empty = SortedValues.Of([double.NaN, 1], [true, false], [1, 0], default), one = SortedValues.Of([2, 2], [true, false], [], default);
        Assert.Equal((0, 1.0), (empty.Count, empty.MissingWeight));
        foreach ((SortedValues column, int groups) in ((SortedValues, int)[])[(empty, 0), (one, 1)])
        {
            Assert.Equal(groups, QuantileRule.Starts(column.Weights, 5).Length);
            Assert.Equal(groups, UniformCuts.Find(column, 5).Length);
            Assert.Equal(groups, HullCuts.Find(column, 5, default).Length);
            Assert.Equal(groups, HullCuts.FindWithQuantiles(column, 5, default).Length);
            Assert.Equal(groups, TreeCuts.Find(column, SegmentScore.Variance(column, default), 5, 0, default).Length);
            Assert.Equal(groups, MdlpCuts.Find(column, 5, default).Length);
            Assert.Equal(groups, ChiMergeCuts.Find(column, 5, 0.05, default).Length);
            Assert.Empty(column.CutsAt(QuantileRule.Starts(column.Weights, 5)));
        }
    }

    [Property(MaxTest = 200)]
    public void Values_classes_and_sums_are_counted_alike(SmallSet set)
    {
        double[] values = [.. set.Rows.Select(row => row.Value)], weights = [.. set.Rows.Select(row => row.Weight - 1.0)];
        bool[] events = [.. set.Rows.Select(row => row.IsEvent)];
        SortedValues binary = SortedValues.Of(values, events, weights, default);
        var grouped = new GroupedValues(values, weights);
        SortedValues classes = grouped.OfClasses([.. events.Select(label => label ? 1 : 0)], 2), targets = grouped.OfTargets([.. events.Select(label => label ? 1.0 : 0)]);
        Assert.Equal(values.Where((value, row) => !double.IsNaN(value) && weights[row] > 0).Distinct().Order(), binary.Values);
        foreach (SortedValues other in (SortedValues[])[classes, targets, FewValues.TryFind(values, events, weights, default)!])
        {
            Same.Bits(binary.Values, other.Values);
            Assert.Equal(binary.Weights, other.Weights);
            Assert.Equal(binary.MissingWeight, other.MissingWeight);
        }

        Assert.Equal(binary.Classes[0], classes.Classes[0]);
        Assert.Equal(binary.Classes[1], classes.Classes[1]);
        Assert.Equal(binary.Sums, targets.Sums);
        Assert.Equal((binary.MissingSum, binary.TotalWeight), (targets.MissingSum, targets.TotalWeight));
        Assert.Equal(set.Rows.Where(row => row.IsEvent && row.Value == 1).Sum(row => row.Weight - 1.0), binary.Values.Contains(1) ? binary.Sums[Array.IndexOf(binary.Values, 1)] : 0);
    }

    [Fact]
    public void Few_values_are_counted_as_when_sorted_and_many_are_given_up()
    {
        var random = new SplitMix64(8);
        double[] values = [.. Enumerable.Range(0, 30_000).Select(_ => random.Next(3) == 0 ? double.NaN : (random.Next(4000) - 2000) / 7.0)];
        bool[] events = [.. values.Select(_ => random.Next(5) == 0)];
        double[] weights = [.. values.Select(_ => (double)random.Next(3))];
        foreach (double[] w in (double[][])[[], weights])
        {
            SortedValues few = FewValues.TryFind(values, events, w, default)!;
            SortedValues sorted = new GroupedValues(values, w).OfClasses([.. events.Select(label => label ? 1 : 0)], 2);
            Same.Bits(sorted.Values, few.Values);
            Assert.Equal(sorted.Classes[0], few.Classes[0]);
            Assert.Equal(sorted.Classes[1], few.Classes[1]);
            Assert.Equal(sorted.MissingWeight, few.MissingWeight);
        }

        double[] many = [.. Enumerable.Range(0, 30_000).Select(i => (double)i)];
        Assert.Null(FewValues.TryFind(many, events, [], default));
        Assert.NotNull(FewValues.TryFind([.. many.Select(value => value % 4096)], events, [], default));
        Assert.Null(FewValues.TryFind([.. many.Select(value => value % 4097)], events, [], default));
    }

    [Fact]
    public void Every_rule_obeys_cancellation()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        CancellationToken cancelled = source.Token;
        double[] x = [.. Enumerable.Range(0, 70_000).Select(i => i * 7919 % 70_001 / 3.0)];
        bool[] events = [.. x.Select((_, i) => i % 3 == 0)];
        SortedValues sorted = SortedValues.Of(x, events, [], default);
        SegmentScore score = SegmentScore.Variance(sorted, default);
        foreach (Action search in (Action[])
        [
            () => SortedValues.Of(x, events, [], cancelled),
            () => FewValues.TryFind(x, events, [], cancelled),
            () => CountedQuantiles.TryFind(x, events, [], 20, cancelled),
            () => HullCuts.Find(sorted, 20, cancelled),
            () => HullCuts.FindWithQuantiles(sorted, 20, cancelled),
            () => SegmentScore.Entropy(sorted, cancelled),
            () => TreeCuts.Find(sorted, score, 20, 0, cancelled),
            () => MdlpCuts.Find(sorted, 20, cancelled),
            () => ChiMergeCuts.Find(sorted, 20, 0.05, cancelled),
        ])
            Assert.Throws<OperationCanceledException>(search);
    }

    /// <summary>A column of up to <paramref name="most"/> distinct values with small whole class weights, infinities among the values.</summary>
    private static SortedValues Column(int seed, int classCount, int most = 16, int signal = 0)
    {
        var random = new SplitMix64(seed);
        int count = 1 + random.Next(most), rows = count + random.Next(4 * count);
        double[] x = new double[rows], weights = new double[rows];
        int[] classes = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int value = random.Next(count);
            x[row] = random.Next(30) == 0 ? double.PositiveInfinity : random.Next(30) == 0 ? double.NegativeInfinity : value;
            classes[row] = random.Next(1 + signal) > 0 ? value * classCount / count : random.Next(classCount);
            weights[row] = 1 + random.Next(3);
        }

        return classCount == 2
            ? SortedValues.Of(x, [.. classes.Select(k => k == 1)], weights, default)
            : new GroupedValues(x, weights).OfClasses(classes, classCount);
    }
}
