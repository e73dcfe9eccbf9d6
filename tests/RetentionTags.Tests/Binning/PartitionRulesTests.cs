using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;
using Candidate = RetentionTags.Tests.Support.BruteForcePartitions.Candidate;

namespace RetentionTags.Tests.Binning;

/// <summary>Rules for pairs, trends that bend, and the place of missing rows: against brute force from the definitions, and against published optima.</summary>
public class PartitionRulesTests
{
    private const double CriticalZ = 1.6448536269514722;
    private static readonly Trend[] Trends = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None, Trend.Concave, Trend.Convex];

    /// <summary>Each case is seven trends, every number of bins, and the choice among them.</summary>
    [Theory]
    [InlineData(1, 300, "")]
    [InlineData(2, 300, "difference")]
    [InlineData(3, 300, "significance")]
    [InlineData(4, 300, "difference significance")]
    [InlineData(5, 300, "periods")]
    [InlineData(6, 200, "all-difference")]
    [InlineData(7, 200, "all-significance")]
    [InlineData(8, 200, "periods all-difference")]
    public void Equals_brute_force(int seed, int cases, string rules)
    {
        var random = new SplitMix64(seed);
        for (int i = 0; i < cases; i++)
            Compare(ref random, new(ref random, 9, placesMissing: false), PlacementPolicy.Nearest, rules);
    }

    [Theory]
    [InlineData(11, 120, "")]
    [InlineData(12, 60, "difference")]
    [InlineData(13, 60, "significance periods")]
    [InlineData(14, 30, "all-difference")]
    [InlineData(15, 30, "all-significance")]
    public void Places_missing_rows_as_brute_force_does(int seed, int cases, string rules)
    {
        var random = new SplitMix64(seed);
        for (int i = 0; i < cases; i++)
        {
            var problem = new RandomBinningProblem(ref random, 7, placesMissing: true);
            foreach (PlacementPolicy policy in Enum.GetValues<PlacementPolicy>())
                Compare(ref random, problem, policy, rules);
        }
    }

    /// <summary>Binning reference, section 4.3: Telco MonthlyCharges, pre-bins of 5, neighbours significantly different at 5 %.</summary>
    [Fact]
    public void Reaches_the_published_optimum_of_monthly_charges_with_significant_neighbours()
    {
        IntervalCounts counts = PartitionSolverTests.Charges;
        Partition optimum = Solver(counts, 353, new() { MaxBins = 6, Pairs = new AdjacentSignificance(counts, 0.05) }).Best(Trend.Peak)!;
        Same.Within(5e-11, 0.3853991850, InformationUnits.ToInformationValue(optimum.Value));
        Assert.Equal([30, 70, 105], optimum.Starts.Skip(1).Select(start => 15 + (5 * start)));
    }

    /// <summary>Binning reference, section 4.3: Telco tenure, every month a pre-bin, neighbours significantly different at 5 %.</summary>
    [DataFact]
    public void Reaches_the_published_optimum_of_tenure_with_significant_neighbours()
    {
        TrainingSet telco = RealData.Telco();
        NumericColumn tenure = telco.Table.Numeric("tenure");
        double[] events = new double[73], nonEvents = new double[73];
        for (int row = 0; row < tenure.Length; row++)
            (telco.Events[row] ? events : nonEvents)[(int)tenure.Values[row]]++;
        var counts = new IntervalCounts(events, nonEvents, events.Sum(), nonEvents.Sum());
        Partition optimum = Solver(counts, 353, new() { MaxBins = 10, Pairs = new AdjacentSignificance(counts, 0.05) }).Best(Trend.Descending)!;
        Same.Within(5e-11, 0.8700358064, InformationUnits.ToInformationValue(optimum.Value));
        Assert.Equal([2, 6, 17, 23, 44, 60, 71], optimum.Starts.Skip(1));
    }

    /// <summary>optbinning's own fixture (binning reference, section 4.4): breast cancer, "mean radius", user splits, p ≤ 0.05 for neighbours and for all pairs.</summary>
    [Fact]
    public void Reaches_what_optbinning_publishes_with_significant_differences()
    {
        int[] splits = [11, 12, 13, 14, 15, 17];
        double[] events = [84, 79, 81, 61, 39, 12, 1], nonEvents = [1, 5, 6, 20, 19, 44, 117];
        var counts = new IntervalCounts(events, nonEvents, events.Sum(), nonEvents.Sum());
        var significance = new AdjacentSignificance(counts, 0.05);
        foreach (PartitionRules rules in (PartitionRules[])[new() { Pairs = significance }, new() { AllPairs = significance }])
        {
            Partition optimum = Solver(counts, 0, rules).Best(Trend.Descending)!;
            Assert.Equal([13, 15, 17], optimum.Starts.Skip(1).Select(start => splits[start - 1]));
            Same.Within(1e-12, 4.819661314733627, InformationUnits.ToInformationValue(optimum.Value));
        }

        Same.Within(1e-12, 5.024455093894944, InformationUnits.ToInformationValue(Solver(counts, 0, new()).BestOf(Trend.None, 7)!.Value));
    }

    /// <summary>The p-values of binning reference, section 4.1, are those that the rule goes by: it holds up to each of them and not below.</summary>
    [Fact]
    public void Significance_is_that_of_the_published_tests()
    {
        double[] counts = [1371, 698, 1047, 1624, 2303], events = [744, 255, 309, 339, 222];
        double[] z = [7.6323614622, 3.0716726048, 5.0845986821, 9.9082432869];
        var intervals = new IntervalCounts(events, [.. counts.Zip(events, (count, e) => count - e)], 1869, 5174);
        for (int i = 1; i < z.Length - 1; i++)
        {
            double p = 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z[i]);
            Assert.True(new AdjacentSignificance(intervals, p * (1 + 1e-6)).Allows(i, i + 1, i + 2));
            Assert.False(new AdjacentSignificance(intervals, p * (1 - 1e-6)).Allows(i, i + 1, i + 2));
        }
    }

    [Fact]
    public void Bins_on_a_straight_line_are_concave_and_convex()
    {
        // 0.1, 0.2, 0.3, 0.4: in doubles the differences are not equal.
        IntervalTable table = InformationTable.Of(new([10, 20, 30, 40], [90, 80, 70, 60], 100, 300), 0);
        var solver = new PartitionSolver(table, new(), default);
        Assert.Equal(4, solver.Best(Trend.Concave)!.BinCount);
        Assert.Equal(4, solver.Best(Trend.Convex)!.BinCount);
        Assert.Equal(solver.Best(Trend.None)!.Value, solver.Best(Trend.Concave)!.Value);
    }

    [Fact]
    public void Slopes_go_by_the_distance_of_the_centres()
    {
        // 0.1, 0.2, 0.4 at 0, 1, 3 is a straight line; at 0, 1, 2 it is convex only.
        IntervalTable table = InformationTable.Of(new([10, 20, 40], [90, 80, 60], 70, 230), 0);
        double[] axis = [0, 1, 3];
        var spaced = new PartitionSolver(table, new() { Center = (start, end) => (axis[start] + axis[end - 1]) / 2 }, default);
        Assert.Equal(3, spaced.Best(Trend.Concave)!.BinCount);
        Assert.Equal(2, new PartitionSolver(table, new(), default).Best(Trend.Concave)!.BinCount);
    }

    [Fact]
    public void A_difference_of_exactly_the_minimum_is_enough()
    {
        // 0.3 − 0.2 is 0.09999999999999998 in doubles.
        IntervalTable table = InformationTable.Of(new([20, 30], [80, 70], 50, 150), 0);
        Assert.True(new MinDifference(table, 0.1).Allows(0, 1, 2));
        Assert.False(new MinDifference(table, 0.1 + 1e-9).Allows(0, 1, 2));
    }

    [Theory]
    [InlineData(Trend.Peak, false)]
    [InlineData(Trend.Concave, false)]
    [InlineData(Trend.None, true)]
    public void Obeys_cancellation(Trend trend, bool allPairs)
    {
        (IntervalCounts counts, IntervalTable table) = Noise(200);
        var significance = new AdjacentSignificance(counts, 0.05);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new PartitionSolver(table, new() { MaxBins = 10, Pairs = significance, AllPairs = allPairs ? significance : null }, source.Token).Best(trend));
    }

    /// <summary>Laws that hold at sizes which brute force cannot reach.</summary>
    [Fact]
    public void More_rules_are_never_worth_more()
    {
        (IntervalCounts counts, IntervalTable table) = Noise(60);
        var significance = new AdjacentSignificance(counts, 0.05);
        foreach (Trend trend in Trends)
        {
            long free = Value(new()), asked = Value(new() { Pairs = new AllOf() }), pairs = Value(new() { Pairs = significance }), all = Value(new() { AllPairs = significance });
            Assert.Equal(free, asked);
            Assert.True(free >= pairs && pairs >= all, $"{trend}: {free} {pairs} {all}");
            if (trend is Trend.Ascending or Trend.Descending or Trend.Concave or Trend.Convex)
                Assert.True(Value(new()) <= new PartitionSolver(table, new() { MaxBins = 8 }, default).Best(Trend.None)!.Value);

            long Value(PartitionRules rules) => new PartitionSolver(table, rules with { MaxBins = 8 }, default).Best(trend)!.Value;
        }
    }

    private static void Compare(ref SplitMix64 random, RandomBinningProblem problem, PlacementPolicy policy, string named)
    {
        double difference = 0.05 * random.Next(4);
        int minBins = 1 + random.Next(3), maxBins = random.Next(2) == 0 ? 4 : 20;
        Placement tables = problem.Tables;
        var minDifference = new MinDifference(tables.Plain, difference, tables.WithMissing);
        var significance = new AdjacentSignificance(problem.Counts, 0.1, problem.Missing);
        string[] names = named.Split(' ');
        var pairs = new List<IPairRule>();
        if (names.Contains("difference"))
            pairs.Add(minDifference);
        if (names.Contains("significance"))
            pairs.Add(significance);
        if (names.Contains("periods"))
            pairs.Add(problem.Directions);
        var rules = new PartitionRules
        {
            MinBins = minBins,
            MaxBins = maxBins,
            Center = problem.Center,
            Pairs = pairs.Count == 0 ? null : new AllOf([.. pairs]),
            AllPairs = names.Contains("all-difference") ? minDifference : names.Contains("all-significance") ? significance : null,
        };
        BruteForcePartitions force = problem.ByForce() with
        {
            MinBins = minBins,
            MaxBins = maxBins,
            Policy = policy,
            Neighbours = (a, b) => (!names.Contains("difference") || Differ(a, b, difference)) && (!names.Contains("significance") || AreSignificant(a, b)) && (!names.Contains("periods") || Agree(a, b)),
            AnyTwo = (a, b) => (!names.Contains("all-difference") || Differ(a, b, difference)) && (!names.Contains("all-significance") || AreSignificant(a, b)),
        };

        var solver = new PartitionSolver(tables.Plain, rules, default);
        var placement = tables.WithMissing is null ? null : new PartitionSolver(new Placement(tables.Plain, tables.WithMissing), policy, rules, default);
        foreach ((Trend trend, BruteForcePartitions.Answer?[] answers) in force.Solve(Trends))
        {
            for (int bins = 1; bins < answers.Length; bins++)
                AssertSame(answers[bins], placement is null ? solver.BestOf(trend, bins) : placement.BestOf(trend, bins));
            AssertSame(force.Preferred(answers), placement is null ? solver.Best(trend) : placement.Best(trend));
            Assert.Equal(Math.Max(0, Array.FindLastIndex(answers, answer => answer is not null)), placement is null ? solver.MostBins(trend) : placement.MostBins(trend));
        }
    }

    private static void AssertSame(BruteForcePartitions.Answer? expected, Partition? found)
    {
        Assert.Equal(expected?.Value, found?.Value);
        Assert.Equal(expected?.Starts, found?.Starts);
        Assert.Equal(expected?.MissingBin, found?.MissingBin);
    }

    /// <summary>In twentieths, exactly.</summary>
    private static bool Differ(Candidate a, Candidate b, double difference) =>
        20 * Math.Abs((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator)) >= (long)Math.Round(20 * difference) * a.Denominator * b.Denominator;

    /// <summary>Two-sided at 10 %.</summary>
    private static bool AreSignificant(Candidate a, Candidate b)
    {
        double rate = (double)(a.Events + b.Events) / (a.Count + b.Count);
        double error = Math.Sqrt(rate * (1 - rate) * ((1.0 / a.Count) + (1.0 / b.Count)));
        return Math.Abs(((double)a.Events / a.Count) - ((double)b.Events / b.Count)) / error >= CriticalZ;
    }

    private static bool Agree(Candidate a, Candidate b)
    {
        List<int> orders = [(a.Events * b.Count).CompareTo(b.Events * a.Count)];
        for (int period = 0; period < a.CountsByPeriod.Length; period++)
        {
            if (a.CountsByPeriod[period] > 0 && b.CountsByPeriod[period] > 0)
                orders.Add((a.EventsByPeriod[period] * b.CountsByPeriod[period]).CompareTo(b.EventsByPeriod[period] * a.CountsByPeriod[period]));
        }

        return orders.TrueForAll(order => order >= 0) || orders.TrueForAll(order => order <= 0);
    }

    private static PartitionSolver Solver(IntervalCounts counts, double minWeight, PartitionRules rules) =>
        new(InformationTable.Of(counts, minWeight), rules, default);

    private static (IntervalCounts Counts, IntervalTable Table) Noise(int size)
    {
        var random = new SplitMix64(5);
        double[] events = new double[size], nonEvents = new double[size];
        for (int i = 0; i < size; i++)
        {
            events[i] = 5 + random.Next(20) + (10 * Math.Min(i, size - i) / size);
            nonEvents[i] = 20 + random.Next(40);
        }

        var counts = new IntervalCounts(events, nonEvents, events.Sum(), nonEvents.Sum());
        return (counts, InformationTable.Of(counts, 0.05 * counts.Weight));
    }
}
