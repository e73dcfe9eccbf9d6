using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;
using Xunit.Abstractions;

namespace RetentionTags.Tests.Binning;

/// <summary>What a failed fit says: the settings to blame, and relaxations that are tried out here by fitting again, with them and with a little less.</summary>
public partial class InfeasibilityTests(ITestOutputHelper output)
{
    private static readonly OptimalBinning Loose = new() { MinBinShare = 0, MinCategoryCount = 0 };

    private static readonly (double, double)[] Rising = [(2, 8), (3, 7)], Falling = [(3, 7), (2, 8)];

    [Fact]
    public void MinBins() =>
        AssertRemedies(Loose with { MinBins = 2 }, Rows([(0, 10), (5, 5), (10, 0)]), "MinBins at most 1 instead of 2");

    [Fact]
    public void MinBinShare()
    {
        AssertRemedies(Loose with { MinBinShare = 0.4, ShareBase = ShareBase.AllRows }, Rows([(5, 5), (3, 7), (2, 8)], (30, 40)), "MinBinShare at most 0.3 instead of 0.4");
        AssertRemedies(Loose with { MinBinShare = 0.5, MinBins = 2 }, Rows([(5, 5), (3, 7), (2, 8)]), "MinBins at most 1 instead of 2", "MinBinShare at most 0.3333 instead of 0.5");
    }

    [Fact]
    public void MaxBinShare()
    {
        AssertRemedies(Loose with { MaxBinShare = 0.5 }, Rows([(30, 30), (10, 10), (5, 15)]), "MaxBinShare at least 0.6 instead of 0.5");
        AssertRemedies(Loose with { MaxBinShare = 0.3, MaxBins = 3 }, Rows([.. Enumerable.Range(1, 9).Select(i => ((double)i, 10.0 - i)), (9, 1)]), "MaxBinShare at least 0.4 instead of 0.3", "MaxBins at least 4 instead of 3");
    }

    [Fact]
    public void MinBinEvents() => AssertRemedies(Loose with { MinBinEvents = 100 }, Rows([(20, 30), (25, 20)], (60, 1)), "MinBinEvents at most 45 instead of 100");

    [Fact]
    public void MinBinNonEvents() => AssertRemedies(Loose with { MinBinNonEvents = 50.5 }, Rows([(20, 30), (25, 20)]), "MinBinNonEvents at most 50 instead of 50.5");

    [Fact]
    public void MinRateDifference() => AssertRemedies(Loose with { MinBins = 2, MinRateDifference = 0.2 }, Rows([(1, 7), (1, 3)]), "MinBins at most 1 instead of 2", "MinRateDifference at most 0.125 instead of 0.2");

    /// <summary>2 of 10 against 3 of 10: z = 0.1/√(0.25 · 0.75 · 0.2) = 0.516398, P = 0.605577.</summary>
    [Fact]
    public void MaxPValue_between_neighbours() => AssertRemedies(Loose with { MinBins = 2, MaxPValue = 0.05 }, Rows(Rising), "MinBins at most 1 instead of 2", "MaxPValue at least 0.6056 instead of 0.05");

    /// <summary>The same two, with a bin between them that differs from both.</summary>
    [Fact]
    public void MaxPValue_between_all_pairs()
    {
        TrainingSet data = Rows([(2, 8), (8, 2), (3, 7)]);
        AssertRemedies(Loose with { MinBins = 3, MaxPValue = 0.05, PValuePairs = PairScope.All }, data, "MinBins at most 1 instead of 3", "MaxPValue at least 0.6056 instead of 0.05");
        Assert.Equal(3, (Loose with { MinBins = 3, MaxPValue = 0.05 }).Fit(data)["x"].RegularBinCount);
    }

