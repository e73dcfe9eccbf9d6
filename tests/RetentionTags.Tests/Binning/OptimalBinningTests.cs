using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class OptimalBinningTests : PropertyTests
{
    private static readonly OptimalBinning Loose = new() { MinBinShare = 0, MinCategoryCount = 0 };

    /// <summary>Binning reference, section 4.3: exact optima on Telco tenure, every month its own pre-bin, smallest bin 5 % of all rows (353).</summary>
    [DataFact]
    public void Reaches_the_published_optima_of_telco_tenure()
    {
        TrainingSet telco = RealData.Telco();
        TrainingSet tenure = telco.WithTable(telco.Table.Select("tenure"));
        foreach ((Trend trend, int maxBins, double share, double informationValue, double[] cuts) in ((Trend, int, double, double, double[])[])
        [
            (Trend.Descending, 6, 0.05, 0.8504498260, [6, 18, 44, 60, 71]),
            (Trend.None, 6, 0.05, 0.8504498260, [6, 18, 44, 60, 71]),
            (Trend.Peak, 6, 0.05, 0.8504498260, [6, 18, 44, 60, 71]),
            (Trend.Valley, 6, 0.05, 0.8504498260, [6, 18, 44, 60, 71]),
            (Trend.Ascending, 6, 0.05, 0, []),
            (Trend.Descending, 3, 0.05, 0.6976908767, [18, 71]),
            (Trend.Descending, 10, 0.05, 0.8717736186, [2, 6, 11, 17, 23, 44, 50, 60, 71]),
            (Trend.Descending, 10, 0, 0.8786683393, [2, 6, 11, 17, 23, 44, 60, 71, 72]),
        ])
        {
            var binning = (NumericBinning)new OptimalBinning { Trend = trend, MaxBins = maxBins, MinBinShare = share }.Fit(tenure)["tenure"];
            Same.Within(6e-11, informationValue, binning.InformationValue, trend.ToString());
            Assert.Equal(cuts, binning.Cuts.ToArray());
        }
    }

    /// <summary>Binning reference, section 4.3: bank marketing, age in years, smallest bin 5 % or 2 % of all rows.</summary>
    [DataFact]
    public void Reaches_the_published_optima_of_bank_age()
    {
        TrainingSet bank = RealData.BankNumbers();
        TrainingSet age = bank.WithTable(bank.Table.Select("age"));
        foreach ((Trend trend, double share, double informationValue, double[] cuts) in ((Trend, double, double, double[])[])
        [
            (Trend.Valley, 0.05, 0.1557554340, [28, 31, 37, 40, 59]),
            (Trend.None, 0.05, 0.1557554340, [28, 31, 37, 40, 59]),
            (Trend.Ascending, 0.05, 0.0929260690, [59]),
            (Trend.Peak, 0.05, 0.0929260690, [59]),
            (Trend.Descending, 0.05, 0.0400904434, [28, 31]),
            (Trend.Valley, 0.02, 0.2091768475, [26, 30, 38, 59, 61]),
        ])
        {
            var binning = (NumericBinning)new OptimalBinning { Trend = trend, MaxBins = 6, MinBinShare = share }.Fit(age)["age"];
            Same.Within(6e-11, informationValue, binning.InformationValue, trend.ToString());
            Assert.Equal(cuts, binning.Cuts.ToArray());
        }
    }

    /// <summary>Binning reference, section 4.2: each level of Contract a bin of its own.</summary>
    [DataFact]
    public void Telco_contract_has_the_published_table()
    {
        TrainingSet telco = RealData.Telco();
        var contract = (CategoryBinning)new OptimalBinning().Fit(telco.WithTable(telco.Table.Select("Contract")))["Contract"];
        Assert.Equal(["Two year", "One year", "Month-to-month", "missing", "unseen"], contract.Bins.Select(bin => bin.Label));
        Assert.Equal([1695.0, 1473, 3875, 0, 0], contract.Bins.Select(bin => bin.Count));
        Assert.Equal([48.0, 166, 1655, 0, 0], contract.Bins.Select(bin => bin.Events));
        Same.Within(6e-11, [-2.5172671640, -1.0452593700, 0.7245363682, 0, 0], contract.Bins.Select(bin => bin.Woe));
        Same.Within(6e-11, [0.7366535617, 0.1712047573, 0.3307014739, 0, 0], contract.Bins.Select(bin => bin.InformationValue));
        Same.Within(6e-11, 1.2385597928, contract.InformationValue);
    }

    /// <summary>The eleven blank TotalCharges of Telco are all non-events (binning reference, section 2.2; for the rule, decision 3).</summary>
    [DataFact]
    public void A_bin_without_events_counts_one_more_row_divided_as_all_rows_are()
    {
        TrainingSet telco = RealData.Telco();
        var charges = new OptimalBinning().Fit(telco.WithTable(telco.Table.Select("TotalCharges")))["TotalCharges"];
        Bin missing = charges.Bins[charges.MissingBin];
        Assert.Equal((11.0, 0.0), (missing.Count, missing.Events));
        double rate = 1869 / 7043.0, woe = Math.Log(rate / 1869) - Math.Log((11 + 1 - rate) / 5174);
        Same.Within(1e-12, woe, missing.Woe);
        Same.Within(1e-12, ((rate / 1869) - ((12 - rate) / 5174)) * woe, missing.InformationValue);
        Finding finding = Assert.Single(charges.Findings);
        Assert.Equal((FindingCodes.ZeroCell, "TotalCharges"), (finding.Code, finding.ColumnName));
    }

    [Property(MaxTest = 300)]
    public void Counts_and_information_add_up(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (ColumnBinning binning in Loose.Fit(data).Columns)
        {
            Assert.Equal(data.EventWeight, binning.Bins.Sum(bin => bin.Events));
            Assert.Equal(data.NonEventWeight, binning.Bins.Sum(bin => bin.NonEvents));
            Same.Within(1e-12, binning.Bins.Sum(bin => bin.InformationValue), binning.InformationValue);
            Same.Within(1e-12, 1, binning.Bins.Sum(bin => bin.CountShare));
            foreach (Bin bin in binning.Bins)
            {
                double more = bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0) ? 1 : 0;
                double p = (bin.Events + (more * data.EventRate)) / data.EventWeight, q = (bin.NonEvents + (more * (1 - data.EventRate))) / data.NonEventWeight;
                double woe = bin.Count == 0 ? 0 : Math.Log(p) - Math.Log(q);
                Same.Within(1e-12, woe, bin.Woe);
                Same.Within(1e-12, (p - q) * woe, bin.InformationValue);
                Assert.True(bin.InformationValue >= 0);
                if (bin.Count > 0 && Math.Abs(bin.EventRate - data.EventRate) > 1e-9)
                    Assert.Equal(Math.Sign(bin.EventRate - data.EventRate), Math.Sign(bin.Woe));
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Tables_count_the_rows_that_fall_into_their_bins(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (ColumnBinning binning in Loose.Fit(data).Columns)
        {
            var bins = new int[data.RowCount];
            binning.ToBins(data.Table[binning.ColumnName], bins);
            for (int bin = 0; bin < binning.Bins.Count; bin++)
            {
                double count = Enumerable.Range(0, data.RowCount).Where(row => bins[row] == bin).Sum(row => data.Weights[row]);
                Assert.Equal(count, binning.Bins[bin].Count);
            }
        }
    }

    /// <summary>The optimum of the whole path equals brute force over the distinct values, each a pre-bin of its own.</summary>
    [Property(MaxTest = 300)]
    public void Equals_brute_force_from_raw_rows(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        double[] values = [.. set.Rows.Select(row => row.Value).Where(value => !double.IsNaN(value)).Distinct().Order()];
        if (values.Length is 0 or > 9)
            return;
        double[] events = Counts(true), nonEvents = Counts(false);
        foreach (Trend trend in (Trend[])[Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None])
        {
            var binning = (NumericBinning)(Loose with { Trend = trend, MaxBins = 4 }).Fit(data)["value"];
            var expected = BruteForceBinning.Solve(events, nonEvents, data.EventWeight, data.NonEventWeight, trend, 1, 4, 0);
            int[] starts = expected?.Starts ?? [0];
            Assert.Equal(starts.Length, binning.RegularBinCount);
            for (int cut = 0; cut < binning.Cuts.Length; cut++)
            {
                Assert.Equal(starts[cut + 1], values.Count(value => value < binning.Cuts[cut]));
            }
        }

        double[] Counts(bool label) => [.. values.Select(value => (double)set.Rows.Count(row => row.Value == value && row.IsEvent == label))];
    }

    [Property(MaxTest = 200)]
    public void Merging_bins_never_raises_the_information_value(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        foreach (ColumnBinning binning in (Loose with { Trend = Trend.None }).Fit(data).Columns)
        {
            for (int bin = 0; bin + 1 < binning.RegularBinCount; bin++)
            {
                (Bin a, Bin b) = (binning.Bins[bin], binning.Bins[bin + 1]);
                double p = (a.Events + b.Events) / data.EventWeight, q = (a.NonEvents + b.NonEvents) / data.NonEventWeight;
                Assert.True((p - q) * Math.Log(p / q) <= a.InformationValue + b.InformationValue + 1e-12);
            }
        }
    }

    [Property(MaxTest = 200)]
    public void More_bins_allowed_never_lower_the_information_value(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        foreach (Trend trend in (Trend[])[Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None])
        {
            double before = -1e-12;
            for (int maxBins = 1; maxBins <= 5; maxBins++)
            {
                double now = (Loose with { Trend = trend, MaxBins = maxBins }).Fit(data)["value"].InformationValue;
                Assert.True(now >= before - 1e-12);
                before = now;
            }
        }
    }

    [Property(MaxTest = 200)]
    public void Neither_order_nor_threads_nor_replication_change_a_bit(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        string expected = Described(Loose.Fit(data));
        Assert.Equal(expected, Described(Loose.Fit(set.ToReversedSet())));
        Assert.Equal(expected, Described((Loose with { MaxThreads = 1 }).Fit(data)));
        Assert.Equal(Described(Loose.Fit(set.ToReplicatedSet())), Described(Loose.Fit(set.ToWeightedSet())));
    }

    [Property(MaxTest = 200)]
    public void Stretching_a_column_leaves_the_contents_of_bins_as_they_are(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        double[] stretched = [.. set.Rows.Select(row => double.IsNaN(row.Value) ? double.NaN : Math.Cbrt(row.Value))];
        ColumnBinning binning = Loose.Fit(data)["value"];
        ColumnBinning other = Loose.Fit(data.WithTable(Table.Create(Column.Numeric("value", stretched))))["value"];
        Assert.Equal(binning.Bins.Select(bin => (bin.Events, bin.NonEvents)), other.Bins.Select(bin => (bin.Events, bin.NonEvents)));
    }

    [Property(MaxTest = 200)]
    public void Trends_are_followed_and_bins_have_both_kinds_of_rows(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        foreach (Trend trend in Enum.GetValues<Trend>())
        {
            ColumnBinning binning = (Loose with { Trend = trend }).Fit(data)["value"];
            Bin[] regular = [.. binning.Bins.Take(binning.RegularBinCount)];
            if (regular.Length < 2)
                continue;
            Assert.All(regular, bin => Assert.True(bin.Events > 0 && bin.NonEvents > 0));
            int[] steps = [.. regular.Zip(regular.Skip(1)).Select(pair => Math.Sign(pair.Second.EventRate - pair.First.EventRate)).Where(step => step != 0)];
            int turns = steps.Zip(steps.Skip(1)).Count(pair => pair.First != pair.Second);
            Assert.True(binning.Trend switch
            {
                Trend.Ascending => !steps.Contains(-1),
                Trend.Descending => !steps.Contains(1),
                Trend.Peak => turns == 0 || (turns == 1 && steps[0] == 1),
                Trend.Valley => turns == 0 || (turns == 1 && steps[0] == -1),
                Trend.None => true,
                Trend.Concave => Bends(set, regular, -1),
                Trend.Convex => Bends(set, regular, 1),
                _ => false,
            });
        }
    }

    /// <summary>Whether the slopes between the bins' centres, the means of their finite values, never turn the other way.</summary>
    private static bool Bends(SmallSet set, Bin[] bins, int direction)
    {
        double[] centers = [.. bins.Select(bin => set.Rows.Select(row => row.Value).Where(value => double.IsFinite(value) && value >= bin.Lower && value < bin.Upper).DefaultIfEmpty(double.NaN).Average())];
        if (centers.Any(double.IsNaN))
            return true;
        double[] slopes = [.. Enumerable.Range(1, bins.Length - 1).Select(i => (bins[i].EventRate - bins[i - 1].EventRate) / (centers[i] - centers[i - 1]))];
        return slopes.Zip(slopes.Skip(1)).All(pair => direction * (pair.Second - pair.First) >= -1e-9 * (Math.Abs(pair.First) + Math.Abs(pair.Second)));
    }

    [Fact]
    public void The_automatic_trend_is_the_candidate_with_the_lowest_criterion()
    {
        // A clear valley: events at both ends.
        TrainingSet data = Valley();
        ColumnBinning binning = new OptimalBinning().Fit(data)["x"];
        Assert.Equal(Trend.Valley, binning.Trend);
        Assert.Equal([Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley], binning.Candidates.Select(candidate => candidate.Trend));
        Assert.Equal(binning.Trend, binning.Candidates.MinBy(candidate => candidate.Bic)!.Trend);
        foreach (TrendCandidate candidate in binning.Candidates)
        {
            ColumnBinning alone = (new OptimalBinning { Trend = candidate.Trend }).Fit(data)["x"];
            Assert.Equal(alone.RegularBinCount, candidate.BinCount);
            Same.Within(1e-12, alone.InformationValue, candidate.InformationValue);
            Bin[] bins = [.. alone.Bins.Take(alone.RegularBinCount)];
            double logLikelihood = bins.Sum(bin => (bin.Events * Math.Log(bin.EventRate)) + (bin.NonEvents * Math.Log(1 - bin.EventRate)));
            int turningPoints = candidate.Trend is Trend.Peak or Trend.Valley ? 1 : 0;
            Same.Relatively(1e-12, [(-2 * logLikelihood) + ((bins.Length + turningPoints) * Math.Log(900))], [candidate.Bic]);
        }
    }

    [Fact]
    public void A_straight_trend_is_preferred_to_a_bent_one_that_adds_nothing()
    {
        TrainingSet data = SampleData.Customers(4000);
        Assert.Equal(Trend.Ascending, new OptimalBinning().Fit(data)["usage"].Trend);
        Assert.Equal(Trend.Descending, new OptimalBinning().Fit(data)["visits"].Trend);
    }

    [Fact]
    public void Many_distinct_values_are_divided_at_quantiles()
    {
        TrainingSet data = SampleData.Customers(5000);
        double[] sorted = [.. data.Table.Numeric("noise").Values.ToArray().Order()];
        ColumnBinning binning = new OptimalBinning { MaxPrebins = 20, MinBinShare = 0, MaxBins = 20, Trend = Trend.None }.Fit(data)["noise"];
        var cuts = ((NumericBinning)binning).Cuts.ToArray();
        Assert.Equal(19, cuts.Length);
        for (int j = 1; j <= 19; j++)
        {
            // The j-th cut has exactly j/20 of the rows beneath it.
            Assert.Equal(j * 250, sorted.Count(value => value < cuts[j - 1]));
        }
    }

    [Fact]
    public void More_categories_than_prebins_are_grouped_by_event_rate()
    {
        int n = 3000;
        string[] names = [.. Enumerable.Range(0, n).Select(i => $"c{i % 300:D3}")];
        bool[] events = [.. Enumerable.Range(0, n).Select(i => (i % 300) + (i / 300 * 31) % 300 > 400)];
        var data = TrainingSet.Create(Table.Create(Column.Category("c", names)), events);
        var binning = (CategoryBinning)(Loose with { MaxPrebins = 40 }).Fit(data)["c"];
        Assert.Equal(300, binning.Bins.Sum(bin => bin.Categories.Count));
        Assert.True(binning.RegularBinCount > 2);
        Assert.Contains("more", binning.Bins[0].Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 1 1 1", "0101", FindingCodes.ConstantColumn, 1)]
    [InlineData("- - - -", "0101", FindingCodes.EmptyColumn, 1)]
    [InlineData("1 2 - -", "1101", FindingCodes.PureColumn, 1)]
    [InlineData("1 2 1 2", "0110", FindingCodes.NoSplit, 1)]
    public void Columns_that_cannot_be_divided_have_one_bin_and_a_finding(string values, string labels, string code, int bins)
    {
        ColumnBinning binning = Loose.Fit(Set(values, labels))["x"];
        Assert.Equal(bins, binning.RegularBinCount);
        Finding finding = binning.Findings[0];
        Assert.Equal((code, "x"), (finding.Code, finding.ColumnName));
        Assert.Equal(4, binning.Bins.Sum(bin => bin.Count));
    }

    [Fact]
    public void Too_many_bins_asked_for_is_an_error_that_says_how_many_there_can_be()
    {
        var failure = Assert.Throws<TrainingDataException>(() => (Loose with { MinBins = 5 }).Fit(Set("1 2 3 4 1 2 3 4", "00110101")));
        Assert.Equal("x", failure.ColumnName);
        Assert.Contains("no more than", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MinBins is 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_is_an_error() =>
        Assert.Contains("events", Assert.Throws<TrainingDataException>(() => Loose.Fit(Set("1 2", "11"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_out_of_range_are_errors_that_name_the_setting()
    {
        Assert.Contains("MaxBins", Assert.Throws<ArgumentOutOfRangeException>(() => new OptimalBinning { MaxBins = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("MinBinShare", Assert.Throws<ArgumentOutOfRangeException>(() => new OptimalBinning { MinBinShare = 5 }).Message, StringComparison.Ordinal);
        Assert.Contains("MinBins is 4 and MaxBins is 3", Assert.Throws<InvalidOperationException>(() => new OptimalBinning { MinBins = 4, MaxBins = 3 }.Fit(Valley())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_find_their_bin()
    {
        var binning = (NumericBinning)new OptimalBinning().Fit(Valley())["x"];
        double[] cuts = binning.Cuts.ToArray();
        for (int cut = 0; cut < cuts.Length; cut++)
        {
            Assert.Equal(cut + 1, binning.FindBin(cuts[cut]));
            Assert.Equal(cut, binning.FindBin(Math.BitDecrement(cuts[cut])));
            Assert.Equal(cuts[cut], binning.Bins[cut].Upper);
        }

        Assert.Equal(0, binning.FindBin(double.NegativeInfinity));
        Assert.Equal(cuts.Length, binning.FindBin(double.PositiveInfinity));
        Assert.Equal(binning.MissingBin, binning.FindBin(double.NaN));
        Assert.Equal(0, binning.Bins[binning.MissingBin].Woe);
    }

    [Fact]
    public void Categories_find_their_bin_and_new_ones_carry_no_evidence()
    {
        var binning = (CategoryBinning)new OptimalBinning().Fit(SampleData.Customers(2000, missing: true))["plan"];
        Assert.Equal(binning.MissingBin, binning.FindBin(null));
        Assert.NotEqual(0, binning.Bins[binning.MissingBin].Woe);
        Assert.Equal(binning.UnseenBin, binning.FindBin("never heard of"));
        Assert.Equal(0, binning.Bins[binning.UnseenBin].Woe);
        foreach (Bin bin in binning.Bins)
            Assert.All(bin.Categories, category => Assert.Same(bin, binning.Bins[binning.FindBin(category)]));
    }

    [Fact]
    public void A_single_missing_row_does_not_turn_the_evidence_round()
    {
        // 140 events in 10,000 rows, and one missing row, a non-event: with half an event added it would look seventeen times as risky as the rest.
        double[] x = [double.NaN, .. Enumerable.Range(1, 9_999).Select(i => (double)(i % 50))];
        bool[] events = [false, .. Enumerable.Range(1, 9_999).Select(i => i % 71 == 0)];
        ColumnBinning binning = new OptimalBinning().Fit(TrainingSet.Create(Table.Create(Column.Numeric("x", x)), events))["x"];
        Assert.InRange(binning.Bins[binning.MissingBin].Woe, -1, 0);
    }

    [Fact]
    public void Rare_categories_are_pooled_before_they_are_sorted_by_chance()
    {
        // 5,000 names of four rows each that mean nothing.
        TrainingSet noise = SampleData.Wide(20_000, 1);
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(i => $"id{i % 5_000}")];
        TrainingSet data = noise.WithTable(Table.Create(Column.Category("id", ids)));
        Assert.True(Loose.Fit(data)["id"].InformationValue > 1);
        ColumnBinning binning = new OptimalBinning().Fit(data)["id"];
        Assert.Equal(1, binning.RegularBinCount);
        Assert.Equal(0, binning.InformationValue);
    }

    [Fact]
    public void Rare_categories_go_where_their_common_rate_belongs()
    {
        // Three frequent categories with rates of 10, 50 and 90 %, and twenty rare ones with 70 % together.
        var names = new List<string>();
        var events = new List<bool>();
        foreach ((string name, int rate) in ((string, int)[])[("low", 1), ("middle", 5), ("high", 9)])
            Add(name, 100, i => i % 10 < rate);
        for (int rare = 0; rare < 20; rare++)
            Add($"rare{rare}", 10, i => i < 7);
        var data = TrainingSet.Create(Table.Create(Column.Category("c", names)), [.. events]);
        var binning = (CategoryBinning)new OptimalBinning { MinBinShare = 0 }.Fit(data)["c"];
        Assert.Equal(["low", "middle", "rare0, rare1, rare10, rare11 and 16 more", "high"], binning.Bins.Take(4).Select(bin => bin.Label));
        Assert.Equal(200, binning.Bins[2].Count);
        Assert.Equal(2, binning.FindBin("rare13"));

        void Add(string name, int rows, Func<int, bool> isEvent)
        {
            names.AddRange(Enumerable.Repeat(name, rows));
            events.AddRange(Enumerable.Range(0, rows).Select(isEvent));
        }
    }

    [Fact]
    public void A_column_that_knows_the_answer_is_suspicious()
    {
        TrainingSet data = SampleData.Customers(1000);
        double[] answer = [.. data.Events.ToArray().Select(label => label ? 1.0 : 0)], nearly = [.. answer.Select((value, i) => i % 200 == 0 ? 1 - value : value)];
        Table table = Table.Create(Column.Numeric("answer", answer), Column.Numeric("nearly", nearly), Column.Category("word", answer.Select(value => value == 1 ? "yes" : "no")), data.Table["usage"]);
        BinningModel model = new OptimalBinning().Fit(data.WithTable(table));
        Assert.Equal(["answer", "nearly", "word"], model.Findings.Where(finding => finding.Code == FindingCodes.SuspiciousColumn).Select(finding => finding.ColumnName));
        Assert.All(model.Findings.Where(finding => finding.Code == FindingCodes.SuspiciousColumn), finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
    }

    [Fact]
    public void Categories_that_are_numbers_are_noticed()
    {
        TrainingSet data = SampleData.Customers(1000);
        string[] texts = [.. data.Table.Numeric("usage").Values.ToArray().Select(value => FormattableString.Invariant($"{value}"))];
        BinningModel model = new OptimalBinning().Fit(data.WithTable(Table.Create(Column.Category("usage", texts), data.Table["plan"])));
        Finding finding = Assert.Single(model.Findings, finding => finding.Code == FindingCodes.NumericCategories);
        Assert.Equal("usage", finding.ColumnName);
    }

    [Fact]
    public void One_bin_asked_for_is_no_finding() => Assert.Empty(new OptimalBinning { MaxBins = 1 }.Fit(Valley()).Findings);

    [Fact]
    public void Levels_that_no_row_has_are_unseen()
    {
        var data = TrainingSet.Create(Table.Create(Column.Category("c", new[] { 0, 1, 0, 1 }, ["a", "b", "ghost"])), [true, false, false, true]);
        var binning = (CategoryBinning)Loose.Fit(data)["c"];
        Assert.Equal(binning.UnseenBin, binning.FindBin("ghost"));
    }

    [Fact]
    public void Tables_are_written_for_people_and_programs()
    {
        ColumnBinning binning = Loose.Fit(Set("1 1 1 2 2 2 - -", "00101110"))["x"];
        Assert.Equal(
            """
            x          Count    Share  Events  Non-events  Event rate      WOE      IV
            ---------  -----  -------  ------  ----------  ----------  -------  ------
            (-inf, 2)      3   37.5 %       1           2      33.3 %  -0.6931  0.1733
            [2, inf)       3   37.5 %       2           1      66.7 %   0.6931  0.1733
            missing        2   25.0 %       1           1      50.0 %   0.0000  0.0000
            total          8  100.0 %       4           4      50.0 %           0.3466

            """,
            binning.ToText());
        Assert.StartsWith("| x | Count | Share |", binning.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        Assert.Contains("\"(-inf, 2)\",3,0.375,1,2,0.3333333333333333,-0.6931471805599453,", binning.ToText(TableFormat.Csv), StringComparison.Ordinal);
    }

    [DataFact]
    public void Every_column_of_telco_adds_up()
    {
        TrainingSet telco = RealData.Telco();
        BinningModel model = new OptimalBinning().Fit(telco);
        Assert.Equal(19, model.Columns.Count);
        foreach (ColumnBinning binning in model.Columns)
        {
            Assert.Equal(7043, binning.Bins.Sum(bin => bin.Count));
            Assert.Equal(1869, binning.Bins.Sum(bin => bin.Events));
            Same.Within(1e-12, binning.Bins.Sum(bin => bin.InformationValue), binning.InformationValue);
        }
    }

    private static TrainingSet Set(string values, string labels) => TrainingSet.Create(
        Table.Create(Column.Numeric("x", values.Split(' ').Select(value => value == "-" ? (double?)null : double.Parse(value, null)))),
        [.. labels.Select(c => c == '1')]);

    private static TrainingSet Valley()
    {
        double[] x = [.. Enumerable.Range(0, 900).Select(i => (double)(i % 90))];
        bool[] events = [.. Enumerable.Range(0, 900).Select(i => Math.Abs((i % 90) - 45) / 5 > i * 7 % 10)];
        return TrainingSet.Create(Table.Create(Column.Numeric("x", x)), events);
    }

    private static string Described(BinningModel model) => string.Join('\n', model.Columns.Select(binning =>
        $"{binning.Trend} {string.Join(' ', binning.Bins.Select(bin => FormattableString.Invariant($"{bin.Label} {bin.Events:R} {bin.NonEvents:R} {bin.Woe:R}")))} {string.Join(' ', binning.Candidates)}"));
}
