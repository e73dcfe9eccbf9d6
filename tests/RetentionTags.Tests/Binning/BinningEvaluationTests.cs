using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class BinningEvaluationTests : PropertyTests
{
    private static readonly OptimalBinning Loose = new() { MinBinShare = 0, MinCategoryCount = 0 };

    [Property(MaxTest = 200)]
    public void On_the_rows_of_the_fit_nothing_has_changed(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (ColumnBinning binning in Loose.Fit(data).Columns)
        {
            BinningEvaluation evaluation = binning.Evaluate(data);
            Assert.Same(binning, evaluation.Binning);
            Assert.Equal(binning.Bins.Select(Described), evaluation.Bins.Select(bin => Described(bin.Fresh)));
            Assert.Equal(binning.Statistics, evaluation.Statistics);
            Assert.Equal((0.0, 1.0, true), (evaluation.Psi, evaluation.PsiPValue, evaluation.TrendHolds));
            Assert.All(evaluation.Bins, bin => Assert.True(bin.Fitted.Count == 0 ? double.IsNaN(bin.WoeChange) : (bin.WoeChange, bin.WoeChangeZ) == (0, 0)));

            // One more row in a bin with a zero cell may take its weight of evidence past that of another.
            Assert.True(evaluation.Gini <= binning.Statistics.Gini + 1e-12);
            if (binning.Bins.All(bin => bin.Count == 0 || (bin.Events > 0 && bin.NonEvents > 0)))
                Same.Within(1e-12, binning.Statistics.Gini, evaluation.Gini);
            Same.Bits([binning.InformationValue, binning.InformationValue], [evaluation.FittedInformationValue, evaluation.InformationValue]);
            Assert.Empty(evaluation.Findings);
        }
    }

    [Property(MaxTest = 200)]
    public void Everything_follows_from_the_rows(SmallSet fitted, SmallSet other)
    {
        TrainingSet data = other.ToWeightedSet();
        foreach (ColumnBinning binning in Loose.Fit(fitted.ToWeightedSet()).Columns)
        {
            BinningEvaluation evaluation = binning.Evaluate(data);
            var bins = new int[data.RowCount];
            binning.ToBins(data.Table[binning.ColumnName], bins);
            double n = binning.Bins.Sum(bin => bin.Count), m = data.TotalWeight, psi = 0;
            for (int bin = 0; bin < binning.Bins.Count; bin++)
            {
                int[] rows = [.. Enumerable.Range(0, bins.Length).Where(row => bins[row] == bin)];
                Bin fresh = evaluation.Bins[bin].Fresh;
                Assert.Equal((binning.Bins[bin].Label, binning.Bins[bin].Kind, binning.Bins[bin].Lower), (fresh.Label, fresh.Kind, fresh.Lower));
                Assert.Equal(binning.Bins[bin].Categories, fresh.Categories);
                Assert.Equal(rows.Where(row => data.Events[row]).Sum(row => data.Weights[row]), fresh.Events);
                Assert.Equal(rows.Where(row => !data.Events[row]).Sum(row => data.Weights[row]), fresh.NonEvents);
                double x = binning.Bins[bin].Count, y = fresh.Count, s = (x + y) / (n + m);
                double b = x * y > 0 ? x / n : (x + s) / n, a = x * y > 0 ? y / m : (y + s) / m;
                double part = x + y == 0 ? 0 : (a - b) * (Math.Log(a) - Math.Log(b));
                Same.Within(1e-12, part, evaluation.Bins[bin].PsiPart);
                psi += part;
                if (x > 0 && y > 0)
                {
                    Same.Within(1e-12, fresh.Woe - binning.Bins[bin].Woe, evaluation.Bins[bin].WoeChange);
                    double error = Math.Sqrt(Math.Pow(fresh.WoeStandardError, 2) + Math.Pow(binning.Bins[bin].WoeStandardError, 2));
                    if (error > 0)
                        Same.Within(1e-12, (fresh.Woe - binning.Bins[bin].Woe) / error, evaluation.Bins[bin].WoeChangeZ);
                }
            }

            Same.Within(1e-12, psi, evaluation.Psi);
            Assert.InRange(evaluation.PsiPValue, 0, 1);

            var woe = new double[data.RowCount];
            binning.ToWoe(data.Table[binning.ColumnName], woe);
            Same.Within(1e-12, BinaryEvaluation.Of(woe, data.Events, data.Weights).Auc, evaluation.Auc);
        }
    }

    [Property(MaxTest = 200)]
    public void The_order_of_rows_and_copies_for_weights_change_nothing(SmallSet fitted, SmallSet other)
    {
        foreach (ColumnBinning binning in Loose.Fit(fitted.ToTrainingSet()).Columns)
        {
            Assert.Equal(binning.Evaluate(other.ToTrainingSet()).ToText(TableFormat.Csv), binning.Evaluate(other.ToReversedSet()).ToText(TableFormat.Csv));
            Assert.Equal(binning.Evaluate(other.ToWeightedSet()).ToText(TableFormat.Csv), binning.Evaluate(other.ToReplicatedSet()).ToText(TableFormat.Csv));
        }
    }

    /// <summary>The pairs by their definition, and the sign and size of the test.</summary>
    [Property(MaxTest = 300)]
    public void Trend_breaks_are_neighbours_that_changed_places(byte[] events, byte[] nonEvents, byte[] freshEvents, byte[] freshNonEvents)
    {
        List<(double Events, double NonEvents)> cells = BinTable.Cells(events, nonEvents);
        List<(double Events, double NonEvents)> fresh = [.. cells.Select((_, i) => i < Math.Min(freshEvents.Length, freshNonEvents.Length) ? ((double)(freshEvents[i] % 30), (double)(freshNonEvents[i] % 30)) : (1, 2))];
        if (fresh.Sum(cell => cell.Events + cell.NonEvents) <= 1)
            return;
        BinningEvaluation evaluation = BinTable.Fitted(BinTable.Of(cells)).Evaluate(BinTable.Rows([.. fresh, (0, 1)]));
        int[] filled = [.. Enumerable.Range(0, cells.Count).Where(i => cells[i].Events + cells[i].NonEvents > 0 && fresh[i].Events + fresh[i].NonEvents > 0)];
        var expected = new List<(double First, double Second)>();
        foreach ((int i, int j) in filled.Zip(filled.Skip(1)))
        {
            double then = (cells[i].Events * cells[j].NonEvents) - (cells[j].Events * cells[i].NonEvents), now = (fresh[i].Events * fresh[j].NonEvents) - (fresh[j].Events * fresh[i].NonEvents);
            if (then * now < 0)
                expected.Add((i, j));
        }

        Assert.Equal(expected, evaluation.TrendBreaks.Select(pair => (i: pair.First.Fitted.Lower == double.NegativeInfinity ? 0 : pair.First.Fitted.Lower, pair.Second.Fitted.Lower)));
        foreach (TrendBreak pair in evaluation.TrendBreaks)
        {
            AdjacentTest now = AdjacentTest.Of(pair.First.Fresh, pair.Second.Fresh);
            Assert.Equal((now.Z, now.PValue, now.PValue < 0.05), (pair.Z, pair.PValue, pair.IsSignificant));
        }

        Assert.Equal(expected.Count == 0, evaluation.TrendHolds);
    }

    [Fact]
    public void A_reversal_is_found_and_weighed()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(10, 90), (20, 80), (40, 60)]));
        BinningEvaluation evaluation = binning.Evaluate(BinTable.Rows([(11, 89), (40, 60), (20, 80), (0, 0)]));
        TrendBreak pair = Assert.Single(evaluation.TrendBreaks);
        Assert.Equal((binning.Bins[1], binning.Bins[2], true), (pair.First.Fitted, pair.Second.Fitted, pair.IsSignificant));
        Assert.True(pair.Z > 3);
        BinningEvaluation slight = binning.Evaluate(BinTable.Rows([(11, 89), (22, 78), (21, 79), (0, 0)]));
        Assert.False(Assert.Single(slight.TrendBreaks).IsSignificant);
        Assert.True(evaluation.Gini < evaluation.Statistics.Gini);
        Assert.Equal(2, evaluation.AdjacentTests.Count);
        Assert.Same(evaluation.AdjacentTests, evaluation.AdjacentTests);
    }

    [Fact]
    public void Psi_is_finite_with_empty_cells_and_plain_without()
    {
        // Shares .25, .75 against .5, .5.
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(10, 15), (25, 50)]));
        Same.Within(1e-15, 0.25 * (Math.Log(2) + Math.Log(1.5)), binning.Evaluate(BinTable.Rows([(4, 6), (5, 5), (0, 0)])).Psi);

        // Missing values that training did not have: 3 of 10 rows, of 110 in both together.
        BinEvaluation missing = binning.Evaluate(BinTable.Rows([(2, 2), (2, 1), (2, 1)])).Bins[2];
        double s = 3 / 110.0;
        Same.Within(1e-12, (((3 + s) / 10) - (s / 100)) * Math.Log((3 + s) / 10 / (s / 100)), missing.PsiPart);
        Assert.Equal((double.NaN, double.NaN), (missing.WoeChange, missing.WoeChangeZ));
    }

    /// <summary>Samples of one population: the index is significant at 5 % in about one of twenty, whatever their sizes.</summary>
    [Theory]
    [InlineData(2000, 500)]
    [InlineData(300, 3000)]
    public void Psi_is_seldom_significant_when_nothing_has_changed(int fitted, int fresh)
    {
        var random = new SplitMix64(9);
        double[] shares = [0.1, 0.35, 0.3, 0.25];
        int significant = 0;
        const int Trials = 1000;
        double mean = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            BinningEvaluation evaluation = BinTable.Fitted(BinTable.Of(Draw(fitted, ref random))).Evaluate(BinTable.Rows([.. Draw(fresh, ref random), (0, 0)]));
            significant += evaluation.PsiPValue < 0.05 ? 1 : 0;
            mean += evaluation.PsiPValue / Trials;
        }

        Assert.InRange(significant / (double)Trials, 0.03, 0.07);
        Assert.InRange(mean, 0.46, 0.54);

        (double, double)[] Draw(int rows, ref SplitMix64 random)
        {
            var cells = new (double Events, double NonEvents)[4];
            for (int row = 0; row < rows; row++)
            {
                double u = SampleData.Uniform(ref random);
                int bin = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : u < 1 - shares[3] ? 2 : 3;
                if (random.Next(3) == 0)
                    cells[bin].Events++;
                else
                    cells[bin].NonEvents++;
            }

            return cells;
        }
    }

    [Fact]
    public void Changes_of_woe_are_standard_normal_when_nothing_has_changed()
    {
        NumericBinning all = BinTable.Fitted(BinTable.Of([(400, 600), (300, 1700)]));
        var random = new SplitMix64(11);
        double squares = 0;
        const int Trials = 600;
        for (int trial = 0; trial < Trials; trial++)
            squares += Math.Pow(BinTable.Fitted(BinTable.Of(Draw(ref random))).Evaluate(BinTable.Rows([.. Draw(ref random), (0, 0)])).Bins[0].WoeChangeZ, 2) / Trials;
        Assert.InRange(squares, 0.85, 1.15);

        (double, double)[] Draw(ref SplitMix64 random)
        {
            var cells = new (double Events, double NonEvents)[2];
            for (int row = 0; row < 900; row++)
            {
                int bin = random.Next(3) == 0 ? 0 : 1;
                if (SampleData.Uniform(ref random) < all.Bins[bin].EventRate)
                    cells[bin].Events++;
                else
                    cells[bin].NonEvents++;
            }

            return cells;
        }
    }

    [Fact]
    public void New_categories_are_counted_in_the_unseen_bin()
    {
        TrainingSet data = SampleData.Customers(500);
        var binning = (CategoryBinning)new OptimalBinning().Fit(data)["plan"];
        var fresh = TrainingSet.Create(Table.Create(Column.Category("plan", new[] { "new", "new", null, "trial" })), [true, false, true, false]);
        BinningEvaluation evaluation = binning.Evaluate(fresh);
        Assert.Equal((2.0, 1.0), (evaluation.Bins[binning.UnseenBin].Fresh.Count, evaluation.Bins[binning.MissingBin].Fresh.Count));
        Assert.True(double.IsFinite(evaluation.Psi) && evaluation.Psi > 1);
        Assert.True(evaluation.PsiPValue < 0.05);
    }

    [Fact]
    public void One_class_leaves_the_shares_and_a_finding()
    {
        BinningEvaluation evaluation = BinTable.Fitted(BinTable.Of([(10, 15), (25, 50)])).Evaluate(BinTable.Rows([(0, 6), (0, 4), (0, 0)]));
        Assert.Equal((double.NaN, double.NaN, double.NaN), (evaluation.InformationValue, evaluation.Auc, evaluation.Bins[0].WoeChange));
        Assert.True(evaluation.Psi > 0.4);
        Finding finding = Assert.Single(evaluation.Findings);
        Assert.Equal((FindingCodes.UndefinedMeasure, "x"), (finding.Code, finding.ColumnName));
        Assert.Contains("all fresh rows are non-events", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-", evaluation.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_columns_are_refused()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(10, 15), (25, 50)]));
        Assert.Throws<ArgumentNullException>(() => binning.Evaluate(null!));
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => binning.Evaluate(SampleData.Customers(20))).Message, StringComparison.Ordinal);
        var words = TrainingSet.Create(Table.Create(Column.Category("x", ["a", "b"])), [true, false]);
        Assert.Contains("categories", Assert.Throws<ArgumentException>(() => binning.Evaluate(words)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_written_for_people_and_programs()
    {
        BinningEvaluation evaluation = BinTable.Fitted(BinTable.Of([(10, 30), (20, 20)], missing: (5, 15))).Evaluate(BinTable.Rows([(12, 12), (9, 11), (0, 6)]));
        string text = evaluation.ToText();
        Assert.StartsWith("WOE = ln(event share / non-event share)", text, StringComparison.Ordinal);
        Assert.Equal(
            """
            PSI 0.0555 (P = 0.3969 if nothing has changed). AUC of the fitted WOE 0.5246. Changed places: (-inf, 1) and [1, inf) (P = 0.7409).

            x          Count  Share then  Share now     PSI  Rate then  Rate now  WOE then  WOE now   Change  Change (SE)  IV then  IV now
            ---------  -----  ----------  ---------  ------  ---------  --------  --------  -------  -------  -----------  -------  ------
            (-inf, 1)     24      40.0 %     48.0 %  0.0146     25.0 %    50.0 %   -0.4796   0.3228   0.8023         1.92   0.0843  0.0509
            [1, inf)      20      40.0 %     40.0 %  0.0000     50.0 %    45.0 %    0.6190   0.1221  -0.4969        -1.18   0.1633  0.0060
            missing        6      20.0 %     12.0 %  0.0409     25.0 %     0.0 %   -0.4796  -2.4288  -1.9492        -1.19   0.0422  0.5025
            total         50     100.0 %    100.0 %  0.0555     35.0 %    42.0 %                                            0.2897  0.5594

            """,
            text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.StartsWith("WOE = ln(event share / non-event share)", evaluation.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        string[] csv = evaluation.ToText(TableFormat.Csv).TrimEnd().Split('\n');
        Assert.Equal(5, csv.Length);
        Assert.StartsWith("x,Count,Share then,Share now,PSI,", csv[0], StringComparison.Ordinal);
    }

    /// <summary>One half of Telco against the other: drawn at random they are one population, and divided by contract they are not.</summary>
    [DataFact]
    public void Telco_is_stable_at_random_and_not_across_contracts()
    {
        TrainingSet telco = RealData.Telco();
        string[] columns = ["gender", "tenure", "Contract", "PaymentMethod", "MonthlyCharges"];
        int significant = 0;
        for (int seed = 1; seed <= 8; seed++)
        {
            (TrainingSet train, TrainingSet test) = telco.WithTable(telco.Table.Select(columns)).Split(0.4, seed);
            BinningModel halves = new OptimalBinning().Fit(train);
            significant += halves.Columns.Count(column => column.Evaluate(test).PsiPValue < 0.05);
            Assert.InRange(halves["tenure"].Evaluate(test).InformationValue / halves["tenure"].InformationValue, 0.8, 1.25);
        }

        Assert.InRange(significant, 0, 6);
        BinningModel model = new OptimalBinning().Fit(telco.WithTable(telco.Table.Select("tenure")));
        CategoryColumn contract = telco.Table.Category("Contract");
        TrainingSet twoYears = telco.Rows([.. Enumerable.Range(0, telco.RowCount).Where(row => contract[row] == "Two year")]);
        BinningEvaluation changed = model["tenure"].Evaluate(twoYears);
        Assert.True(changed.Psi > 1 && changed.PsiPValue < 1e-100);
    }

    private static string Described(Bin bin) => FormattableString.Invariant($"{bin.Kind} {bin.Label} {bin.Lower} {bin.Upper} {string.Join('/', bin.Categories)} {bin.Events} {bin.NonEvents} {bin.CountShare} {bin.Woe} {bin.InformationValue} {bin.WoeStandardError}");
}
