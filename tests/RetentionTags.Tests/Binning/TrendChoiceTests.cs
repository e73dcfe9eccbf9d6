using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>The choice of a trend by information out of fold, and the numbers of its candidates.</summary>
public class TrendChoiceTests : PropertyTests
{
    private static readonly OptimalBinning CrossFitted = new() { TrendChoice = TrendChoice.CrossFitted };

    private static readonly OptimalBinning Loose = CrossFitted with { MinBinShare = 0, MinCategoryCount = 0 };

    [Property(MaxTest = 60)]
    public void Neither_order_nor_threads_nor_copies_change_a_bit(SmallSet set)
    {
        string expected = Described(Loose.Fit(set.ToTrainingSet()));
        Assert.Equal(expected, Described(Loose.Fit(set.ToTrainingSet())));
        Assert.Equal(expected, Described((Loose with { MaxThreads = 1 }).Fit(set.ToReversedSet())));
        Assert.Equal(Described(Loose.Fit(set.ToReplicatedSet())), Described(Loose.Fit(set.ToWeightedSet())));
    }

    [Fact]
    public void Candidates_carry_their_numbers_through_a_file()
    {
        TrainingSet data = SampleData.Customers(3000, missing: true);
        BinningModel model = CrossFitted.Fit(data);
        foreach (ColumnBinning column in model.Columns.OfType<NumericBinning>())
        {
            Assert.Equal([Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley], column.Candidates.Select(candidate => candidate.Trend));
            Assert.All(column.Candidates, candidate => Assert.True(double.IsFinite(candidate.Bic) && double.IsFinite(candidate.ObjectiveValue) && !double.IsNaN(candidate.CrossFittedInformationValue)));
            Assert.All(new OptimalBinning().Fit(data)[column.ColumnName].Candidates, candidate => Assert.True(double.IsNaN(candidate.CrossFittedInformationValue) && double.IsFinite(candidate.ObjectiveValue)));
        }

        Assert.Empty(model["plan"].Candidates);
        Assert.Equal(Trend.Ascending, model["usage"].Trend);
        Assert.Equal(Trend.Descending, model["visits"].Trend);
        var stream = new MemoryStream();
        model.Save(stream);
        BinningModel loaded = BinningModel.Load(new MemoryStream(stream.ToArray()));
        Assert.Equal(model.Columns.SelectMany(column => column.Candidates), loaded.Columns.SelectMany(column => column.Candidates));
        Assert.Equal(model.Recipe, loaded.Recipe);
    }

    [Fact]
    public void A_valley_and_a_peak_are_found()
    {
        for (int seed = 1; seed <= 8; seed++)
        {
            Assert.Equal(Trend.Valley, Chosen(seed, x => 0.15 + (1.2 * (x - 0.5) * (x - 0.5))));
            Assert.Equal(Trend.Peak, Chosen(seed, x => 0.45 - (1.2 * (x - 0.5) * (x - 0.5))));
        }
    }

    /// <summary>A bend near one end costs next to nothing out of fold, so it is found in some columns; the wrong direction never.</summary>
    [Fact]
    public void Straight_trends_mostly_stay_straight()
    {
        Trend[] rising = [.. Enumerable.Range(1, 16).Select(seed => Chosen(seed, x => 0.1 + (0.3 * x)))], falling = [.. Enumerable.Range(1, 16).Select(seed => Chosen(seed, x => 0.4 - (0.3 * x)))];
        Assert.DoesNotContain(Trend.Descending, rising);
        Assert.DoesNotContain(Trend.Ascending, falling);
        int straight = rising.Count(trend => trend == Trend.Ascending) + falling.Count(trend => trend == Trend.Descending);
        Assert.True(straight >= 16, $"{straight}");
    }

    /// <summary>On noise a bent trend always has the higher information value, so choosing by it would nearly always bend. Out of fold it has no advantage.</summary>
    [Fact]
    public void Noise_gets_simpler_trends_than_plain_information_would_choose()
    {
        int bent = 0, bentByInformation = 0;
        const int Columns = 60;
        for (int seed = 0; seed < Columns; seed++)
        {
            ColumnBinning binning = (CrossFitted with { MaxPrebins = 40 }).Fit(Rows(seed, 1000, _ => 0.3))["x"];
            bent += binning.Trend is Trend.Peak or Trend.Valley ? 1 : 0;
            bentByInformation += binning.Candidates.MaxBy(candidate => candidate.InformationValue)!.Trend is Trend.Peak or Trend.Valley ? 1 : 0;
        }

        Assert.True(bentByInformation >= 0.9 * Columns && bent <= 0.75 * Columns, $"{bent} {bentByInformation}");
    }

