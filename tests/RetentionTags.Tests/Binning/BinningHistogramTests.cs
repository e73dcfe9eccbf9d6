using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class BinningHistogramTests : PropertyTests
{
    private static readonly int[] Capacities = [16, 17, 40, 150, 1000];

    private static readonly OptimalBinning[] Recipes =
    [
        new(),
        .. Enum.GetValues<Trend>().Select(trend => new OptimalBinning { Trend = trend, MinBinShare = 0, MinCategoryCount = 0, MaxBins = 5 }),
        new() { MaxPrebins = 3, MinBinShare = 0.01, MinCategoryCount = 2 },
        new() { MinBins = 2, MaxBins = 3, MaxPrebins = 20 },
        new() { MinBinShare = 0, MinCategoryCount = 0, Specials = [new("codes", [0.0, 2.5, "a", "c1"]), new("odd", [-4.0, 1e300, "Two year"])] },
        new OptimalBinning { MinBinShare = 0, Missing = MissingPolicy.Nearest, Unseen = UnseenPolicy.AsRare, CategoriesTogether = [["a", "d"], ["c0", "c2"]] },
        .. Enum.GetValues<PrebinRule>().Select(rule => new OptimalBinning { Prebins = rule, MaxPrebins = 12, MinBinShare = 0 }),
        new() { FixedCuts = [-1.25, 2], SignChangeAt = 0.75, MinBinShare = 0 },
        new() { CandidateCuts = [-3, 0, 0.3, 2.5], MinBinShare = 0, Trend = Trend.None },
    ];

    [Property(MaxTest = 200)]
    public void Neither_order_nor_batches_nor_the_tree_of_merges_change_a_bit(int seed)
    {
        WildRows rows = WildRows.Of(seed);
        var random = new SplitMix64(seed);
        foreach (int capacity in Capacities)
        {
            byte[] expected = Saved(BinningHistogram.Of(rows.Weighted, capacity));
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            random.Shuffle(order);
            var parts = new List<BinningHistogram>();
            for (int first = 0; first < order.Length;)
            {
                if (parts.Count == 0 || random.Next(2) == 0)
                    parts.Add(BinningHistogram.Create([ColumnSpec.Numeric("value"), ColumnSpec.Category("category")], capacity));
                int count = Math.Min(order.Length - first, 1 + random.Next(60));
                if (TryMakeBatch(rows, order[first..(first + count)]) is TrainingSet batch)
                    parts[^1].Add(batch);
                first += count;
            }

            while (parts.Count > 1)
            {
                int into = random.Next(parts.Count - 1);
                parts[into].Merge(parts[into + 1]);
                parts.RemoveAt(into + 1);
            }

            Assert.Equal(expected, Saved(parts[0]));
        }
    }

    [Property(MaxTest = 50)]
    public void Merging_is_commutative_and_associative(int one, int two, int three)
    {
        foreach (int capacity in Capacities)
        {
            BinningHistogram Histogram(int seed) => BinningHistogram.Of(WildRows.Of(seed).Unweighted, capacity);
            byte[] leftFirst = Saved(Merged(Merged(Histogram(one), Histogram(two)), Histogram(three)));
            Assert.Equal(leftFirst, Saved(Merged(Histogram(one), Merged(Histogram(two), Histogram(three)))));
            Assert.Equal(leftFirst, Saved(Merged(Merged(Histogram(three), Histogram(two)), Histogram(one))));
        }
    }

    [Property(MaxTest = 100)]
    public void A_whole_weight_equals_as_many_copies(int seed)
    {
        WildRows rows = WildRows.Of(seed);
        Assert.All(Capacities, capacity => Assert.Equal(Saved(BinningHistogram.Of(rows.Replicated, capacity)), Saved(BinningHistogram.Of(rows.Weighted, capacity))));
    }

    [Property(MaxTest = 60)]
    public void The_fit_of_an_exact_histogram_is_that_of_the_rows(SmallSet set)
    {
        foreach (TrainingSet data in (TrainingSet[])[set.ToTrainingSet(), set.ToWeightedSet()])
        {
            BinningHistogram histogram = BinningHistogram.Of(data);
            Assert.All(histogram.Columns, column => Assert.True(column.IsExact));
            Assert.All(Recipes, recipe => Assert.Equal(Outcome(() => recipe.Fit(data)), Outcome(() => recipe.Fit(histogram))));
        }
    }

    [Property(MaxTest = 25)]
    public void The_fit_of_wild_numbers_is_that_of_the_rows(int seed)
    {
        // Without cuts asked for: where the next value is infinite a cut can be, too, and cuts asked for beside it are refused on rows already.
        TrainingSet data = WildRows.Of(seed).Weighted;
        BinningHistogram histogram = BinningHistogram.Of(data);
        Assert.All(Recipes.Where(recipe => recipe.FixedCuts.Count == 0), recipe => Assert.Equal(Outcome(() => recipe.Fit(data)), Outcome(() => recipe.Fit(histogram))));
    }

    [DataFact]
    public void The_fit_of_telco_in_batches_is_that_of_the_rows()
    {
        TrainingSet telco = RealData.Telco();
        BinningHistogram histogram = BinningHistogram.Of(telco.Rows([.. Enumerable.Range(5000, telco.RowCount - 5000)]));
        BinningHistogram other = BinningHistogram.Create([.. telco.Table.Columns.Select(column => new ColumnSpec(column.Name, column is NumericColumn ? ColumnKind.Numeric : ColumnKind.Category)).Reverse()]);
        for (int first = 0; first < 5000; first += 1000)
            other.Add(telco.Rows([.. Enumerable.Range(first, 1000)]));
        histogram.Merge(other);
        Assert.All(histogram.Columns, column => Assert.True(column.IsExact));
        Assert.Equal((6530, 7032.0, 11.0), (histogram["TotalCharges"].BucketCount, histogram["TotalCharges"].Weight, histogram["TotalCharges"].MissingWeight));
        Assert.All(Recipes, recipe => Assert.Equal(Outcome(() => recipe.Fit(telco)), Outcome(() => recipe.Fit(histogram))));
    }

    [Fact]
    public void Fractional_weights_change_nothing_but_rounding()
    {
        TrainingSet customers = SampleData.Customers(3000, missing: true);
        var weights = new double[customers.RowCount];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = 0.1 + (row % 7 * 0.3);
        TrainingSet data = TrainingSet.Create(customers.Table, customers.Events, weights);
        BinningHistogram histogram = BinningHistogram.Of(data.Rows([.. Enumerable.Range(0, 1234)]));
        histogram.Add(data.Rows([.. Enumerable.Range(1234, 3000 - 1234)]));
        foreach ((ColumnBinning expected, ColumnBinning actual) in new OptimalBinning().Fit(data).Columns.Zip(new OptimalBinning().Fit(histogram).Columns))
        {
            Assert.Equal(expected.Bins.Select(bin => bin.Label), actual.Bins.Select(bin => bin.Label));
            Same.Relatively(1e-11, expected.Bins.Select(bin => bin.Count), actual.Bins.Select(bin => bin.Count));
            Same.Within(1e-11, expected.Bins.Select(bin => bin.Woe), actual.Bins.Select(bin => bin.Woe));
        }
    }

    [Property(MaxTest = 50)]
    public void The_counts_of_every_bin_are_those_of_the_rows_at_any_capacity(int seed)
    {
        TrainingSet data = WildRows.Of(seed, 2000).Weighted;
        foreach (int capacity in Capacities)
        {
            foreach (PrebinRule rule in (PrebinRule[])[PrebinRule.Quantile, PrebinRule.HullAndQuantile, PrebinRule.Tree])
            {
                BinningModel model = new OptimalBinning { Prebins = rule, MinBinShare = 0.01, MinCategoryCount = 5 }.Fit(BinningHistogram.Of(data, capacity));
                Assert.All(model.Columns, binning => AssertCountsAreThoseOf(data, binning));
            }
        }
    }

    /// <summary>With the default capacity within 0.2 % of the information value of the rows; with a hundredth of it within 3 %.</summary>
    [Fact]
    public void The_information_value_of_an_inexact_histogram_is_close_to_that_of_the_rows()
    {
        foreach ((int capacity, double tolerance) in ((int, double)[])[(BinningHistogram.DefaultCapacity, 0.002), (2048, 0.01), (164, 0.03)])
        {
            foreach (int shape in (int[])[0, 1, 2, 3])
            {
                TrainingSet data = Continuous(60_000, shape);
                BinningHistogram histogram = BinningHistogram.Of(data, capacity);
                Assert.False(histogram["x"].IsExact);
                foreach (Trend trend in (Trend[])[Trend.Automatic, Trend.Ascending, Trend.None])
                {
                    var recipe = new OptimalBinning { Trend = trend };
                    ColumnBinning actual = recipe.Fit(histogram)["x"];
                    double expected = recipe.Fit(data)["x"].InformationValue;
                    Same.Within(tolerance * expected, expected, actual.InformationValue, $"capacity {capacity}, shape {shape}, {trend}");
                    AssertCountsAreThoseOf(data, actual);
                }
            }
        }
    }

    [Fact]
    public void Cuts_that_are_asked_for_are_kept_or_refused()
    {
        // Half of the values in [0, 1), half in [2, 3): any cut from 1 to 2 lies between buckets.
        TrainingSet wide = SampleData.Wide(20_000, 1);
        double[] values = [.. wide.Table.Numeric("x0").Values.ToArray().Select(x => x < 0.5 ? 2 * x : 1 + (2 * x))];
        TrainingSet data = wide.WithTable(Table.Create(Column.Numeric("x", values)));
        BinningHistogram histogram = BinningHistogram.Of(data, 300);
        foreach (double cut in (double[])[1.1, 1.5, 1.99])
        {
            var recipe = new OptimalBinning { FixedCuts = [cut] };
            var binning = (NumericBinning)recipe.Fit(histogram)["x"];
            Assert.Contains(cut, binning.Cuts.ToArray());
            AssertCountsAreThoseOf(data, binning);
        }

        var amidst = new OptimalBinning { FixedCuts = [2.7182818] };
        Assert.Contains("both sides of the cut 2.7182818", Assert.Throws<TrainingDataException>(() => amidst.Fit(histogram)).Message, StringComparison.Ordinal);
    }

    [DataFact]
    public void A_cut_of_an_inexact_histogram_misses_by_no_more_than_the_rank_error()
    {
        // As many bins as pre-bins: every quantile becomes a cut.
        TrainingSet telco = RealData.Telco();
        TrainingSet charges = telco.WithTable(telco.Table.Select("TotalCharges"));
        BinningHistogram histogram = BinningHistogram.Of(charges, 500);
        double rankError = histogram["TotalCharges"].RankError;
        Assert.InRange(rankError, 0.001, 0.02);
        var recipe = new OptimalBinning { MaxPrebins = 10, MaxBins = 10, MinBins = 10, MinBinShare = 0, Trend = Trend.None };
        double[] rows = [.. recipe.Fit(charges)["TotalCharges"].Bins.Take(10).Select(bin => bin.Count / 7032)];
        double[] buckets = [.. recipe.Fit(histogram)["TotalCharges"].Bins.Take(10).Select(bin => bin.Count / 7032)];
        Assert.NotEqual(rows, buckets);
        for (int cut = 1; cut < 10; cut++)
            Same.Within(rankError + 1e-12, rows[..cut].Sum(), buckets[..cut].Sum(), $"at cut {cut}");
    }

    [Fact]
    public void Three_hundred_thousand_categories_are_counted_exactly()
    {
        const int Levels = 300_000;
        string[] levels = [.. Enumerable.Range(0, Levels).Select(i => $"id{i}")];
        int[] codes = [.. Enumerable.Range(0, 2 * Levels).Select(row => row % Levels)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Category("id", codes, levels)), [.. codes.Select((code, row) => (code + row) % 5 == 0)]);
        BinningHistogram histogram = BinningHistogram.Of(data);
        histogram.Add(data);
        Assert.Equal(new("id", ColumnKind.Category, Levels, 4.0 * Levels, 0, 0, 0), histogram["id"]);
        BinningModel twice = new OptimalBinning().Fit(TrainingSet.Create(data.Table, data.Events, [.. codes.Select(_ => 2.0)]));
        Assert.Equal(Saved(twice), Saved(new OptimalBinning().Fit(histogram)));
    }

    [Fact]
    public void Columns_may_have_recipes_of_their_own()
    {
        TrainingSet data = SampleData.Customers(2000, missing: true);
        var recipe = new OptimalBinning { ColumnRecipes = [new("usage", new OptimalBinning { MaxBins = 3, Trend = Trend.Ascending })] };
        Assert.Equal(Saved(recipe.Fit(data)), Saved(recipe.Fit(BinningHistogram.Of(data))));
        var absent = recipe with { ColumnRecipes = [new("nothing", recipe.ColumnRecipes[0].Recipe)] };
        Assert.Contains("'nothing'", Refused(() => absent.Fit(BinningHistogram.Of(data))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_the_rows_is_refused_with_advice()
    {
        BinningHistogram histogram = BinningHistogram.Of(SampleData.Customers(500));
        var periods = new OptimalBinning { PeriodColumn = "visits" };
        Assert.Contains("which period", Assert.Throws<InvalidOperationException>(() => periods.Fit(histogram)).Message, StringComparison.Ordinal);
        var fixedCuts = new OptimalBinning { ColumnRecipes = [new("usage", new FixedBinning())] };
        Assert.Contains("'usage'", Assert.Throws<InvalidOperationException>(() => fixedCuts.Fit(histogram)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_special_value_that_was_counted_with_others_is_refused_with_advice()
    {
        TrainingSet data = SampleData.Wide(5000, 1);
        NumericColumn column = data.Table.Numeric("x0");
        BinningHistogram histogram = BinningHistogram.Of(data, 100);
        var known = new OptimalBinning { Specials = [new("code", [column.Values[7]])] };
        var failure = Assert.Throws<TrainingDataException>(() => known.Fit(histogram));
        Assert.Contains("greater capacity", failure.Message, StringComparison.Ordinal);
        Assert.Equal("x0", failure.ColumnName);

        // A code far from all values has a bucket of its own.
        double[] values = column.Values.ToArray();
        values.AsSpan(0, 50).Fill(-99);
        TrainingSet coded = data.WithTable(Table.Create(Column.Numeric("x0", values)));
        ColumnBinning binning = new OptimalBinning { Specials = [new("code", [-99.0])] }.Fit(BinningHistogram.Of(coded, 100))["x0"];
        Assert.Equal(50, binning.Bins.Single(bin => bin.Label == "code").Count);
        AssertCountsAreThoseOf(coded, binning);
    }

    [Fact]
    public void Levels_without_rows_leave_no_trace()
    {
        CategoryColumn column = Column.Category("c", (int[])[0, 2, 2, -1], ["a", "unused", "b"]);
        BinningHistogram histogram = BinningHistogram.Of(TrainingSet.Create(Table.Create(column), [true, false, true, false], [1, 0, 3, 2]));
        Assert.Equal(new("c", ColumnKind.Category, 2, 4, 2, 0, 0), histogram["c"]);
        Assert.Equal((4.0, 2.0, 6.0), (histogram.EventWeight, histogram.NonEventWeight, histogram.TotalWeight));
    }

    [Fact]
    public void Threads_change_nothing()
    {
        TrainingSet data = SampleData.Wide(20_000, 12);
        BinningHistogram one = BinningHistogram.Create([.. data.Table.Columns.Select(column => ColumnSpec.Numeric(column.Name))], 500);
        BinningHistogram four = BinningHistogram.Create([.. data.Table.Columns.Select(column => ColumnSpec.Numeric(column.Name))], 500);
        (one.MaxThreads, four.MaxThreads) = (1, 4);
        for (int batch = 0; batch < 3; batch++)
        {
            one.Add(data);
            four.Add(data);
        }

        Assert.Equal(Saved(one), Saved(four));
    }

    [Fact]
    public void A_cancelled_batch_is_not_counted_at_all()
    {
        TrainingSet data = SampleData.Wide(1000, 8);
        BinningHistogram histogram = BinningHistogram.Of(data);
        histogram.MaxThreads = 1;
        byte[] before = Saved(histogram);
        using var source = new CancellationTokenSource();
        var cancelling = new Watcher(report =>
        {
            if (report.Completed == 4)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => histogram.Add(data, cancelling, source.Token));
        Assert.Equal(before, Saved(histogram));
        Assert.ThrowsAny<OperationCanceledException>(() => new OptimalBinning().Fit(histogram, null, source.Token));
    }

    [Fact]
    public void Progress_counts_the_columns()
    {
        var reports = new List<FitProgress>();
        TrainingSet data = SampleData.Customers(100);
        BinningHistogram histogram = BinningHistogram.Of(data, progress: new Watcher(reports.Add));
        Assert.Equal(Enumerable.Range(1, 4).Select(completed => new FitProgress("counting", completed, 4)), reports);
        reports.Clear();
        new OptimalBinning().Fit(histogram, new Watcher(reports.Add));
        Assert.Equal(Enumerable.Range(1, 4).Select(completed => new FitProgress("binning", completed, 4)), reports);
    }

    [Fact]
    public void Other_columns_are_refused_by_name_and_nothing_is_counted()
    {
        BinningHistogram histogram = BinningHistogram.Of(Batch(Column.Numeric("fee", (double[])[1, 2]), Column.Category("plan", ["a", "b"])));
        byte[] before = Saved(histogram);
        foreach ((TrainingSet batch, string[] words) in ((TrainingSet, string[])[])
        [
            (Batch(Column.Numeric("fee", (double[])[1, 2])), ["no column 'plan'", "It has: 'fee'"]),
            (Batch(Column.Numeric("fee", (double[])[1, 2]), Column.Category("plan", ["a", "b"]), Column.Numeric("extra", (double[])[1, 2])), ["a column 'extra'", "Table.Without"]),
            (Batch(Column.Numeric("fee", (double[])[1, 2]), Column.Numeric("plan", (double[])[1, 2])), ["'plan' holds numbers", "ColumnSpec.Category"]),
            (Batch(Column.Category("fee", ["1", "2"]), Column.Category("plan", ["a", "b"])), ["'fee' holds categories", "ColumnSpec.Numeric"]),
        ])
        {
            string added = Assert.Throws<ArgumentException>(() => histogram.Add(batch)).Message;
            string merged = Assert.Throws<ArgumentException>(() => histogram.Merge(BinningHistogram.Of(batch))).Message;
            Assert.All(words, word => Assert.Contains(word, added, StringComparison.Ordinal));
            Assert.Contains(words[0], merged, StringComparison.Ordinal);
        }

        Assert.Equal(before, Saved(histogram));
    }

    [Fact]
    public void Misuse_is_refused_with_advice()
    {
        TrainingSet data = SampleData.Customers(100);
        BinningHistogram histogram = BinningHistogram.Of(data, 100);
        Assert.Contains("is 200, of this one 100", Refused(() => histogram.Merge(BinningHistogram.Of(data, 200))), StringComparison.Ordinal);
        Assert.Contains("count twice", Refused(() => histogram.Merge(histogram)), StringComparison.Ordinal);
        Assert.Contains("It has: 'usage'", Refused(() => _ = histogram["nothing"]), StringComparison.Ordinal);
        Assert.Contains("at least one column", Refused(() => BinningHistogram.Create([])), StringComparison.Ordinal);
        Assert.Contains("'a'", Refused(() => BinningHistogram.Create([ColumnSpec.Numeric("a"), ColumnSpec.Category("a")])), StringComparison.Ordinal);
        Assert.All((int[])[15, (1 << 20) + 1], capacity => Assert.Throws<ArgumentOutOfRangeException>(() => BinningHistogram.Of(data, capacity)));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.MaxThreads = -1);
    }

    [Fact]
    public void Weights_beyond_what_doubles_count_exactly_are_refused()
    {
        TrainingSet half = TrainingSet.Create(Table.Create(Column.Numeric("x", (double[])[1, 2])), [true, false], [1L << 52, 1]);
        BinningHistogram histogram = BinningHistogram.Of(half);
        Assert.Contains("2⁵³", Refused(() => histogram.Add(half)), StringComparison.Ordinal);
        Assert.Contains("2⁵³", Refused(() => histogram.Merge(BinningHistogram.Of(half))), StringComparison.Ordinal);
        Assert.Equal((1L << 52) + 1, histogram.TotalWeight);
    }

    [Fact]
    public void A_fit_needs_both_classes_but_a_batch_does_not()
    {
        var recipe = new OptimalBinning { MinBinShare = 0 };
        BinningHistogram histogram = BinningHistogram.Create([ColumnSpec.Numeric("x")]);
        Assert.Contains("no rows", Assert.Throws<TrainingDataException>(() => recipe.Fit(histogram)).Message, StringComparison.Ordinal);
        histogram.Add(TrainingSet.Create(Table.Create(Column.Numeric("x", (double[])[1, 2, 3])), [true, true, true]));
        Assert.Contains("are events", Assert.Throws<TrainingDataException>(() => recipe.Fit(histogram)).Message, StringComparison.Ordinal);
        histogram.Add(TrainingSet.Create(Table.Create(Column.Numeric("x", (double[])[1, 2, 3])), [false, false, false]));
        Assert.Equal(6, recipe.Fit(histogram)["x"].Bins.Sum(bin => bin.Count));
        Assert.Throws<InvalidOperationException>(() => new OptimalBinning { MinBins = 9 }.Fit(histogram));
    }

    [Fact]
    public void What_is_merged_in_stays_as_it_is()
    {
        BinningHistogram one = BinningHistogram.Create([ColumnSpec.Numeric("value"), ColumnSpec.Category("category")], 30);
        BinningHistogram two = BinningHistogram.Of(WildRows.Of(5).Unweighted, 30);
        byte[] before = Saved(two);
        one.Merge(two);
        Assert.Equal(before, Saved(one));
        one.Add(WildRows.Of(6).Unweighted);
        Assert.Equal(before, Saved(two));
    }

    private static void AssertCountsAreThoseOf(TrainingSet data, ColumnBinning binning)
    {
        var bins = new int[data.RowCount];
        binning.ToBins(data.Table[binning.ColumnName], bins);
        for (int bin = 0; bin < binning.Bins.Count; bin++)
        {
            double events = 0, nonEvents = 0;
            for (int row = 0; row < bins.Length; row++)
            {
                double weight = bins[row] != bin ? 0 : data.Weights.IsEmpty ? 1 : data.Weights[row];
                events += data.Events[row] ? weight : 0;
                nonEvents += data.Events[row] ? 0 : weight;
            }

            // A category of weight 0 is unseen by the fit, and weighs nothing there either.
            Assert.Equal((events, nonEvents), (binning.Bins[bin].Events, binning.Bins[bin].NonEvents));
        }
    }

    /// <summary>Uniform, normal around 0, log-normal, and normal far from 0; the event rate rises with the first half of the ranks more than with the second.</summary>
    private static TrainingSet Continuous(int rows, int shape)
    {
        var random = new SplitMix64(shape + 1);
        var values = new double[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            double rank = SampleData.Uniform(ref random);
            double normal = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (0.5 + (rank * 1e6)) / (1e6 + 1));
            values[row] = shape switch { 0 => rank, 1 => normal, 2 => Math.Exp(2 * normal), _ => 1000 + normal };
            events[row] = SampleData.Uniform(ref random) < 0.05 + (0.3 * Math.Min(rank, 0.5)) + (0.1 * rank);
        }

        return TrainingSet.Create(Table.Create(Column.Numeric("x", values)), events);
    }

    /// <summary>Nothing when the rows weigh no more than one: a training set refuses that, rightly or not, and here they belong to a part of the data.</summary>
    private static TrainingSet? TryMakeBatch(WildRows rows, int[] chosen)
    {
        int[] copies = [.. chosen.SelectMany(row => Enumerable.Repeat(row, (int)rows.Weights[row]))];
        if (copies.Length == 0)
            return null;
        return chosen.Length % 2 == 0 || chosen.Sum(row => rows.Weights[row]) <= 1 ? rows.Of(copies, weighted: false) : rows.Of(chosen, weighted: true);
    }

    private static TrainingSet Batch(params Column[] columns) => TrainingSet.Create(Table.Create(columns), [true, false]);

    private static BinningHistogram Merged(BinningHistogram one, BinningHistogram two)
    {
        one.Merge(two);
        return one;
    }

    private static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static byte[] Outcome(Func<BinningModel> fit)
    {
        try
        {
            return Saved(fit());
        }
        catch (TrainingDataException refusal)
        {
            return System.Text.Encoding.UTF8.GetBytes(refusal.Message);
        }
    }

    private static byte[] Saved(BinningHistogram histogram)
    {
        var stream = new MemoryStream();
        histogram.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Saved(BinningModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private sealed class Watcher(Action<FitProgress> onReport) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => onReport(value);
    }
}