    /// <summary>60 of 100 against 93 of 300: z = 5.17, and a P of some 10⁻⁷ is sought between 10⁻⁹ and 1.</summary>
    [Fact]
    public void Small_numbers_are_as_exact_as_large_ones()
    {
        double z = (0.6 - 0.31) / Math.Sqrt(153.0 / 400 * (247.0 / 400) * ((1.0 / 100) + (1.0 / 300))), p = 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z);
        string message = AssertRemedies(Loose with { MinBins = 2, MaxPValue = 1e-9 }, Rows([(60, 40), (93, 207)]), "MinBins at most 1 instead of 2", null);
        double said = double.Parse(NumberPattern().Match(message[message.IndexOf("MaxPValue at least", StringComparison.Ordinal)..]).Groups[3].Value, CultureInfo.InvariantCulture);
        Same.Relatively(1e-3, [p], [said]);
    }

    [Fact]
    public void FixedCuts()
    {
        AssertRemedies(Loose with { FixedCuts = [1] }, Rows([(5, 5), (0, 10)]), "FixedCuts without 1");
        AssertRemedies(Loose with { FixedCuts = [1, 1000] }, Rows([(5, 5), (3, 10)]), "FixedCuts without 1000");
    }

    [Fact]
    public void UndividedRanges()
    {
        AssertRemedies(Loose with { MinBins = 2, UndividedRanges = [new(-5, 5)] }, Rows(Rising), "MinBins at most 1 instead of 2", "no UndividedRanges");
        AssertRemedies(Loose with { FixedCuts = [1], UndividedRanges = [new(0.2, 1.8)] }, Rows(Rising), "FixedCuts without 1", "no UndividedRanges");
    }

    /// <summary>All but the missing rows have a rate below that of all rows, so there is no side above 0.</summary>
    [Fact]
    public void SignChangeAt() => AssertRemedies(Loose with { SignChangeAt = 1 }, Rows(Rising, (20, 0)), "no SignChangeAt");

    [Fact]
    public void CategoriesApart()
    {
        TrainingSet data = Categories(("a", 5, 5), ("b", 4, 6), ("c", 3, 7));
        AssertRemedies(Loose with { CategoriesApart = [["a", "b"]], MinBinShare = 0.4 }, data, "MinBinShare at most 0.3333 instead of 0.4", "no CategoriesApart");
        AssertRemedies(Loose with { CategoriesApart = [["a", "b", "c"]], MaxBins = 2 }, data, "MaxBins at least 3 instead of 2", "no CategoriesApart");
    }

    [Fact]
    public void PeriodColumn()
    {
        // Rising in the first period and together, falling in the second.
        double[] x = [0, 0, 1, 1, 0, 0, 1, 1], period = [1, 1, 1, 1, 2, 2, 2, 2], weights = [1, 9, 8, 2, 3, 7, 2, 8];
        var data = TrainingSet.Create(Table.Create(Column.Numeric("x", x), Column.Numeric("month", period)), [true, false, true, false, true, false, true, false], weights);
        string message = AssertRemedies(Loose with { MinBins = 2, PeriodColumn = "month" }, data, "MinBins at most 1 instead of 2", "no PeriodColumn");
        Assert.Contains("one direction in all periods of 'month'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trends()
    {
        AssertRemedies(Loose with { FixedCuts = [1], Trend = Trend.Ascending }, Rows(Falling), "FixedCuts without 1", "Trend Descending instead of Ascending", "Trend Peak instead of Ascending", "Trend Valley instead of Ascending", "Trend None instead of Ascending");
        AssertRemedies(Loose with { FixedCuts = [1], Trend = Trend.Ascending, Objective = BinningObjective.Gini }, Rows(Falling), "FixedCuts without 1", "Trend Descending instead of Ascending");
        AssertRemedies(Loose with { FixedCuts = [1, 2], Trend = Trend.Convex }, Rows([(2, 8), (8, 2), (2, 8)]), "FixedCuts without 1", "FixedCuts without 2", "Trend Peak instead of Convex", "Trend None instead of Convex");

        // An automatic trend has room for three of four bins that go up and down and up.
        TrainingSet data = Rows([(2, 8), (8, 2), (2, 8), (8, 2)]);
        Assert.Equal(3, (Loose with { MinBins = 3 }).Fit(data)["x"].RegularBinCount);
        AssertRemedies(Loose with { MinBins = 4 }, data, "MinBins at most 3 instead of 4");
    }

    /// <summary>With the missing rows, nearly all events, the first bin has the highest rate.</summary>
    [Fact]
    public void Missing()
    {
        OptimalBinning recipe = Loose with { MinBins = 2, Trend = Trend.Ascending, Missing = MissingPolicy.FirstBin };
        AssertRemedies(recipe, Rows(Rising, (19, 1)), "MinBins at most 1 instead of 2", "Missing OwnBin instead of FirstBin", "Trend Descending instead of Ascending", "Trend Peak instead of Ascending", "Trend Valley instead of Ascending", "Trend None instead of Ascending");
        Assert.Contains("Missing FirstBin", MessageOf(recipe, Rows(Rising, (19, 1))), StringComparison.Ordinal);
    }

    /// <summary>More rows are missing than not, and whichever bin takes them: "no limit" stays none, and shares are of the regular rows.</summary>
    [Theory]
    [InlineData(MissingPolicy.Nearest)]
    [InlineData(MissingPolicy.HighestRate)]
    [InlineData(MissingPolicy.LowestRate)]
    [InlineData(MissingPolicy.FirstBin)]
    [InlineData(MissingPolicy.LastBin)]
    public void Missing_rows_that_are_placed_have_no_part_in_shares_of_the_regular_rows(MissingPolicy policy)
    {
        TrainingSet data = Rows([(5, 5), (2, 8), (4, 6)], (30, 70));
        foreach (double share in (double[])[0, 1.0 / 3])
        {
            ColumnBinning binning = (Loose with { Missing = policy, MinBinShare = share }).Fit(data)["x"];
            Assert.Equal((BinKind.Regular, true), (binning.Bins[binning.MissingBin].Kind, binning.RegularBinCount > 1));
            Assert.InRange(binning.Bins[binning.MissingBin].Count, 110, 120);
        }

        ColumnBinning one = (Loose with { Missing = policy, MaxBins = 1 }).Fit(data)["x"];
        Assert.Equal((1, 130.0, 0), (one.RegularBinCount, one.Bins[0].Count, one.MissingBin));
        AssertRemedies(Loose with { Missing = policy, MinBinShare = 0.5, MinBins = 2 }, data, null, "MinBinShare at most 0.3333 instead of 0.5");
    }

    [Fact]
    public void Two_settings_to_blame_together()
    {
        AssertBoth(Loose with { MinBinEvents = 100, MinBinNonEvents = 100 }, Rows(Rising), "relax both MinBinEvents and MinBinNonEvents");
        AssertBoth(Loose with { FixedCuts = [1, 2] }, Rows([(0, 10), (5, 5), (10, 0)]), "relax both FixedCuts (at 1) and FixedCuts (at 2)");
        AssertBoth(Loose with { FixedCuts = [1], Trend = Trend.Ascending, MinBinEvents = 6 }, Rows(Falling), "relax both MinBinEvents and FixedCuts (at 1)");

        static void AssertBoth(OptimalBinning recipe, TrainingSet data, string expected) => Assert.Contains($"No single setting is to blame; {expected}, or leave the column out.", MessageOf(recipe, data), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_settings_to_blame_together() => Assert.EndsWith(
        "Several settings are to blame together: relax them one after another, or leave the column out.",
        MessageOf(Loose with { MinBinEvents = 100, MinBinNonEvents = 100, MinBinShare = 0.9, ShareBase = ShareBase.AllRows }, Rows(Rising, (30, 30))),
        StringComparison.Ordinal);

    [Fact]
    public void What_does_not_apply_to_a_column_is_not_blamed()
    {
        string message = MessageOf(Loose with { MinBins = 2, CategoriesApart = [["a", "b"]], Missing = MissingPolicy.LastBin }, Rows([(0, 10), (5, 5)]));
        Assert.Equal("Column 'x': MinBins is 2, but no more than 1 can be formed with the trend Automatic and one event and one non-event in each bin. This would do: MinBins at most 1 instead of 2.", message);
        message = MessageOf(Loose with { MinBins = 2, FixedCuts = [7], UndividedRanges = [new(1, 2)], SignChangeAt = 9 }, Categories(("a", 0, 5), ("b", 5, 5)));
        Assert.Equal("Column 'c': MinBins is 2, but no more than 1 can be formed with the trend Ascending and one event and one non-event in each bin. This would do: MinBins at most 1 instead of 2.", message);
    }

    [Fact]
    public void A_single_bin_has_a_note_that_says_why()
    {
        AssertNote(Loose, Rows([(5, 5), (6, 6)]), "it has one bin, since no division with the trend Automatic and one event and one non-event in each bin adds to the objective.");
        AssertNote(Loose with { MinBinShare = 0.6 }, Rows(Rising), "it has one bin, since no division into two satisfies the trend Automatic, MinBinShare 0.6 and one event and one non-event in each bin. This would do: MinBinShare at most 0.5 instead of 0.6.");
        AssertNote(Loose with { Trend = Trend.Descending, MaxPValue = 0.05 }, Rows(Rising), "it has one bin, since no division into two satisfies the trend Descending, MaxPValue 0.05 and one event and one non-event in each bin. No single setting is to blame; relax both MaxPValue and Trend (to Ascending), or leave the column out.");
        AssertNote(Loose, Rows([(0, 10), (5, 5)]), "it has one bin, since no division into two satisfies the trend Automatic and one event and one non-event in each bin. No setting would change that.");
        AssertNote(Loose with { Prebins = PrebinRule.Mdlp }, Rows(Rising), "it has one bin, since it has one pre-bin.");
        AssertNote(Loose with { MinBinShare = 0.6 }, Categories(("a", 5, 5), ("b", 4, 6)), "it has one bin, since no division into two satisfies the trend Ascending, MinBinShare 0.6 and one event and one non-event in each bin. This would do: MinBinShare at most 0.5 instead of 0.6.");

        static void AssertNote(OptimalBinning recipe, TrainingSet data, string expected)
        {
            ColumnBinning binning = recipe.Fit(data).Columns[0];
            Finding note = Assert.Single(binning.Findings, finding => finding.Code == FindingCodes.NoSplit);
            Assert.Equal((1, FindingSeverity.Note, expected), (binning.RegularBinCount, note.Severity, note.Message));
            foreach (OptimalBinning relaxed in RemediesIn(expected).Select(remedy => With(recipe, remedy)))
                Assert.Equal(2, relaxed.Fit(data).Columns[0].RegularBinCount);
        }
    }

    /// <summary>Whatever is proposed works, and a little less does not; whatever is not proposed would not have worked alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Under_random_settings_remedies_are_right_and_complete(int seed)
    {
        var random = new SplitMix64(seed);
        int alone = 0, both = 0;
        for (int i = 0; i < 700; i++)
        {
            (TrainingSet data, OptimalBinning recipe) = RandomProblem(ref random);
            if (IsFeasible(recipe, data))
                continue;
            string message = MessageOf(recipe, data);
            string[] remedies = RemediesIn(message);
            AssertRemedies(recipe, data, remedies);
            foreach (string setting in (string[])["MinBins", "MinBinShare", "MaxBinShare", "MinBinEvents", "MinBinNonEvents", "MinRateDifference", "MaxPValue", "UndividedRanges", "SignChangeAt", "Missing"])
            {
                bool isInside = setting == "SignChangeAt" && recipe.UndividedRanges.Count > 0; // Without it, the cut would move to the range's end.
                if (!isInside && !remedies.Any(remedy => remedy.Contains($"{setting} ", StringComparison.Ordinal) || remedy == $"no {setting}"))
                    Assert.False(Fully(recipe, setting) != recipe && IsFeasible(Fully(recipe, setting), data), $"seed {seed}, case {i}: {setting} is not in: {message}");
            }

            Match pair = PairPattern().Match(message);
            if (pair.Success)
                Assert.True(IsFeasible(Fully(Fully(recipe, pair.Groups[1].Value), pair.Groups[2].Value), data), message);
            alone += remedies.Length > 0 ? 1 : 0;
            both += pair.Success ? 1 : 0;
        }

        output.WriteLine($"{alone} {both}");
        Assert.True(alone > 100 && both > 5, $"{alone} {both}");
    }

    /// <summary>A failed fit takes about as long as some dozens of fits: on 200 pre-bins tenths of a second, with a rule for neighbours some seconds (here 50). The bound is for a slow and busy machine.</summary>
    [Fact]
    public void Diagnoses_are_quick()
    {
        TrainingSet data = SampleData.Wide(20_000, 1);
        TrainingSet withPeriods = data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("month", Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 6)).ToArray())));
        var strict = new OptimalBinning { MinBins = 8, MinBinShare = 0.15 };
        foreach (OptimalBinning recipe in (OptimalBinning[])
        [
            strict,
            strict with { Trend = Trend.Descending },
            strict with { MaxBinShare = 0.2, MinBinEvents = 500 },
            strict with { MinBinShare = 0.05, MaxPValue = 1e-30, MaxPrebins = 50 },
            strict with { MinBinShare = 0.05, MinRateDifference = 0.1, MaxPrebins = 50 },
            strict with { FixedCuts = [0.25, 0.5, 0.75], UndividedRanges = [new(0.1, 0.2)], SignChangeAt = 0.5 },
        ])
        {
            long start = Stopwatch.GetTimestamp();
            string message = MessageOf(recipe, data);
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            output.WriteLine($"{taken.TotalMilliseconds:F0} ms: {message}");
            Assert.True(taken < TimeSpan.FromSeconds(20), $"{taken}: {message}");
        }
    }

    /// <summary>Checks that a message proposes exactly these relaxations (<see langword="null"/>: whichever), that each works, and that numbers are the least that do.</summary>
    private static string AssertRemedies(OptimalBinning recipe, TrainingSet data, params string?[] expected)
    {
        string message = MessageOf(recipe, data);
        string[] found = RemediesIn(message);
        Assert.StartsWith($"Column '{data.Table.Columns[0].Name}': ", message, StringComparison.Ordinal);
        Assert.Equal(expected, found.Select((remedy, i) => i < expected.Length && expected[i] is null ? null : remedy));
        foreach (string remedy in found)
        {
            Assert.True(IsFeasible(With(recipe, remedy), data), $"does not help: {remedy}. {message}");
            foreach (OptimalBinning less in ALittleLess(recipe, remedy))
                Assert.False(IsFeasible(less, data), $"less than needed: {remedy}. {message} {less}");
        }

        return message;
    }

    private static string[] RemediesIn(string message)
    {
        Match remedies = RemediesPattern().Match(message);
        return remedies.Success ? remedies.Groups[1].Value.Split("; ") : [];
    }

    private static OptimalBinning With(OptimalBinning recipe, string remedy)
    {
        if (NumberPattern().Match(remedy) is { Success: true } number)
            return With(recipe, number.Groups[1].Value, double.Parse(number.Groups[3].Value, CultureInfo.InvariantCulture));
        string[] words = remedy.Split(' ');
        return words switch
        {
            ["FixedCuts", "without", string cut] => recipe with { FixedCuts = [.. recipe.FixedCuts.Where(each => each != double.Parse(cut, CultureInfo.InvariantCulture))] },
            ["Trend", string trend, ..] => recipe with { Trend = Enum.Parse<Trend>(trend) },
            ["Missing", string policy, ..] => recipe with { Missing = Enum.Parse<MissingPolicy>(policy) },
            ["no", string setting] => Fully(recipe, setting),
            _ => throw new InvalidOperationException(remedy),
        };
    }

    private static OptimalBinning With(OptimalBinning recipe, string setting, double value) => setting switch
    {
        "MinBins" => recipe with { MinBins = (int)value },
        "MaxBins" => recipe with { MaxBins = (int)value },
        "MinBinShare" => recipe with { MinBinShare = value },
        "MaxBinShare" => recipe with { MaxBinShare = value },
        "MinBinEvents" => recipe with { MinBinEvents = value },
        "MinBinNonEvents" => recipe with { MinBinNonEvents = value },
        "MinRateDifference" => recipe with { MinRateDifference = value },
        "MaxPValue" => recipe with { MaxPValue = value },
        _ => throw new InvalidOperationException(setting),
    };

    /// <summary>The setting as relaxed as it can be.</summary>
    private static OptimalBinning Fully(OptimalBinning recipe, string setting) => setting.Split(' ', '(', ')') switch
    {
        ["MinBins"] => recipe with { MinBins = 1 },
        ["MaxBins"] => recipe with { MaxBins = 256 },
        ["MaxBinShare" or "MaxPValue"] => With(recipe, setting, 1),
        ["FixedCuts", _, "at", string cut, ..] => With(recipe, $"FixedCuts without {cut}"),
        ["UndividedRanges"] => recipe with { UndividedRanges = [] },
        ["SignChangeAt"] => recipe with { SignChangeAt = null },
        ["CategoriesApart"] => recipe with { CategoriesApart = [] },
        ["PeriodColumn"] => recipe with { PeriodColumn = null },
        ["Missing"] => recipe with { Missing = MissingPolicy.OwnBin },
        ["Trend", _, "to", string trend, ..] => recipe with { Trend = Enum.Parse<Trend>(trend) },
        _ => With(recipe, setting, 0),
    };

    /// <summary>For a number the recipe with less of the relaxation: one less of a whole number, otherwise two units of the fourth digit, if that still is a relaxation.</summary>
    private static IEnumerable<OptimalBinning> ALittleLess(OptimalBinning recipe, string remedy)
    {
        if (NumberPattern().Match(remedy) is not { Success: true } number)
            yield break;
        (string setting, bool isLess) = (number.Groups[1].Value, number.Groups[2].Value == "most");
        double value = double.Parse(number.Groups[3].Value, CultureInfo.InvariantCulture), now = double.Parse(number.Groups[4].Value, CultureInfo.InvariantCulture);
        double step = setting is "MinBins" or "MaxBins" ? 1 : value == 0 ? 1e-8 * now : 2 * Math.Pow(10, Math.Floor(Math.Log10(value)) - 3), less = isLess ? value + step : value - step;
        if (isLess ? less < now : less > now)
            yield return With(recipe, setting, less);
    }

    private static string MessageOf(OptimalBinning recipe, TrainingSet data)
    {
        var failure = Assert.Throws<TrainingDataException>(() => recipe.Fit(data));
        Assert.Equal(data.Table.Columns[0].Name, failure.ColumnName);
        return failure.Message;
    }

    private static bool IsFeasible(OptimalBinning recipe, TrainingSet data) =>
        Record.Exception(() => recipe.Fit(recipe.PeriodColumn is null ? data.WithTable(data.Table.Select(data.Table.Columns[0].Name)) : data)) is not Exception failure
        || (failure is TrainingDataException ? false : throw failure);

    private static TrainingSet Rows((double Events, double NonEvents)[] cells, (double Events, double NonEvents) missing = default) => BinTable.Rows([.. cells, missing]);

    private static TrainingSet Categories(params (string Name, double Events, double NonEvents)[] cells) => TrainingSet.Create(
        Table.Create(Column.Category("c", cells.Concat(cells).Select(cell => cell.Name))),
        [.. cells.Select(_ => true), .. cells.Select(_ => false)],
        [.. cells.Select(cell => cell.Events), .. cells.Select(cell => cell.NonEvents)]);

    private static (TrainingSet Data, OptimalBinning Recipe) RandomProblem(ref SplitMix64 random)
    {
        var cells = new (double, double)[2 + random.Next(5)];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = (1 + random.Next(30), 1 + random.Next(30));
        (double, double) missing = random.Next(2) == 0 ? (random.Next(40), random.Next(40)) : default;
        OptimalBinning recipe = Loose with { Trend = (Trend)random.Next(8), MaxBins = 3 + random.Next(4), Missing = random.Next(2) == 0 ? (MissingPolicy)random.Next(6) : MissingPolicy.OwnBin };
        for (int more = 1 + random.Next(4); more > 0; more--)
        {
            recipe = random.Next(10) switch
            {
                0 => recipe with { MinBins = 2 + random.Next(2) },
                1 => recipe with { MinBinShare = 0.3 },
                2 => recipe with { MaxBinShare = 0.3 + (0.1 * random.Next(4)) },
                3 => recipe with { MinBinEvents = 20 + random.Next(60) },
                4 => recipe with { MinBinNonEvents = 20 + random.Next(60) },
                5 => recipe with { MinRateDifference = 0.02 * random.Next(20) },
                6 => recipe with { MaxPValue = Math.Pow(10, -1 - random.Next(7)), PValuePairs = (PairScope)random.Next(2) },
                7 => recipe with { FixedCuts = random.Next(2) == 0 ? [1] : [1, 2] },
                8 => recipe with { UndividedRanges = [new(0.6, 1.4)] },
                _ => recipe with { SignChangeAt = 1 },
            };
        }

        return (Rows(cells, missing), recipe.MinBinShare > recipe.MaxBinShare ? recipe with { MinBinShare = recipe.MaxBinShare } : recipe);
    }

    [GeneratedRegex("(?:This would do|Any one of these would do): (.*)\\.$")]
    private static partial Regex RemediesPattern();

    [GeneratedRegex("(\\w+) at (most|least) ([^ ]+) instead of ([^ ;]+)")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("relax both (.*) and (.*), or leave")]
    private static partial Regex PairPattern();
}
