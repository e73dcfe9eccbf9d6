using MathNet.Numerics.Distributions;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>Bins by fixed rules: each rule against its definition, the table against a recount of the rows, and all of it beside <see cref="OptimalBinning"/>.</summary>
public class FixedBinningTests : PropertyTests
{
    private static readonly FixedRule[] Rules = Enum.GetValues<FixedRule>();

    private static readonly MissingPolicy[] Policies = Enum.GetValues<MissingPolicy>();

    private static readonly FixedBinning Loose = new() { MinCategoryCount = 0, MinBinShare = 0, Cuts = [-3, -1, 0.25, 2, 1000], CategoryGroups = [["c", "a"], ["nobody"], ["b", "no one"]] };

    [Property(MaxTest = 30)]
    public void Every_table_counts_the_rows_that_its_bins_describe(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (FixedBinning recipe in EveryRecipe())
        {
            foreach (ColumnBinning binning in recipe.Fit(data).Columns)
            {
                string where = $"{recipe.Rule} {recipe.Missing} {recipe.WoeEstimate} {binning.ColumnName}";
                int[] homes = [.. set.Rows.Select(row => binning is NumericBinning ? HomeOf(binning, row.Value) : HomeOf((CategoryBinning)binning, row.Category))];
                var found = new int[data.RowCount];
                binning.ToBins(data.Table[binning.ColumnName], found);
                Assert.Equal(homes, found);
                for (int bin = 0; bin < binning.Bins.Count; bin++)
                {
                    Assert.Equal(set.Rows.Where((row, i) => row.IsEvent && homes[i] == bin).Sum(row => row.Weight), binning.Bins[bin].Events);
                    Assert.Equal(set.Rows.Where((row, i) => !row.IsEvent && homes[i] == bin).Sum(row => row.Weight), binning.Bins[bin].NonEvents);
                }

                Assert.Equal((data.EventWeight, data.NonEventWeight), (binning.TotalEvents, binning.TotalNonEvents));
                Assert.True(binning.RegularBinCount <= recipe.MaxBins, where);
                Assert.Equal(Trend.None, binning.Trend);
                Assert.Empty(binning.Candidates);
                Same.Within(1e-12, binning.Bins.Sum(bin => bin.InformationValue), binning.InformationValue, where);
                Assert.All(binning.Bins, bin => WoeFollowsFromCounts(bin, data, binning.ShrinkageStrength));
                bool movesMissing = recipe.Missing != MissingPolicy.OwnBin && binning.Bins[binning.MissingBin].Kind == BinKind.Regular;
                Assert.True(movesMissing || binning.Bins[binning.MissingBin].Kind == BinKind.Missing, where);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Each_rule_cuts_numbers_where_its_definition_says(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        double[] values = [.. set.Rows.Select(row => row.Value).Where(value => !double.IsNaN(value)).Distinct().Order()];
        double[][] classes = [Weights(false), Weights(true)];
        for (int maxBins = 1; maxBins <= 6; maxBins++)
        {
            foreach (FixedRule rule in Rules)
            {
                FixedBinning recipe = Loose with { Rule = rule, MaxBins = maxBins, Cuts = [], CategoryGroups = [], MinBinShare = 0.1, MergeSignificance = 0.2 };
                var binning = (NumericBinning)recipe.Fit(data)["value"];
                int[] firsts = [.. binning.Cuts.ToArray().Select(cut => values.Count(value => value < cut))];
                Assert.Equal(values.Length == 0 ? [] : Expected(rule, maxBins, values, classes).Skip(1), firsts);
            }
        }

        double[] Weights(bool label) => [.. values.Select(value => (double)set.Rows.Where(row => row.Value == value && row.IsEvent == label).Sum(row => row.Weight))];
    }

    [Property(MaxTest = 200)]
    public void Each_rule_takes_categories_in_the_order_of_their_rates(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        var categories = set.Rows.Where(row => row.Category is not null).GroupBy(row => row.Category!)
            .Select(group => (group.Key, Events: (double)group.Where(row => row.IsEvent).Sum(row => row.Weight), Count: (double)group.Sum(row => row.Weight)))
            .OrderBy(each => each.Events / each.Count).ThenBy(each => each.Key, StringComparer.Ordinal).ToArray();
        double[] places = [.. categories.Select((_, place) => (double)place)];
        double[][] classes = [[.. categories.Select(each => each.Count - each.Events)], [.. categories.Select(each => each.Events)]];
        foreach (FixedRule rule in Rules)
        {
            if (rule == FixedRule.Given)
                continue;
            ColumnBinning binning = (By(rule) with { MaxBins = 3, MinBinShare = 0.1, MergeSignificance = 0.2 }).Fit(data)["category"];
            int[] starts = places.Length == 0 ? [0] : Expected(rule == FixedRule.EqualWidth ? FixedRule.EqualFrequency : rule, 3, places, classes);
            string[][] groups = [.. starts.Select((start, bin) => categories[start..(bin + 1 < starts.Length ? starts[bin + 1] : categories.Length)].Select(each => each.Key).Order(StringComparer.Ordinal).ToArray())];
            Assert.Equal(groups, binning.Bins.Take(binning.RegularBinCount).Select(bin => bin.Categories.ToArray()));
        }
    }

    [Property(MaxTest = 50)]
    public void Missing_values_go_where_the_policy_says(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        foreach (FixedRule rule in Rules)
        {
            foreach (string column in (string[])["value", "category"])
            {
                ColumnBinning apart = (By(rule)).Fit(data)[column];
                Bin missing = apart.Bins[apart.MissingBin];
                Bin[] regular = [.. apart.Bins.Take(apart.RegularBinCount)];
                if (missing.Count == 0 || regular.All(bin => bin.Count == 0))
                    continue;
                foreach (MissingPolicy policy in Policies)
                {
                    ColumnBinning binning = (By(rule) with { Missing = policy }).Fit(data)[column];
                    int home = policy switch
                    {
                        MissingPolicy.OwnBin => regular.Length,
                        MissingPolicy.FirstBin => 0,
                        MissingPolicy.LastBin => regular.Length - 1,
                        MissingPolicy.HighestRate => FirstWith(bin => bin.EventRate),
                        MissingPolicy.LowestRate => FirstWith(bin => -bin.EventRate),
                        _ => binning.MissingBin,
                    };
                    Assert.Equal(home, binning.MissingBin);
                    Assert.Equal(regular.Select(bin => bin.Label), binning.Bins.Take(binning.RegularBinCount).Select(bin => bin.Label));
                    if (policy == MissingPolicy.Nearest)
                    {
                        // No other non-empty bin with the missing rows in it would give more information.
                        double[] others = [.. Enumerable.Range(0, regular.Length).Where(bin => regular[bin].Count > 0).Select(bin => apart.MergeMissing(bin, "a try").InformationValue)];
                        Same.Within(1e-12, others.Max(), binning.InformationValue);
                    }
                }

                int FirstWith(Func<Bin, double> measure) => Array.FindIndex(regular, bin => bin.Count > 0 && measure(bin) == regular.Where(each => each.Count > 0).Max(measure));
            }
        }
    }

    [Property(MaxTest = 15)]
    public void Neither_order_nor_threads_change_a_bit_and_weights_are_copies(SmallSet set)
    {
        foreach (FixedBinning recipe in EveryRecipe())
        {
            string expected = Described(recipe.Fit(set.ToWeightedSet()));
            Assert.Equal(expected, Described(recipe.Fit(set.ToReplicatedSet())));
            Assert.Equal(Described(recipe.Fit(set.ToTrainingSet())), Described((recipe with { MaxThreads = 1 }).Fit(set.ToReversedSet())));
        }
    }

    /// <summary>What a rule finds is one of the divisions among which the optimum is sought, unless a bin lacks a class.</summary>
    [Property(MaxTest = 200)]
    public void The_optimum_over_the_same_cuts_or_values_is_never_below_a_rule(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (FixedRule rule in Rules)
        {
            var binning = (NumericBinning)(By(rule) with { MaxBins = 6 }).Fit(data)["value"];
            Bin[] regular = [.. binning.Bins.Take(binning.RegularBinCount)];
            if (regular.Any(bin => bin.Events == 0 || bin.NonEvents == 0))
                continue;
            var optimal = new OptimalBinning { Trend = Trend.None, MinBinShare = 0, MaxBins = regular.Length };
            double overValues = optimal.Fit(data)["value"].InformationValue;
            Assert.True(overValues >= binning.InformationValue - 1e-12, $"{rule}: {overValues} {binning.InformationValue}");
            if (binning.Cuts.Length > 0)
                Same.Within(2e-12, binning.InformationValue, (optimal with { CandidateCuts = [.. binning.Cuts.ToArray()] }).Fit(data)["value"].InformationValue);
        }

        var groups = (CategoryBinning)(By(FixedRule.EqualFrequency) with { MaxBins = 3 }).Fit(data)["category"];
        if (groups.Bins.Take(groups.RegularBinCount).All(bin => bin.Events > 0 && bin.NonEvents > 0))
        {
            double most = new OptimalBinning { MinBinShare = 0, MinCategoryCount = 0, MaxBins = groups.RegularBinCount }.Fit(data)["category"].InformationValue;
            Assert.True(most >= groups.InformationValue - 1e-12);
        }
    }

    [Property(MaxTest = 25)]
    public void Given_the_bins_of_the_optimum_it_makes_the_same_table(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (WoeEstimate estimate in Enum.GetValues<WoeEstimate>())
        {
            var optimal = new OptimalBinning { MinBinShare = 0, MinCategoryCount = 0, WoeEstimate = estimate, Specials = [new("four", [4]), new("is a", ["a"])] };
            BinningModel expected = optimal.Fit(data);
            var numbers = (NumericBinning)expected["value"];
            var groups = (CategoryBinning)expected["category"];
            var given = new FixedBinning
            {
                Rule = FixedRule.Given,
                Cuts = [.. numbers.Cuts.ToArray()],
                CategoryGroups = [.. groups.Bins.Take(groups.RegularBinCount).Select(bin => (ValueList<string>)[.. bin.Categories])],
                WoeEstimate = estimate,
                Specials = optimal.Specials,
            };
            BinningModel same = given.Fit(data);
            foreach (ColumnBinning column in expected.Columns)
            {
                ColumnBinning other = same[column.ColumnName];
                Assert.Equal(column.GetType(), other.GetType());
                foreach (BinningTableDetail detail in Enum.GetValues<BinningTableDetail>())
                {
                    foreach (TableFormat format in Enum.GetValues<TableFormat>())
                        Assert.Equal(column.ToText(format, detail), other.ToText(format, detail));
                }

                Assert.Equal(column.InformationValue, other.InformationValue);
            }
        }
    }

    [Property(MaxTest = 15)]
    public void What_is_loaded_is_what_was_saved(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (FixedBinning recipe in EveryRecipe())
        {
            BinningModel model = recipe.Fit(data);
            var stream = new MemoryStream();
            model.Save(stream);
            BinningModel loaded = BinningModel.Load(new MemoryStream(stream.ToArray()));
            Assert.Equal(model.Recipe, loaded.Recipe);
            Assert.Equal(Described(model), Described(loaded));
            Assert.Equal(model.Findings, loaded.Findings);
            foreach (ColumnBinning column in model.Columns)
            {
                int[] before = new int[data.RowCount], after = new int[data.RowCount];
                column.ToBins(data.Table[column.ColumnName], before);
                loaded[column.ColumnName].ToBins(data.Table[column.ColumnName], after);
                Assert.Equal(before, after);
            }
        }
    }

    [Theory]
    [InlineData(MissingPolicy.OwnBin)]
    [InlineData(MissingPolicy.Nearest)]
    [InlineData(MissingPolicy.HighestRate)]
    [InlineData(MissingPolicy.LowestRate)]
    [InlineData(MissingPolicy.FirstBin)]
    [InlineData(MissingPolicy.LastBin)]
    public void Columns_without_values_or_with_a_single_one_have_a_table_too(MissingPolicy policy)
    {
        bool[] events = [true, false, true, false, false];
        Table table = Table.Create(
            Column.Numeric("none", Enumerable.Repeat(double.NaN, 5).ToArray()),
            Column.Numeric("one", Enumerable.Repeat(7.0, 5).ToArray()),
            Column.Numeric("one or missing", (double[])[7, double.NaN, 7, 7, double.NaN]),
            Column.Category("no category", new string?[5]),
            Column.Category("one category", Enumerable.Repeat("a", 5)),
            Column.Category("one category or missing", (string?[])["a", null, "a", "a", null]));
        foreach (FixedRule rule in Rules)
        {
            FixedBinning recipe = Loose with { Rule = rule, Missing = policy, Cuts = [], CategoryGroups = [] };
            BinningModel model = recipe.Fit(TrainingSet.Create(table, events));
            foreach (ColumnBinning binning in model.Columns)
            {
                bool isEmpty = binning.ColumnName.StartsWith("no", StringComparison.Ordinal), isWhole = !binning.ColumnName.EndsWith("missing", StringComparison.Ordinal);
                Assert.Equal(1, binning.RegularBinCount);
                Assert.Equal((2.0, 3.0), (binning.Bins.Sum(bin => bin.Events), binning.Bins.Sum(bin => bin.NonEvents)));
                Assert.Equal(isEmpty ? 0 : isWhole || policy != MissingPolicy.OwnBin ? 5 : 3, binning.Bins[0].Count);
                Assert.Equal(isEmpty ? 1 : 0, binning.Findings.Count(finding => finding.Code == FindingCodes.EmptyColumn));
                if (isWhole)
                    Assert.Equal(0, binning.InformationValue);
                Assert.All(binning.Bins, bin => Assert.True(double.IsFinite(bin.Woe) && double.IsFinite(bin.InformationValue)));
                Assert.NotEmpty(binning.ToText(TableFormat.Plain, BinningTableDetail.Full));
            }
        }
    }

    [Fact]
    public void Given_groups_stay_as_they_are_and_the_rest_shares_the_last_bin()
    {
        string?[] names = ["a", "b", "c", "d", "e", null, "a", "b", "c", "d", "e", "x"];
        bool[] events = [true, false, true, false, true, false, false, true, true, false, false, true];
        var data = TrainingSet.Create(Table.Create(Column.Category("c", names)), events);
        FixedBinning recipe = new() { Rule = FixedRule.Given, CategoryGroups = [["e", "b", "never"], ["nobody"], ["x"]], Specials = [new("code", ["x", "never"])] };
        var binning = (CategoryBinning)recipe.Fit(data)["c"];
        Assert.Equal(["e, b", "nobody", "none", "a, c, d", "code", "missing", "unseen"], binning.Bins.Select(bin => bin.Label));
        Assert.Equal([4.0, 0, 0, 6, 1, 1, 0], binning.Bins.Select(bin => bin.Count));
        Assert.Equal([0, 0, 1, 4, 4, 3, 6, 5], ((string?[])["e", "b", "nobody", "x", "never", "d", "new", null]).Select(binning.FindBin));
        Assert.Equal((0, 0), (binning.Bins[1].Woe, binning.Bins[2].Woe));
        Assert.Single(binning.Findings, finding => finding.Code == FindingCodes.ZeroCell && finding.Message.Contains("'missing'", StringComparison.Ordinal));

        // No rest, no bin for it; no groups, one bin.
        Assert.Equal(["a, b, c, d", "e", "code", "missing", "unseen"], Labels(recipe with { CategoryGroups = [["a", "b", "c", "d"], ["e"]] }));
        Assert.Equal(["a, b, c, d and 1 more", "code", "missing", "unseen"], Labels(recipe with { CategoryGroups = [] }));
        Assert.Equal(["c, a", "b, d, e", "code", "missing"], Labels(recipe with { CategoryGroups = [["c", "a"]], Unseen = UnseenPolicy.AsMissing }));

        IEnumerable<string> Labels(FixedBinning other) => other.Fit(data)["c"].Bins.Select(bin => bin.Label);
    }

    [Fact]
    public void Given_cuts_stay_as_they_are_also_where_no_row_is()
    {
        double[] x = [-1, -0.0, 0, 2.5, 5, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 99, -1];
        bool[] events = [true, false, true, false, true, false, true, false, true, false];
        var data = TrainingSet.Create(Table.Create(Column.Numeric("x", x)), events);
        FixedBinning recipe = new() { Rule = FixedRule.Given, Cuts = [-7, -5, 0, 2.5, 1e300], Specials = [new("unknown", [99])] };
        var binning = (NumericBinning)recipe.Fit(data)["x"];
        Assert.Equal([-7.0, -5, 0, 2.5, 1e300], binning.Cuts.ToArray());
        Assert.Equal([1.0, 0, 2, 2, 2, 1, 1, 1], binning.Bins.Select(bin => bin.Count));
        Assert.Equal(["(-inf, -7)", "[-7, -5)", "[-5, 0)", "[0, 2.5)", "[2.5, 1E+300)", "[1E+300, inf)", "unknown", "missing"], binning.Bins.Select(bin => bin.Label));
        Assert.Equal(0, binning.Bins[1].Woe);

        // A column that is missing in every row: by every policy the rows are in one bin, and the others are empty.
        var nothing = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Repeat(double.NaN, 10).ToArray())), events);
        foreach (MissingPolicy policy in Policies)
        {
            ColumnBinning empty = (recipe with { Missing = policy }).Fit(nothing)["x"];
            Assert.Equal((6, 10.0, BinKind.Missing), (empty.RegularBinCount, empty.Bins[empty.MissingBin].Count, empty.Bins[empty.MissingBin].Kind));
            Assert.Equal(0, empty.InformationValue);
        }
    }