    /// <summary>Each candidate's number by fits of their own on the rows of four folds and counts of the fifth; only the draw of the folds is shared.</summary>
    [Fact]
    public void Information_out_of_fold_is_what_its_definition_says()
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            TrainingSet data = Rows(seed, 600, x => x < 0.5 ? 0.2 : 0.4, levels: 12, missing: seed % 2 == 0);
            OptimalBinning recipe = CrossFitted with { MinBinShare = 0.04, MinBinEvents = 3, CandidateCuts = [.. Enumerable.Range(1, 11).Select(i => (i - 0.5) / 12)], ShareBase = (ShareBase)(seed % 2) };
            ColumnBinning binning = recipe.Fit(data)["x"];
            var cells = Cells(data, 12);
            var folds = new FoldCounts(new IntervalCounts([.. cells.Take(12).Select(cell => cell.Events)], [.. cells.Take(12).Select(cell => cell.NonEvents)], data.EventWeight, data.NonEventWeight), 5);
            foreach (TrendCandidate candidate in binning.Candidates)
            {
                double sum = 0;
                for (int fold = 0; fold < 5; fold++)
                {
                    (double Events, double NonEvents)[] held = [.. Enumerable.Range(0, 12).Select(i => (folds.Of(fold)[i, i + 1].Events, folds.Of(fold)[i, i + 1].NonEvents))];
                    (double, double)[] rest = [.. cells.Take(12).Zip(held, (all, part) => (all.Events - part.Events, all.NonEvents - part.NonEvents)), cells[12]];
                    var fitted = (NumericBinning)(recipe with { Trend = candidate.Trend }).Fit(RowsOf(rest))["x"];
                    double events = held.Sum(cell => cell.Events), nonEvents = held.Sum(cell => cell.NonEvents);
                    sum += held.Select((cell, i) => ((cell.Events / events) - (cell.NonEvents / nonEvents)) * fitted.Bins[fitted.FindBin(i / 12.0)].Woe).Sum();
                }

                Same.Within(1e-12, sum / 5, candidate.CrossFittedInformationValue, $"{seed} {candidate}");
            }

