using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class BinningStatisticsTests : PropertyTests
{
    private static readonly Bin[] Tenure = BinTable.OfCounts([1371, 698, 1047, 1624, 2303], [744, 255, 309, 339, 222]);

    private static readonly (double, double)[] BreastCancer = [(115, 3), (76, 3), (61, 7), (39, 10), (55, 28), (10, 44), (1, 117)];

    /// <summary>Binning reference, section 4.1: Telco, tenure cut at 6, 12, 24 and 48 months.</summary>
    [Fact]
    public void Tenure_has_the_published_table()
    {
        Same.Within(6e-11, [1.1893370495, 0.4659363304, 0.1476400076, -0.3142713347, -1.2196838892, 0], Tenure.Select(bin => bin.Woe));
        Same.Within(6e-11, [0.3293167238, 0.0236771079, 0.0033503644, 0.0210488736, 0.3456867450, 0], Tenure.Select(bin => bin.InformationValue));
        Same.Within(6e-11, [0.0388979939, 0.0029331538, 0.0004184156, 0.0026203347, 0.0407170506, 0], Tenure.Select(bin => bin.JensenShannon));
        BinningStatistics tenure = BinningStatistics.Of(Tenure);
        Same.Within(6e-11, [0.7230798147, 0.0855869485, 0.0879031982, 0.3255771854], [tenure.InformationValue, tenure.JensenShannon, tenure.Hellinger, tenure.Triangular]);
        Same.Within(6e-11, [0.4534513536, 0.3503999811, 0.2299063325, 0.0373829156], [tenure.Gini, tenure.KolmogorovSmirnov, tenure.Concentration, tenure.NormalizedConcentration]);
        Same.Within(6e-11, [945.3144532098, 0.3663610582, 0.5451304128], [tenure.ChiSquare, tenure.CramersV, tenure.QualityScore]);
        Assert.Equal((7043, 1869, 5174, Trend.Descending), (tenure.Count, tenure.Events, tenure.NonEvents, tenure.ObservedTrend));
        Same.Within(6e-11, 0.2653698708, tenure.EventRate);
    }

    [DataFact]
    public void Telco_tenure_and_contract_have_the_published_statistics()
    {
        TrainingSet telco = RealData.Telco();
        Assert.Equal(BinningStatistics.Of(Tenure), BinTable.Cut(telco, "tenure", 6, 12, 24, 48).Statistics);
        Contract(new OptimalBinning().Fit(telco.WithTable(telco.Table.Select("Contract")))["Contract"].Statistics, Trend.Ascending);
    }

    /// <summary>Binning reference, section 4.2: Telco, Contract, each category a bin; in both orders.</summary>
    [Fact]
    public void Contract_has_the_published_statistics()
    {
        Contract(BinningStatistics.Of(BinTable.OfCounts([3875, 1473, 1695], [1655, 166, 48])), Trend.Descending);
        Contract(BinningStatistics.Of(BinTable.OfCounts([1695, 1473, 3875], [48, 166, 1655])), Trend.Ascending);
    }

    /// <summary>Binning reference, section 4.4: breast cancer, mean radius, at optbinning's optimum. Its quality score is 0 for all purposes: an information value of 5 is an alarm.</summary>
    [Fact]
    public void Breast_cancer_has_the_published_statistics()
    {
        Bin[] bins = BinTable.Of(BreastCancer);
        Same.Within(6e-9, [3.12517033, 2.71097154, 1.64381421, 0.83982705, 0.15397917, -2.00275405, -5.28332344, 0], bins.Select(bin => bin.Woe));
        BinningStatistics statistics = BinningStatistics.Of(bins);
        Same.Within(6e-9, [5.04392547, 0.39378376, 0.87541620], [statistics.InformationValue, statistics.JensenShannon, statistics.Gini]);
        Assert.InRange(statistics.QualityScore, 1e-36, 1e-33);
        Same.Within(6e-15, 5.024455093894944, BinningStatistics.Of(BinTable.Of([(84, 1), (79, 5), (81, 6), (61, 20), (39, 19), (12, 44), (1, 117)])).InformationValue);
    }

    /// <summary>Binning reference, section 4.4: counts 3, 0, 5, 0, 0; empty rows do not count.</summary>
    [Fact]
    public void Empty_bins_do_not_spread_the_rows()
    {
        BinningStatistics statistics = BinningStatistics.Of(BinTable.OfCounts([3, 0, 5, 0], [1, 0, 3, 0]));
        Assert.Equal((0.53125, 0.0625), (statistics.Concentration, statistics.NormalizedConcentration));
    }

    /// <summary>Binning reference, section 2.2: Telco, TotalCharges cut at 100, 500 and 2000; the eleven missing rows have no event.</summary>
    [Fact]
    public void A_zero_cell_leaves_the_other_bins_alone()
    {
        Bin[] charges = BinTable.OfCounts([813, 1187, 2176, 2856], [431, 398, 510, 530], missing: (0, 11));
        Same.Within(6e-8, [1.1389300, 0.3339282, -0.1655275, -0.4607858], charges.Take(4).Select(bin => bin.Woe));
        Same.Within(6e-11, 0.2833548965, charges.Take(4).Sum(bin => bin.InformationValue));
        BinningStatistics statistics = BinningStatistics.Of(charges);
        double missing = charges[4].InformationValue;
        Assert.True(missing > 0);
        Same.Within(6e-11, 0.2833548965 + missing, statistics.InformationValue);

        // The raw shares of the missing bin are 0 and 11/5174.
        double q = 11 / 5174.0;
        Same.Within(1e-15, [q * Math.Log(2) / 2, q / 2, q], [charges[4].JensenShannon, charges[4].Hellinger, charges[4].Triangular]);
    }

    [DataFact]
    public void Total_charges_of_telco_are_the_published_counts()
    {
        NumericBinning charges = BinTable.Cut(RealData.Telco(), "TotalCharges", 100, 500, 2000);
        Assert.Equal([(813.0, 431.0), (1187, 398), (2176, 510), (2856, 530), (11, 0)], charges.Bins.Select(bin => (bin.Count, bin.Events)));
        Assert.Equal(7043, charges.Statistics.Count);
    }

    [Theory]
    [InlineData("1 2 3", Trend.Ascending)]
    [InlineData("1 1 3", Trend.Ascending)]
    [InlineData("2 2 2", Trend.Ascending)]
    [InlineData("5", Trend.Ascending)]
    [InlineData("3 2 2 1", Trend.Descending)]
    [InlineData("1 3 3 2", Trend.Peak)]
    [InlineData("1 3 2 1", Trend.Peak)]
    [InlineData("3 3 1 2", Trend.Valley)]
    [InlineData("3 1 2 2 4", Trend.Valley)]
    [InlineData("1 2 1 2", Trend.None)]
    [InlineData("3 1 2 1", Trend.None)]
    [InlineData("1 - 2 - 3", Trend.Ascending)]
    public void The_observed_trend_is_read_from_the_rates(string tenths, Trend expected)
    {
        Bin[] bins = BinTable.Of([.. tenths.Split(' ').Select(rate => rate == "-" ? (0.0, 0.0) : (double.Parse(rate), 10 - double.Parse(rate)))], missing: (9, 1));
        Assert.Equal(expected, BinningStatistics.Of(bins).ObservedTrend);
    }

    /// <summary>Every event against every non-event: which has the higher event rate of its bin?</summary>
    [Property(MaxTest = 300)]
    public void Gini_counts_pairs(byte[] events, byte[] nonEvents)
    {
        Bin[] bins = BinTable.Of(BinTable.Cells(events, nonEvents), missing: (2, 1));
        double won = 0, pairs = 0;
        foreach (Bin e in bins.Where(bin => bin.Count > 0))
        {
            foreach (Bin n in bins.Where(bin => bin.Count > 0))
            {
                pairs += e.Events * n.NonEvents;
                won += e.Events * n.NonEvents * Math.Sign((e.Events * n.NonEvents) - (n.Events * e.NonEvents));
            }
        }

        Same.Within(1e-12, won / pairs, BinningStatistics.Of(bins).Gini);
    }

    /// <summary>Row by row: the distance of the two distribution functions of the bin's place, and the chi-square of its definition.</summary>
    [Property(MaxTest = 300)]
    public void Ks_and_chi_square_are_their_definitions(byte[] events, byte[] nonEvents)
    {
        List<(double Events, double NonEvents)> cells = BinTable.Cells(events, nonEvents);
        BinningStatistics statistics = BinningStatistics.Of(BinTable.Of(cells, missing: (7, 1)));
        double e = cells.Sum(cell => cell.Events), n = cells.Sum(cell => cell.NonEvents), ks = 0, chiSquare = 0;
        for (int end = 0; end <= cells.Count; end++)
            ks = Math.Max(ks, Math.Abs((cells.Take(end).Sum(cell => cell.Events) / e) - (cells.Take(end).Sum(cell => cell.NonEvents) / n)));
        foreach ((double events_, double nonEvents_) in cells.Where(cell => cell.Events + cell.NonEvents > 0))
        {
            double expectedEvents = (events_ + nonEvents_) * e / (e + n), expectedNonEvents = (events_ + nonEvents_) * n / (e + n);
            chiSquare += (Math.Pow(events_ - expectedEvents, 2) / expectedEvents) + (Math.Pow(nonEvents_ - expectedNonEvents, 2) / expectedNonEvents);
        }

        Same.Within(1e-12, ks, statistics.KolmogorovSmirnov);
        Same.Within(1e-9 * (1 + chiSquare), chiSquare, statistics.ChiSquare);
        Same.Within(1e-9, Math.Sqrt(chiSquare / (e + n)), statistics.CramersV);
    }

    [Property(MaxTest = 300)]
    public void Totals_are_sums_of_parts_and_stay_within_bounds(byte[] events, byte[] nonEvents)
    {
        Bin[] bins = BinTable.Of(BinTable.Cells(events, nonEvents), missing: (0, 5));
        BinningStatistics statistics = BinningStatistics.Of(bins);
        Same.Within(1e-12, bins.Sum(bin => bin.InformationValue), statistics.InformationValue);
        Same.Within(1e-12, bins.Sum(bin => bin.JensenShannon), statistics.JensenShannon);
        Same.Within(1e-12, bins.Sum(bin => bin.Hellinger), statistics.Hellinger);
        Same.Within(1e-12, bins.Sum(bin => bin.Triangular), statistics.Triangular);
        Assert.InRange(statistics.JensenShannon, 0, Math.Log(2));
        Assert.InRange(statistics.Hellinger, 0, 1);
        Assert.InRange(statistics.Triangular, 0, 2);
        Assert.All([statistics.Gini, statistics.KolmogorovSmirnov, statistics.NormalizedConcentration, statistics.Concentration, statistics.CramersV, statistics.QualityScore], measure => Assert.InRange(measure, 0, 1 + 1e-12));
    }

    /// <summary>The information value only where no bin has a zero cell: the one more row that such a bin counts is not shared when bins are.</summary>
    [Property(MaxTest = 300)]
    public void Merging_neighbours_never_adds_information(byte[] events, byte[] nonEvents, byte place, bool zeros)
    {
        List<(double Events, double NonEvents)> cells = [.. BinTable.Cells(events, nonEvents).Select(cell => zeros ? cell : (cell.Events + 1, cell.NonEvents + 1)), (5, 2)];
        int at = place % (cells.Count - 1);
        List<(double Events, double NonEvents)> merged = [.. cells.Take(at), (cells[at].Events + cells[at + 1].Events, cells[at].NonEvents + cells[at + 1].NonEvents), .. cells.Skip(at + 2)];
        BinningStatistics before = BinningStatistics.Of(BinTable.Of(cells)), after = BinningStatistics.Of(BinTable.Of(merged));
        Assert.True(zeros || after.InformationValue <= before.InformationValue + 1e-12);
        Assert.True(after.JensenShannon <= before.JensenShannon + 1e-14);
        Assert.True(after.Hellinger <= before.Hellinger + 1e-14);
        Assert.True(after.Triangular <= before.Triangular + 1e-14);
        Assert.True(after.Gini <= before.Gini + 1e-12);
        Assert.True(after.KolmogorovSmirnov <= before.KolmogorovSmirnov + 1e-12);
        Assert.True(after.ChiSquare <= before.ChiSquare + 1e-9);
    }

    [Property(MaxTest = 300)]
    public void The_order_of_bins_matters_only_where_it_is_said(byte[] events, byte[] nonEvents)
    {
        Bin[] bins = BinTable.Of(BinTable.Cells(events, nonEvents), missing: (4, 9));
        BinningStatistics table = BinningStatistics.Of(bins), reversed = BinningStatistics.Of([.. bins.Reverse()]);
        Same.Bits([table.Gini, table.Concentration], [reversed.Gini, reversed.Concentration]);
        Same.Within(1e-12, [table.InformationValue, table.JensenShannon, table.Hellinger, table.Triangular, table.KolmogorovSmirnov, table.QualityScore], [reversed.InformationValue, reversed.JensenShannon, reversed.Hellinger, reversed.Triangular, reversed.KolmogorovSmirnov, reversed.QualityScore]);
        Same.Within(1e-10 * (1 + table.ChiSquare), table.ChiSquare, reversed.ChiSquare);
        Assert.Equal(table.ObservedTrend == Trend.None, reversed.ObservedTrend == Trend.None);
    }

    [Property(MaxTest = 300)]
    public void Copies_of_all_rows_change_no_divergence(byte[] events, byte[] nonEvents, byte times)
    {
        List<(double Events, double NonEvents)> cells = [.. BinTable.Cells(events, nonEvents).Select(cell => (cell.Events + 1, cell.NonEvents + 1))];
        double copies = times + 1;
        BinningStatistics once = BinningStatistics.Of(BinTable.Of(cells, missing: (3, 2))), often = BinningStatistics.Of(BinTable.Of([.. cells.Select(cell => (cell.Events * copies, cell.NonEvents * copies))], missing: (3 * copies, 2 * copies)));
        Same.Bits([once.InformationValue, once.JensenShannon, once.Hellinger, once.Triangular], [often.InformationValue, often.JensenShannon, often.Hellinger, often.Triangular]);
        Same.Within(1e-12, [once.Gini, once.KolmogorovSmirnov, once.CramersV, once.Concentration], [often.Gini, often.KolmogorovSmirnov, often.CramersV, often.Concentration]);
        Same.Within(1e-9 * often.ChiSquare, copies * once.ChiSquare, often.ChiSquare);
    }

    [Property(MaxTest = 300)]
    public void Events_and_non_events_may_change_places(byte[] events, byte[] nonEvents)
    {
        List<(double Events, double NonEvents)> cells = BinTable.Cells(events, nonEvents);
        BinningStatistics table = BinningStatistics.Of(BinTable.Of(cells)), mirror = BinningStatistics.Of(BinTable.Of([.. cells.Select(cell => (cell.NonEvents, cell.Events))]));
        Same.Bits([table.InformationValue, table.JensenShannon, table.Hellinger, table.Triangular, table.KolmogorovSmirnov], [mirror.InformationValue, mirror.JensenShannon, mirror.Hellinger, mirror.Triangular, mirror.KolmogorovSmirnov]);
        Same.Within(1e-12, table.Gini, mirror.Gini);
    }

    [Fact]
    public void One_class_leaves_only_the_sizes()
    {
        BinningStatistics statistics = BinningStatistics.Of(BinTable.Of([(0, 3), (0, 5)]));
        Assert.All(
            [statistics.InformationValue, statistics.JensenShannon, statistics.Hellinger, statistics.Triangular, statistics.Gini, statistics.KolmogorovSmirnov, statistics.ChiSquare, statistics.CramersV, statistics.QualityScore],
            measure => Assert.Equal(double.NaN, measure));
        Assert.Equal((0.53125, Trend.Ascending), (statistics.Concentration, statistics.ObservedTrend));
        Assert.Contains("  -  ", statistics.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Regular_bins_of_one_class_are_no_division()
    {
        BinningStatistics statistics = BinningStatistics.Of(BinTable.Of([(4, 0), (5, 0)], missing: (0, 6)));
        Assert.Equal((0.0, 0.0, 0.0, 1.0), (statistics.KolmogorovSmirnov, statistics.ChiSquare, statistics.CramersV, statistics.Gini));
        Assert.Equal(0, statistics.QualityScore);
    }

    [Fact]
    public void One_bin_says_nothing()
    {
        BinningStatistics statistics = BinningStatistics.Of(BinTable.Of([(4, 6)]));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], [statistics.InformationValue, statistics.JensenShannon, statistics.Hellinger, statistics.Triangular, statistics.Gini, statistics.KolmogorovSmirnov, statistics.Concentration, statistics.NormalizedConcentration, statistics.ChiSquare, statistics.CramersV, statistics.QualityScore]);
        Assert.Throws<ArgumentException>(() => BinningStatistics.Of([]));
    }

    [Fact]
    public void Every_fitted_column_has_finite_statistics()
    {
        foreach (ColumnBinning binning in new OptimalBinning().Fit(SampleData.Customers(500, missing: true)).Columns)
        {
            BinningStatistics statistics = binning.Statistics;
            Assert.Same(statistics, binning.Statistics);
            Same.Bits([binning.InformationValue], [statistics.InformationValue]);
            Assert.All([statistics.JensenShannon, statistics.Gini, statistics.KolmogorovSmirnov, statistics.CramersV, statistics.QualityScore], measure => Assert.True(double.IsFinite(measure)));
            Assert.Equal(binning.RegularBinCount - 1, binning.AdjacentTests.Count);
            if (binning.Trend is Trend.Ascending or Trend.Descending && binning.RegularBinCount > 1)
                Assert.Equal(binning.Trend, statistics.ObservedTrend);
        }
    }

    /// <summary>The numbers were computed from the counts by a script that knows nothing of this library.</summary>
    [Fact]
    public void Tables_are_written_in_every_detail()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(10, 30), (20, 20)], missing: (0, 20)));
        Assert.Equal(
            """
            WOE = ln(event share / non-event share): positive where events are more frequent than overall. Shares are of all rows, missing ones included. A bin without events or without non-events counts one more row, divided as all rows are, for WOE and IV; the totals stay. Intervals hold their lower end and not their upper one.

            x          Count    Share  Events  Non-events  Event rate      WOE  95 % from  95 % to      IV      JS  Hellinger  Triangular
            ---------  -----  -------  ------  ----------  ----------  -------  ---------  -------  ------  ------  ---------  ----------
            (-inf, 1)     40   40.0 %      10          30      25.0 %  -0.2513    -0.8251   0.3225  0.0239  0.0030     0.0030      0.0119
            [1, inf)      40   40.0 %      20          20      50.0 %   0.8473     0.3987   1.2959  0.3228  0.0392     0.0398      0.1524
            missing       20   20.0 %       0          20       0.0 %  -3.3868    -6.9656   0.1920  0.9677  0.0990     0.1429      0.2857
            total        100  100.0 %      30          70      30.0 %                               1.3144  0.1412     0.1856      0.4500

                IV      JS  Hellinger  Triangular    Gini      KS     HHI  HHI normalized  Chi-square  Cramer's V  Quality  Trend
            ------  ------  ---------  ----------  ------  ------  ------  --------------  ----------  ----------  -------  ---------
            1.3144  0.1412     0.1856      0.4500  0.4762  0.2667  0.3600          0.0400      5.3333      0.2582   0.0207  Ascending

            First      Second    First rate  Second rate      z       P  P (Fisher)  P (first higher)
            ---------  --------  ----------  -----------  -----  ------  ----------  ----------------
            (-inf, 1)  [1, inf)      25.0 %       50.0 %  -2.31  0.0209      0.0368             0.009

            """,
            binning.ToText(TableFormat.Plain, BinningTableDetail.Full));
        Assert.Equal(binning.ToText(), binning.ToText(TableFormat.Plain, BinningTableDetail.Brief));
        Assert.StartsWith("WOE = ln(", binning.ToText(TableFormat.Markdown, BinningTableDetail.Bins), StringComparison.Ordinal);
        Assert.Contains("| x | Count | Share |", binning.ToText(TableFormat.Markdown, BinningTableDetail.Bins), StringComparison.Ordinal);
        Assert.StartsWith("x,Count,Share,Events,", binning.ToText(TableFormat.Csv, BinningTableDetail.Bins), StringComparison.Ordinal);
        string[] statistics = binning.ToText(TableFormat.Csv, BinningTableDetail.Statistics).TrimEnd().Split('\n');
        Assert.Equal(2, statistics.Length);
        Assert.Equal(binning.Statistics.QualityScore, double.Parse(statistics[1].Split(',')[10], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Throws<ArgumentOutOfRangeException>(() => binning.ToText(TableFormat.Csv, (BinningTableDetail)99));
    }

    private static void Contract(BinningStatistics contract, Trend trend)
    {
        Same.Within(6e-11, [1.2385597928, 0.1344859765, 0.4782169067, 0.4564318485], [contract.InformationValue, contract.JensenShannon, contract.Gini, contract.KolmogorovSmirnov]);
        Same.Within(6e-11, [0.4043714229, 0.1065571343, 0.4101156966, 0.0344116395], [contract.Concentration, contract.NormalizedConcentration, contract.CramersV, contract.QualityScore]);
        Assert.Equal(trend, contract.ObservedTrend);
    }
}
