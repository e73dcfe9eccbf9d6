using System.Text;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

public class PairBinningTests : PropertyTests
{
    private static readonly PairBinning Loose = new() { FirstColumn = "value", SecondColumn = "category", MinBinShare = 0, MinCategoryCount = 0 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finds_what_only_both_columns_know(bool categories)
    {
        // The event is likely when exactly one of two columns is high. Each alone says nothing.
        TrainingSet data = Xor(20_000, categories);
        PairBinningModel model = new PairBinning { FirstColumn = "a", SecondColumn = "b", MaxBins = 4 }.Fit(data);
        Assert.True(model.FirstInformationValue < 0.01 && model.SecondInformationValue < 0.01 && model.AdditiveInformationValue < 0.01);
        Assert.Equal(4, model.RegularBinCount);

        // 0.8 and 0.2 in halves: p − q = ±0.3 in each of two halves, WOE = ±ln 4.
        Same.Within(0.06, 2 * 0.3 * 2 * Math.Log(4), model.InformationValue);
        Cell high = categories ? "high" : 0.9;
        Assert.True(model.Bins[model.FindBin(0.1, high)].EventRate > 0.75 && model.Bins[model.FindBin(0.9, high)].EventRate < 0.25);
    }

    [Fact]
    public void Independent_columns_add_up_and_repeated_ones_count_once()
    {
        var random = new SplitMix64(3);
        const int Rows = 40_000;
        double[] a = new double[Rows], b = new double[Rows];
        var events = new bool[Rows];
        for (int row = 0; row < Rows; row++)
        {
            // Given the event, the columns are independent of one another.
            events[row] = random.Next(3) == 0;
            a[row] = random.Next(10) < (events[row] ? 6 : 4) ? 1 : 0;
            b[row] = random.Next(10) < (events[row] ? 7 : 4) ? 1 : 0;
        }

        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("a", a), Column.Numeric("b", b), Column.Numeric("again", a)), events);
        PairBinningModel both = new PairBinning { FirstColumn = "a", SecondColumn = "b" }.Fit(data);
        Same.Within(0.01, both.FirstInformationValue + both.SecondInformationValue, both.AdditiveInformationValue);
        Same.Within(2e-4, 0, both.InteractionGain);
        Assert.True(both.GainOverBetterColumn > 0.1);
        PairBinningModel same = new PairBinning { FirstColumn = "a", SecondColumn = "again" }.Fit(data);
        Same.Within(1e-9, same.FirstInformationValue, same.AdditiveInformationValue);
        Same.Within(1e-9, same.FirstInformationValue, same.InformationValue);
    }

    /// <summary>The regression inside is that of <see cref="LogisticRegression"/> on both weights of evidence.</summary>
    [Fact]
    public void The_additive_value_is_that_of_a_logistic_regression()
    {
        TrainingSet data = SampleData.Customers(3000, missing: true);
        foreach ((string first, string second) in ((string, string)[])[("usage", "visits"), ("usage", "plan"), ("plan", "noise")])
        {
            var recipe = new PairBinning { FirstColumn = first, SecondColumn = second, MaxBins = 4 };
            var alone = new OptimalBinning { MaxPrebins = recipe.MaxPrebins, MaxBins = 4, Trend = Trend.None };
            Table woe = alone.Fit(data.WithTable(data.Table.Select(first, second))).ToWoe(data.Table);
            LogisticModel model = new LogisticRegression().Fit(data.WithTable(woe));
            double expected = 0;
            for (int row = 0; row < data.RowCount; row++)
            {
                double score = model.Coefficients.Sum(each => each.Value * woe.Numeric(each.Name).Values[row]);
                expected += data.Events[row] ? score / data.EventWeight : -score / data.NonEventWeight;
            }

            Same.Within(1e-9, expected, recipe.Fit(data).AdditiveInformationValue, $"{first} and {second}");
        }
    }

    [Property(MaxTest = 200)]
    public void Counts_and_information_add_up(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        PairBinningModel model = Loose.Fit(data);
        Assert.Equal(data.EventWeight, model.Bins.Sum(bin => bin.Events));
        Assert.Equal(data.NonEventWeight, model.Bins.Sum(bin => bin.NonEvents));
        Same.Within(1e-12, 1, model.Bins.Sum(bin => bin.CountShare));
        Same.Within(1e-12, model.Bins.Sum(bin => bin.InformationValue), model.InformationValue);
        var bins = new int[data.RowCount];
        model.ToBins(data.Table, bins);
        for (int i = 0; i < model.Bins.Count; i++)
        {
            PairBin bin = model.Bins[i];
            Assert.Equal(Enumerable.Range(0, data.RowCount).Where(row => bins[row] == i).Sum(row => data.Weights[row]), bin.Count);
            double more = bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0) ? 1 : 0;
            double p = (bin.Events + (more * data.EventRate)) / data.EventWeight, q = (bin.NonEvents + (more * (1 - data.EventRate))) / data.NonEventWeight;
            double woe = bin.Count == 0 ? 0 : Math.Log(p) - Math.Log(q);
            Same.Within(1e-12, woe, bin.Woe);
            Same.Within(1e-12, (p - q) * woe, bin.InformationValue);
        }

        for (int row = 0; row < data.RowCount; row++)
        {
            Assert.Equal(bins[row], model.FindBin(set.Rows[row].Value, set.Rows[row].Category));
            PairBin bin = model.Bins[bins[row]];
            (bool noValue, bool noCategory) = (double.IsNaN(set.Rows[row].Value), set.Rows[row].Category is null);
            Assert.Equal(noValue || noCategory ? BinKind.Missing : BinKind.Regular, bin.Kind);
            if (bin.Kind == BinKind.Regular)
            {
                Assert.True(bin.First!.Lower <= set.Rows[row].Value && (set.Rows[row].Value < bin.First.Upper || double.IsPositiveInfinity(bin.First.Upper)));
                Assert.Contains(set.Rows[row].Category, bin.Second!.Categories);
            }
            else
            {
                Assert.Equal(noValue ? noCategory ? model.BothMissingBin : model.FirstMissingBin : model.SecondMissingBin, bins[row]);
            }
        }
    }

    /// <summary>From raw rows to regions: each distinct value a pre-bin, categories by event rate, and every guillotine partition of the grid.</summary>
    [Property(MaxTest = 300)]
    public void Equals_brute_force_from_raw_rows(SmallSet set)
    {
        // Three values and three categories at the most.
        SmallRow[] rows = [.. set.Rows.Select(row => row with { Value = double.IsNaN(row.Value) ? row.Value : Math.Sign(row.Value), Category = row.Category == "d" ? "a" : row.Category })];
        TrainingSet data = new SmallSet(rows).ToTrainingSet();
        SmallRow[] present = [.. rows.Where(row => !double.IsNaN(row.Value) && row.Category is not null)];
        if (present.Length == 0)
            return;
        double[] values = [.. present.Select(row => row.Value).Distinct().Order()];
        string[] categories = [.. present.GroupBy(row => row.Category!).OrderBy(group => group.Average(row => row.IsEvent ? 1.0 : 0)).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];
        double[] Counts(bool label) => [.. values.SelectMany(value => categories.Select(category => (double)present.Count(row => row.Value == value && row.Category == category && row.IsEvent == label)))];
        var expected = new BruteForcePairs(values.Length, categories.Length).Solve(Counts(true), Counts(false), data.EventWeight, data.NonEventWeight, 5, 0);
        PairBinningModel model = (Loose with { MaxBins = 5 }).Fit(data);
        PairRectangle[] blocks = expected?.Blocks ?? [new(0, values.Length, 0, categories.Length)];
        Assert.Equal(blocks.Length, model.RegularBinCount);
        for (int bin = 0; bin < blocks.Length; bin++)
        {
            PairBin found = model.Bins[bin];
            Assert.Equal(values[blocks[bin].FirstStart..blocks[bin].FirstEnd], values.Where(value => value >= found.First!.Lower && value < found.First.Upper));
            Assert.Equal(categories[blocks[bin].SecondStart..blocks[bin].SecondEnd].Order(StringComparer.Ordinal), found.Second!.Categories);
        }
    }

    [Property(MaxTest = 100)]
    public void More_regions_allowed_never_lower_the_information_value(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        double before = -1e-12;
        for (int maxBins = 1; maxBins <= 6; maxBins++)
        {
            double now = (Loose with { MaxBins = maxBins }).Fit(data).InformationValue;
            Assert.True(now >= before - 1e-12);
            before = now;
        }
    }

    [Property(MaxTest = 100)]
    public void Neither_order_nor_replication_change_a_bit(SmallSet set)
    {
        Assert.Equal(Saved(Loose.Fit(set.ToTrainingSet())), Saved(Loose.Fit(set.ToReversedSet())));
        Assert.Equal(Saved(Loose.Fit(set.ToReplicatedSet())), Saved(Loose.Fit(set.ToWeightedSet())));
    }

    [Property(MaxTest = 150)]
    public void Columns_can_be_exchanged(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        PairBinningModel model = Loose.Fit(data), turned = (Loose with { FirstColumn = "category", SecondColumn = "value" }).Fit(data);
        Same.Within(1e-12, model.InformationValue, turned.InformationValue);
        Same.Within(1e-10, model.AdditiveInformationValue, turned.AdditiveInformationValue);
        Assert.Equal((model.RegularBinCount, model.FirstInformationValue, model.SecondInformationValue), (turned.RegularBinCount, turned.SecondInformationValue, turned.FirstInformationValue));
    }

    [Property(MaxTest = 150)]
    public void Without_missing_values_a_pair_is_never_worse_than_one_of_its_columns(SmallSet set)
    {
        SmallRow[] rows = [.. set.Rows.Where(row => !double.IsNaN(row.Value) && row.Category is not null)];
        if (rows.All(row => row.IsEvent) || rows.All(row => !row.IsEvent))
            return;
        Assert.True((Loose with { MaxBins = 4, MinBinShare = 0.1 }).Fit(new SmallSet(rows).ToTrainingSet()).GainOverBetterColumn >= -2e-12);
    }

    [Fact]
    public void A_constant_column_leaves_the_optimum_of_the_other()
    {
        TrainingSet customers = SampleData.Customers(3000);
        TrainingSet data = customers.WithTable(Table.Create(Column.Category("same", Enumerable.Repeat("x", 3000)), customers.Table["usage"]));
        var recipe = new PairBinning { FirstColumn = "same", SecondColumn = "usage", MaxPrebins = 30 };
        PairBinningModel model = recipe.Fit(data);
        var alone = (NumericBinning)new OptimalBinning { MaxPrebins = 30, Trend = Trend.None }.Fit(data)["usage"];
        Assert.True(alone.RegularBinCount > 2);
        Assert.Equal(alone.Bins.Take(alone.RegularBinCount).Select(bin => (bin.Lower, bin.Upper, bin.Events, bin.NonEvents, bin.Woe)), model.Bins.Take(model.RegularBinCount).Select(bin => (bin.Second!.Lower, bin.Second.Upper, bin.Events, bin.NonEvents, bin.Woe)));
        Assert.Equal((0.0, alone.InformationValue), (model.FirstInformationValue, model.SecondInformationValue));
        Same.Within(1e-12, alone.InformationValue, model.InformationValue);
    }

    [Fact]
    public void Regions_keep_the_smallest_share_of_the_rows_with_both_values()
    {
        TrainingSet data = SampleData.Customers(4000, missing: true);
        foreach (double share in (double[])[0.02, 0.1, 0.3])
        {
            PairBinningModel model = new PairBinning { FirstColumn = "usage", SecondColumn = "plan", MaxPrebins = 20, MinBinShare = share, MaxBins = 12 }.Fit(data);
            PairBin[] regions = [.. model.Bins.Take(model.RegularBinCount)];
            Assert.All(regions, region => Assert.True(region.Count >= share * regions.Sum(each => each.Count) && region.Events > 0 && region.NonEvents > 0));
            Assert.True(regions.Length > 1);
        }
    }

    [Fact]
    public void Unseen_categories_have_a_bin_and_missing_goes_before_unseen()
    {
        PairBinningModel model = new PairBinning { FirstColumn = "plan", SecondColumn = "usage" }.Fit(SampleData.Customers(2000, missing: true));
        Assert.Equal(model.Bins.Count - 1, model.UnseenBin);
        Assert.Equal(("unseen", BinKind.Unseen, 0.0, 0.0), (model.Bins[^1].Label, model.Bins[^1].Kind, model.Bins[^1].Count, model.Bins[^1].Woe));
        Assert.Equal(model.UnseenBin, model.FindBin("new", 1.0));
        Assert.Equal(model.SecondMissingBin, model.FindBin("new", Cell.Missing));
        Assert.Equal(model.FirstMissingBin, model.FindBin(Cell.Missing, 1.0));
        Assert.Equal(model.BothMissingBin, model.FindBin(Cell.Missing, double.NaN));
        Assert.Equal(["plan missing", "usage missing", "both missing", "unseen"], model.Bins.Skip(model.RegularBinCount).Select(bin => bin.Label));
        Assert.True(model.Bins[model.FirstMissingBin].Count > 100 && model.Bins[model.FirstMissingBin].Woe != 0);
        Table table = Table.Create(Column.Numeric("usage", [1.0, double.NaN, double.PositiveInfinity]), Column.Category("plan", ["new", "new", null]), Column.Numeric("other", [0.0, 0, 0]));
        var bins = new int[3];
        model.ToBins(table, bins);
        Assert.Equal([model.UnseenBin!.Value, model.SecondMissingBin, model.FirstMissingBin], bins);
        Assert.Null(new PairBinning { FirstColumn = "usage", SecondColumn = "visits" }.Fit(SampleData.Customers(500)).UnseenBin);
    }

    [Fact]
    public void A_category_that_is_only_there_where_the_other_value_is_missing_is_unseen()
    {
        TrainingSet data = TrainingSet.Create(
            Table.Create(Column.Numeric("value", [1.0, 2, 1, 2, double.NaN, double.NaN]), Column.Category("category", ["a", "a", "a", "a", "b", "b"])),
            [true, false, true, false, true, false]);
        PairBinningModel model = Loose.Fit(data);
        Assert.Equal(2, model.Bins[model.FirstMissingBin].Count);
        Assert.Equal(model.UnseenBin, model.FindBin(1.0, "b"));
    }

    [Fact]
    public void Pairs_that_cannot_be_divided_have_one_region_and_a_finding()
    {
        double nan = double.NaN;
        PairBinningModel Fit(double[] value, string?[] category, bool[] events, PairBinning? recipe = null) =>
            (recipe ?? Loose).Fit(TrainingSet.Create(Table.Create(Column.Numeric("value", value), Column.Category("category", category)), events));

        PairBinningModel empty = Fit([nan, 1, nan, 2], ["a", null, "b", null], [true, false, false, true]);
        Assert.Equal([FindingCodes.EmptyColumn], empty.Findings.Select(finding => finding.Code));
        Assert.Equal((1, 0.0, 0.0), (empty.RegularBinCount, empty.Bins[0].Count, empty.Bins[0].Woe));
        Assert.Equal(empty.UnseenBin, empty.FindBin(1.0, "a"));

        PairBinningModel pure = Fit([1, 2, 3, nan, nan], ["a", "b", "c", "a", null], [true, true, true, false, true]);
        Assert.Equal([FindingCodes.PureColumn, FindingCodes.ZeroCell, FindingCodes.ZeroCell, FindingCodes.ZeroCell], pure.Findings.Select(finding => finding.Code));
        Assert.Equal((1, 3.0), (pure.RegularBinCount, pure.Bins[0].Count));

        PairBinningModel whole = Fit([1, 2, 3, 4], ["a", "a", "b", "b"], [true, false, true, false], Loose with { MinBinShare = 0.6 });
        Assert.Equal([FindingCodes.NoSplit], whole.Findings.Select(finding => finding.Code));
        Assert.Contains("60 %", whole.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_lists_the_regions_and_draws_the_plane()
    {
        PairBinningModel model = new PairBinning { FirstColumn = "a", SecondColumn = "b", MaxBins = 4, MaxPrebins = 2 }.Fit(Xor(400, categories: true));
        string text = model.ToText();
        string[] lines = text.Split('\n');
        Assert.StartsWith("Bin  a ", lines[0], StringComparison.Ordinal);
        Assert.Contains("total", text, StringComparison.Ordinal);
        int grid = Array.FindIndex(lines, line => line.StartsWith("a \\ b", StringComparison.Ordinal));
        Assert.Equal("0 1 5", Squeezed(lines[grid + 2], 3));
        Assert.Equal("2 3 5", Squeezed(lines[grid + 3], 3));
        Assert.Equal("4 4 6", Squeezed(lines[grid + 4], 3));
        Assert.Contains("| a \\ b |", model.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        string[] csv = model.ToText(TableFormat.Csv).TrimEnd('\n').Split('\n');
        Assert.Equal(model.Bins.Count + 2, csv.Length);
        Assert.StartsWith("Bin,a,b,Count", csv[0], StringComparison.Ordinal);

        static string Squeezed(string line, int cells) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^cells..]);
    }

    [Fact]
    public void Misuse_is_refused_in_words()
    {
        TrainingSet data = SampleData.Customers(300);
        Assert.Contains("two different columns", Assert.Throws<InvalidOperationException>(() => new PairBinning().Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("'usage'", Assert.Throws<InvalidOperationException>(() => new PairBinning { FirstColumn = "usage", SecondColumn = "usage" }.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("'none'", Assert.Throws<ArgumentException>(() => new PairBinning { FirstColumn = "usage", SecondColumn = "none" }.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MaxPrebins = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MaxPrebins = 33 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MaxBins = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MaxBins = 33 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MinBinShare = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairBinning { MinCategoryCount = -1 });
        Assert.Throws<ArgumentNullException>(() => new PairBinning { FirstColumn = null! });
        PairBinningModel model = new PairBinning { FirstColumn = "usage", SecondColumn = "plan" }.Fit(data);
        Assert.Contains("takes a number", Assert.Throws<ArgumentException>(() => model.FindBin("x", "yearly")).Message, StringComparison.Ordinal);
        Assert.Contains("takes a category", Assert.Throws<ArgumentException>(() => model.FindBin(1, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.ToBins(data.Table, new int[1]));
        Assert.Throws<ArgumentException>(() => model.ToWoe(data.Table.Select("usage"), new double[300]));
        Assert.Throws<ArgumentException>(() => model.ToWoe(Table.Create(data.Table["usage"], Column.Numeric("plan", new double[300])), new double[300]));
    }

    [Fact]
    public void Damaged_regions_are_refused()
    {
        PairBinningModel model = new PairBinning { FirstColumn = "a", SecondColumn = "b", MaxBins = 4 }.Fit(Xor(400, categories: true));
        PairRectangle[] overlapping = [model.Blocks[1], .. model.Blocks.Skip(1)], hole = [model.Blocks[0] with { FirstEnd = 0 }, .. model.Blocks.Skip(1)];
        foreach (PairRectangle[] blocks in (PairRectangle[][])[overlapping, hole, [.. model.Blocks.Skip(1)]])
            Assert.Throws<ArgumentException>(() => new PairBinningModel(model.Recipe, model.FirstAxis, model.SecondAxis, blocks, [.. model.Bins.Select(bin => new BinCounts(bin.Events, bin.NonEvents, 1, 1))], default, []));
        Assert.Throws<InvalidDataException>(() => PairBinningModel.Load(new MemoryStream(Encoding.UTF8.GetBytes(Saved(model).Replace("\"nonEvents\"", "\"nonevents\"", StringComparison.Ordinal)))));
    }

    [DataFact]
    public void Telco_regions_hold_all_customers_and_say_more_than_one_column()
    {
        TrainingSet telco = RealData.Telco();
        foreach ((string first, string second) in ((string, string)[])[("tenure", "MonthlyCharges"), ("tenure", "Contract"), ("Contract", "InternetService"), ("TotalCharges", "PaymentMethod")])
        {
            PairBinningModel model = new PairBinning { FirstColumn = first, SecondColumn = second }.Fit(telco);
            Assert.Equal((7043.0, 1869.0), (model.Bins.Sum(bin => bin.Count), model.Bins.Sum(bin => bin.Events)));
            Assert.Equal(first == "TotalCharges" ? 11 : 0, model.Bins[model.FirstMissingBin].Count);
            Assert.True(model.RegularBinCount is > 1 and <= 8);
            Assert.True(model.GainOverBetterColumn > 0.02, $"{first} and {second}");
        }
    }

    [DataFact]
    public void Telco_contract_and_internet_service_equal_brute_force()
    {
        // Three by three categories: all 320 guillotine partitions, counted from the raw rows.
        TrainingSet telco = RealData.Telco();
        CategoryColumn contract = telco.Table.Category("Contract"), internet = telco.Table.Category("InternetService");
        int[] rows = [.. Enumerable.Range(0, telco.RowCount)];
        string[] Sorted(CategoryColumn column) => [.. column.Levels.OrderBy(level => rows.Where(row => column[row] == level).Average(row => telco.Events[row] ? 1.0 : 0))];
        double[] Counts(bool label) => [.. Sorted(contract).SelectMany(first => Sorted(internet).Select(second => (double)rows.Count(row => contract[row] == first && internet[row] == second && telco.Events[row] == label)))];
        var expected = new BruteForcePairs(3, 3).Solve(Counts(true), Counts(false), 1869, 5174, 6, 0.05 * 7043)!.Value;
        PairBinningModel model = new PairBinning { FirstColumn = "Contract", SecondColumn = "InternetService", MaxBins = 6 }.Fit(telco);
        Assert.Equal(expected.Blocks.Length, model.RegularBinCount);
        Same.Within(1e-12, expected.Value * BruteForceBinning.Unit, model.InformationValue);
    }

    /// <summary>Two columns, of numbers or a number and a category, of which exactly one is high where the event is likely: 0.8, otherwise 0.2.</summary>
    private static TrainingSet Xor(int rows, bool categories)
    {
        var random = new SplitMix64(9);
        double[] a = new double[rows], b = new double[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            a[row] = (random.Next(10) + 0.5) / 10;
            b[row] = (random.Next(10) + 0.5) / 10;
            events[row] = random.Next(5) == 0 ^ a[row] > 0.5 ^ b[row] > 0.5;
        }

        Column second = categories ? Column.Category("b", b.Select(value => value > 0.5 ? "high" : "low")) : Column.Numeric("b", b);
        return TrainingSet.Create(Table.Create(Column.Numeric("a", a), second), events);
    }

    private static string Saved(PairBinningModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