            TrendCandidate best = binning.Candidates.Where(candidate => candidate.BinCount > 1).MaxBy(candidate => candidate.CrossFittedInformationValue)!;
            Assert.Equal(best.Trend, binning.Trend);
        }
    }

    /// <summary>Each candidate against a fit with its trend alone, and the objective against its formula.</summary>
    [Fact]
    public void Objective_values_are_what_their_formulas_say()
    {
        TrainingSet data = SampleData.Customers(1500, missing: true);
        double[] usage = data.Table.Numeric("usage").Values.ToArray();
        double regularRows = usage.Count(value => !double.IsNaN(value)), all = data.TotalWeight;
        foreach (BinningObjective objective in Enum.GetValues<BinningObjective>())
        {
            foreach ((double penalty, MissingPolicy missing) in ((double, MissingPolicy)[])[(0, MissingPolicy.OwnBin), (0.3, MissingPolicy.OwnBin), (0.3, MissingPolicy.Nearest)])
            {
                if (objective == BinningObjective.Gini && missing != MissingPolicy.OwnBin)
                    continue;
                OptimalBinning recipe = new() { Objective = objective, ConcentrationPenalty = penalty, Missing = missing, MaxPrebins = 30 };
                ColumnBinning chosen = recipe.Fit(data)["usage"];
                Assert.Equal(objective == BinningObjective.Gini ? 2 : 4, chosen.Candidates.Count);
                foreach (TrendCandidate candidate in chosen.Candidates)
                {
                    ColumnBinning alone = (recipe with { Trend = candidate.Trend }).Fit(data)["usage"];
                    Bin[] bins = [.. alone.Bins.Take(alone.RegularBinCount)];
                    Assert.Equal(bins.Length, candidate.BinCount);
                    Same.Within(1e-12, bins.Sum(bin => bin.InformationValue), candidate.InformationValue);
                    double value = objective == BinningObjective.Gini ? (candidate.Trend == Trend.Descending ? -1 : 1) * GiniOf(bins) : bins.Sum(bin => PartOf(objective, bin));
                    double concentration = bins.Sum(bin => Math.Pow(usage.Count(x => x >= bin.Lower && x < bin.Upper) / regularRows, 2));
                    Same.Within(1e-11, value - (penalty * concentration), candidate.ObjectiveValue, $"{objective} {candidate.Trend}");
                    if (candidate.Trend == chosen.Trend)
                        Assert.Equal(bins, chosen.Bins.Take(bins.Length), (a, b) => a.Label == b.Label && a.Events == b.Events && a.NonEvents == b.NonEvents);
                }
            }
        }

        double PartOf(BinningObjective objective, Bin bin)
        {
            double p = bin.Events / data.EventWeight, q = bin.NonEvents / data.NonEventWeight, m = (p + q) / 2, rate = data.EventRate;
            return objective switch
            {
                BinningObjective.InformationValue => (p - q) * Math.Log(p / q),
                BinningObjective.JensenShannon => ((p * Math.Log(p / m)) + (q * Math.Log(q / m))) / 2,
                BinningObjective.Hellinger => Math.Pow(Math.Sqrt(p) - Math.Sqrt(q), 2) / 2,
                BinningObjective.Triangular => (p - q) * (p - q) / (p + q),
                _ => ((Math.Pow(bin.Events - (bin.Count * rate), 2) / (bin.Count * rate)) + (Math.Pow(bin.NonEvents - (bin.Count * (1 - rate)), 2) / (bin.Count * (1 - rate)))) / all,
            };
        }
    }

    [Property(MaxTest = 100)]
    public void Folds_add_up(SmallSet set)
    {
        double[] events = [.. set.Rows.Select(row => row.Weight * (row.IsEvent ? 1.0 : 0.25))], nonEvents = [.. set.Rows.Select(row => row.Weight * (row.IsEvent ? 0 : 400.5))];
        for (int count = 2; count <= 6; count++)
        {
            var all = new IntervalCounts(events, nonEvents, events.Sum() + 3, nonEvents.Sum() + 7);
            var folds = new FoldCounts(all, count);
            for (int prebin = 0; prebin < events.Length; prebin++)
            {
                BinCounts[] parts = [.. Enumerable.Range(0, count).Select(fold => folds.Of(fold)[prebin, prebin + 1])];
                Same.Within(1e-9, all[prebin, prebin + 1].Events, parts.Sum(part => part.Events));
                Same.Within(1e-9, all[prebin, prebin + 1].NonEvents, parts.Sum(part => part.NonEvents));
                for (int fold = 0; fold < count; fold++)
                {
                    BinCounts rest = folds.Without(fold)[prebin, prebin + 1];
                    Assert.True(parts[fold].Events > -1e-9 && parts[fold].NonEvents > -1e-9 && rest.Events >= 0 && rest.NonEvents >= 0);
                    Same.Within(1e-9, all[prebin, prebin + 1].Count, parts[fold].Count + rest.Count);
                }
            }

            Same.Within(1e-9, all.TotalEvents - folds.Of(0)[0, events.Length].Events, folds.Without(0).TotalEvents);
            Same.Within(1e-9, all.TotalNonEvents - folds.Of(0)[0, events.Length].NonEvents, folds.Without(0).TotalNonEvents);
        }
    }

    /// <summary>The number of n rows that a fold has is binomial: mean n/F, variance n/F · (1 − 1/F), and two folds have the covariance −n/F². Up to 256 rows are drawn one by one, more at once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(400)]
    [InlineData(100_000)]
    public void Folds_have_binomial_sizes(int rows)
    {
        const int Prebins = 2000, Count = 5;
        double[] events = [.. Enumerable.Repeat((double)rows, Prebins)];
        var folds = new FoldCounts(new IntervalCounts(events, events, rows * Prebins, rows * Prebins), Count);
        double mean = (double)rows / Count, variance = mean * (1 - (1.0 / Count));
        double[][] sizes = [.. Enumerable.Range(0, Count).Select(folds.Of).Select(fold => Enumerable.Range(0, Prebins).SelectMany(prebin => (double[])[fold[prebin, prebin + 1].Events, fold[prebin, prebin + 1].NonEvents]).ToArray())];
        double draws = 2 * Prebins;
        for (int fold = 0; fold < Count; fold++)
        {
            Assert.All(sizes[fold], size => Assert.Equal(Math.Round(size), size));
            Assert.InRange((sizes[fold].Average() - mean) / Math.Sqrt(variance / draws), -4, 4);

            // The variance of a sample variance is (κ − 1) σ⁴/n, with the kurtosis κ = 3 + (1 − 6 p (1 − p))/(n p (1 − p)) of a binomial number.
            double kurtosis = 3 + ((1 - (6 * 0.2 * 0.8)) / (rows * 0.2 * 0.8)), spread = sizes[fold].Sum(size => Math.Pow(size - mean, 2)) / draws;
            Assert.InRange(((spread / variance) - 1) / Math.Sqrt((kurtosis - 1) / draws), -4, 4);
            double[] next = sizes[(fold + 1) % Count];
            double covariance = sizes[fold].Zip(next, (a, b) => (a - mean) * (b - mean)).Average();
            Same.Within(0.12, -mean / Count / variance, covariance / variance);
        }
    }

    private static Trend Chosen(int seed, Func<double, double> rate) => (CrossFitted with { MaxPrebins = 60 }).Fit(Rows(seed, 3000, rate))["x"].Trend;

    /// <summary>2 · AUC − 1 of the bins as they stand.</summary>
    private static double GiniOf(Bin[] bins)
    {
        double pairs = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            for (int j = 0; j < bins.Length; j++)
                pairs += bins[i].Events * bins[j].NonEvents * Math.Sign(i - j);
        }

        return pairs / (bins.Sum(bin => bin.Events) * bins.Sum(bin => bin.NonEvents));
    }

    /// <summary>A uniform column, or one of equally frequent levels 0, 1/levels …, and events with a rate that depends on it.</summary>
    private static TrainingSet Rows(int seed, int rows, Func<double, double> rate, int levels = 0, bool missing = false)
    {
        var random = new SplitMix64(seed);
        var x = new double[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            x[row] = levels == 0 ? SampleData.Uniform(ref random) : (double)random.Next(levels) / levels;
            events[row] = SampleData.Uniform(ref random) < rate(x[row]);
            x[row] = missing && random.Next(10) == 0 ? double.NaN : x[row];
        }

        return TrainingSet.Create(Table.Create(Column.Numeric("x", x)), events);
    }

    /// <summary>Events and non-events of each level, then of the missing rows.</summary>
    private static (double Events, double NonEvents)[] Cells(TrainingSet data, int levels)
    {
        var cells = new (double Events, double NonEvents)[levels + 1];
        for (int row = 0; row < data.RowCount; row++)
        {
            double value = data.Table.Numeric("x").Values[row];
            ref (double Events, double NonEvents) cell = ref cells[double.IsNaN(value) ? levels : (int)Math.Round(value * levels)];
            cell = data.Events[row] ? (cell.Events + 1, cell.NonEvents) : (cell.Events, cell.NonEvents + 1);
        }

        return cells;
    }

    private static TrainingSet RowsOf((double Events, double NonEvents)[] cells)
    {
        double[] values = [.. cells.Select((_, i) => i + 1 == cells.Length ? double.NaN : i / 12.0)];
        return TrainingSet.Create(
            Table.Create(Column.Numeric("x", values.Concat(values).ToArray())),
            [.. cells.Select(_ => true), .. cells.Select(_ => false)],
            [.. cells.Select(cell => cell.Events), .. cells.Select(cell => cell.NonEvents)]);
    }

    private static string Described(BinningModel model) => string.Join('\n', model.Columns.Select(binning =>
        FormattableString.Invariant($"{binning.Trend} {string.Join(' ', binning.Bins.Select(bin => FormattableString.Invariant($"{bin.Label} {bin.Events:R} {bin.NonEvents:R} {bin.Woe:R}")))} {string.Join(' ', binning.Candidates.Select(each => FormattableString.Invariant($"{each.Trend} {each.Bic:R} {each.CrossFittedInformationValue:R} {each.ObjectiveValue:R}")))}")));
}