    [Fact]
    public void Rare_categories_are_one_group_among_the_largest_number()
    {
        string[] names = [.. Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat($"big{i}", 20)), .. Enumerable.Range(0, 7).Select(i => $"rare{i}")];
        var data = TrainingSet.Create(Table.Create(Column.Category("c", names)), [.. names.Select((_, i) => i * 7 % 20 < i / 20)]);
        foreach (FixedRule rule in Rules)
        {
            for (int maxBins = 1; maxBins <= 8 && rule != FixedRule.Given; maxBins++)
            {
                var recipe = new FixedBinning { Rule = rule, MaxBins = maxBins, MinCategoryCount = 10, MergeSignificance = 0.99, MinBinShare = 0, Unseen = UnseenPolicy.AsRare };
                var binning = (CategoryBinning)recipe.Fit(data)["c"];
                Assert.True(binning.RegularBinCount <= maxBins);
                Assert.Equal(maxBins < 7 || rule == FixedRule.MinimumDescriptionLength ? binning.RegularBinCount : 7, binning.RegularBinCount);
                int home = binning.FindBin("rare0");
                Assert.All(names.Where(name => name.StartsWith('r')), name => Assert.Equal(home, binning.FindBin(name)));
                Assert.Equal((home, home), (binning.UnseenBin, binning.FindBin("new")));
            }
        }
    }

    [Fact]
    public void Wrong_settings_are_errors_that_name_the_setting()
    {
        TrainingSet data = SampleData.Customers(100);
        AssertNames("Rule", () => new FixedBinning { Rule = (FixedRule)9 });
        AssertNames("Cuts", () => new FixedBinning { Cuts = [1, double.NaN] });
        AssertNames("Cuts", () => new FixedBinning { Cuts = [2, 2] });
        AssertNames("Cuts", () => new FixedBinning { Cuts = null! });
        AssertNames("CategoryGroups", () => new FixedBinning { CategoryGroups = [["a"], ["b", "a"]] });
        AssertNames("CategoryGroups", () => new FixedBinning { CategoryGroups = null! });
        AssertNames("MergeSignificance", () => new FixedBinning { MergeSignificance = 1 });
        AssertNames("MinBinShare", () => new FixedBinning { MinBinShare = double.NaN });
        AssertNames("MaxBins", () => new FixedBinning { MaxBins = 257 });
        AssertNames("MaxBins is 2", () => new FixedBinning { Rule = FixedRule.Given, MaxBins = 2, Cuts = [1, 2] }.Fit(data));
        AssertNames("MaxBins is 2", () => new FixedBinning { Rule = FixedRule.Given, MaxBins = 2, CategoryGroups = [["trial"], ["yearly"], ["monthly"]] }.Fit(data));

        // Two groups and a rest are three bins, which only the data show.
        var rest = new FixedBinning { Rule = FixedRule.Given, MaxBins = 2, CategoryGroups = [["trial"], ["yearly"]] };
        Assert.Equal("plan", Assert.Throws<TrainingDataException>(() => rest.Fit(data)).ColumnName);

        static void AssertNames(string setting, Func<object> act) => Assert.Contains(setting, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
    }

    /// <summary>Every rule and policy, each with one of the estimates.</summary>
    private static IEnumerable<FixedBinning> EveryRecipe()
    {
        foreach (FixedRule rule in Rules)
        {
            foreach (MissingPolicy policy in Policies)
                yield return By(rule) with { Missing = policy, MaxBins = 6, WoeEstimate = (WoeEstimate)(((int)rule + (int)policy) % 2), Specials = (int)policy % 3 == 1 ? [new("code", [1.5, "b"])] : [] };
        }
    }

    /// <summary>The first value of each bin, from the definitions.</summary>
    private static int[] Expected(FixedRule rule, int maxBins, double[] values, double[][] classes)
    {
        double[] weights = [.. classes[0].Zip(classes[1], (a, b) => a + b)];
        return rule switch
        {
            FixedRule.EqualFrequency => values.Length <= maxBins ? [.. Enumerable.Range(0, values.Length)] : Opened(Enumerable.Range(1, maxBins - 1).Select(j => FirstWith(i => weights[..i].Sum() * maxBins >= j * weights.Sum()))),
            FixedRule.EqualWidth => Opened(Enumerable.Range(1, maxBins - 1).Select(EqualWidth)),
            FixedRule.InformationGain => CutTwins.Tree(classes, maxBins, 0.1 * weights.Sum(), entropy: true),
            FixedRule.ChiMerge => CutTwins.ChiMerge(classes, maxBins, ChiSquared.InvCDF(1, 0.8)),
            FixedRule.MinimumDescriptionLength => Limited(CutTwins.Mdlp(classes)),
            _ => [0],
        };

        int FirstWith(Func<int, bool> condition) => Enumerable.Range(0, values.Length).FirstOrDefault(condition, values.Length);

        // Values from the j-th bound on; where no value is finite there is no width.
        int EqualWidth(int j)
        {
            double[] finite = [.. values.Where(double.IsFinite)];
            if (finite.Length == 0)
                return 0;
            double bound = (finite[0] * (1 - ((double)j / maxBins))) + (finite[^1] * ((double)j / maxBins));
            return finite[0] == finite[^1] ? 0 : Array.FindIndex(values, value => double.IsFinite(value) && value >= bound);
        }

        int[] Opened(IEnumerable<int> firsts) => [0, .. firsts.Where(first => first > 0 && first < values.Length).Distinct().Order()];

        int[] Limited(int[] starts) => starts.Length <= maxBins ? starts : maxBins == 1 ? [0] : BestFirst(starts);

        // Of the divisions that the recursion makes those with the highest gain come first, so a smaller number is what a tree makes that may only cut there.
        int[] BestFirst(int[] starts)
        {
            double[][] grouped = [.. classes.Select(each => starts.Select((start, i) => each[start..(i + 1 < starts.Length ? starts[i + 1] : each.Length)].Sum()).ToArray())];
            return [.. CutTwins.Tree(grouped, maxBins, 0, entropy: true).Select(group => starts[group])];
        }
    }

    private static int HomeOf(ColumnBinning binning, double value)
    {
        if (double.IsNaN(value))
            return binning.MissingBin;
        int special = IndexOf(binning, bin => bin.SpecialValues.Contains(value));
        return special >= 0 ? special : IndexOf(binning, bin => bin.Kind == BinKind.Regular && value >= bin.Lower && (value < bin.Upper || double.IsPositiveInfinity(bin.Upper)));
    }

    private static int HomeOf(CategoryBinning binning, string? category)
    {
        if (category is null)
            return binning.MissingBin;
        int home = IndexOf(binning, bin => bin.Categories.Contains(category) || bin.SpecialValues.Contains(category));
        return home >= 0 ? home : binning.UnseenBin;
    }

    private static int IndexOf(ColumnBinning binning, Func<Bin, bool> isHome) => Enumerable.Range(0, binning.Bins.Count).FirstOrDefault(bin => isHome(binning.Bins[bin]), -1);

    private static void WoeFollowsFromCounts(Bin bin, TrainingSet data, double strength)
    {
        double rate = data.EventRate, more = strength > 0 ? strength : bin.Events == 0 || bin.NonEvents == 0 ? 1 : 0;
        double woe = bin.Count == 0 ? 0 : Math.Log((bin.Events + (more * rate)) / data.EventWeight) - Math.Log((bin.NonEvents + (more * (1 - rate))) / data.NonEventWeight);
        Same.Within(1e-12, woe, bin.Woe);
    }

    private static string Described(BinningModel model) => string.Join('\n', model.Columns.Select(binning =>
        $"{binning.MissingBin} {string.Join(' ', binning.Bins.Select(bin => FormattableString.Invariant($"{bin.Label} {bin.Events:R} {bin.NonEvents:R} {bin.Woe:R}")))} {string.Join(' ', binning.Findings)}"));

    /// <summary>Cuts and groups are for one rule only.</summary>
    private static FixedBinning By(FixedRule rule) => rule == FixedRule.Given ? Loose with { Rule = rule } : Loose with { Rule = rule, Cuts = [], CategoryGroups = [] };
}
