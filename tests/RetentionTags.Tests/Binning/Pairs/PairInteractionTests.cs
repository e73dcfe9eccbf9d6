using System.Text;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

/// <summary>What a pair says beyond the sum of its columns, against truths that are known and against <see cref="LogisticRegression"/>.</summary>
public class PairInteractionTests : PropertyTests
{
    private static readonly PairBinning Loose = new() { FirstColumn = "value", SecondColumn = "category", MinBinShare = 0, MinCategoryCount = 0 };

    /// <summary>Two strong main effects, one product and two columns of noise: the pair with the product comes first of six.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_product_beside_strong_main_effects_ranks_first(int seed)
    {
        IReadOnlyList<PairBinningModel> pairs = new PairSearch().Find(Product(seed, main: 2, product: 1));
        Assert.Equal(6, pairs.Count);
        Assert.Equal(("a", "b"), (pairs[0].FirstColumn, pairs[0].SecondColumn));
        Assert.True(pairs[0].InteractionGain > 0.003 && pairs[0].InteractionPValue < 1e-7, Facts(pairs[0]));
        Assert.All(pairs.Skip(1), pair => Assert.True(Math.Abs(pair.InteractionGain) < 0.002, Facts(pair)));
    }

    /// <summary>Without an interaction what is left is the choice of the regions by the same rows: less than 0.002 nats at 5,000 rows.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void Sums_and_noise_gain_next_to_nothing(double main)
    {
        var gains = new List<double>();
        for (int seed = 1; seed <= 8; seed++)
        {
            IReadOnlyList<PairBinningModel> pairs = new PairSearch().Find(Product(seed, main, product: 0));
            Assert.All(pairs, pair => Assert.True(Math.Abs(pair.InteractionGain) < 0.002, Facts(pair)));
            gains.AddRange(pairs.Select(pair => pair.InteractionGain));
        }

        Assert.True(Math.Abs(gains.Average()) < 0.001, FormattableString.Invariant($"{gains.Average()}"));
    }

    /// <summary>Exactly one of two is high: 0.8, otherwise 0.2. Together they say ln 2 − H(0.2) nats about a row, and their sum nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exclusive_or_gains_its_mutual_information(bool missing)
    {
        var random = new SplitMix64(9);
        const int Rows = 20_000;
        double[] a = new double[Rows], b = new double[Rows];
        var events = new bool[Rows];
        for (int row = 0; row < Rows; row++)
        {
            (a[row], b[row]) = (random.Next(10), random.Next(10));
            events[row] = random.Next(5) == 0 ^ a[row] >= 5 ^ b[row] >= 5;
            if (missing && random.Next(4) == 0)
                a[row] = double.NaN;
        }

        PairBinningModel model = new PairBinning { FirstColumn = "a", SecondColumn = "b", MaxBins = 4 }.Fit(TrainingSet.Create(Table.Create(Column.Numeric("a", a), Column.Numeric("b", b)), events));
        double information = Math.Log(2) + (0.2 * Math.Log(0.2)) + (0.8 * Math.Log(0.8));
        Same.Within(0.006, (missing ? 0.75 : 1) * information, model.InteractionGain);
        Assert.Equal(missing ? 4 : 3, model.InteractionDegreesOfFreedom);
        Assert.True(model.InteractionPValue < 1e-300);
    }

    /// <summary>Four regions of two columns with two values each are no choice: the statistic has its one degree of freedom, and its chances are those of the distribution.</summary>
    [Fact]
    public void P_values_of_regions_that_are_given_are_uniform()
    {
        const int Sets = 400, Rows = 1500;
        var recipe = new PairBinning { FirstColumn = "a", SecondColumn = "b" };
        var random = new SplitMix64(77);
        var chances = new double[Sets];
        for (int set = 0; set < Sets; set++)
        {
            double[] a = new double[Rows], b = new double[Rows];
            var events = new bool[Rows];
            for (int row = 0; row < Rows; row++)
            {
                (a[row], b[row]) = (random.Next(2), random.Next(2));
                events[row] = SampleData.Uniform(ref random) < LogisticFunctions.Sigmoid(-1 + a[row] + (0.7 * b[row]));
            }

            PairBinningModel model = recipe.Fit(TrainingSet.Create(Table.Create(Column.Numeric("a", a), Column.Numeric("b", b)), events));
            Assert.Equal((4, 1), (model.RegularBinCount, model.InteractionDegreesOfFreedom));
            chances[set] = model.InteractionPValue;
        }

        Array.Sort(chances);
        double distance = Enumerable.Range(0, Sets).Max(i => Math.Max(Math.Abs(chances[i] - ((double)i / Sets)), Math.Abs(chances[i] - ((i + 1.0) / Sets))));
        Assert.True(distance < 1.63 / Math.Sqrt(Sets), FormattableString.Invariant($"Kolmogorov–Smirnov distance {distance}"));
    }

    /// <summary>Both models as regressions on rows: the weights of evidence alone, and beside one dummy column for each bin but one.</summary>
    [Theory]
    [InlineData("usage", "visits", 3000, 10)]
    [InlineData("usage", "plan", 3000, 10)]
    [InlineData("plan", "noise", 3000, 10)]
    [InlineData("usage", "visits", 250, 20)]
    [InlineData("usage", "noise", 400, 20)]
    public void The_statistic_is_that_of_two_logistic_regressions(string first, string second, int rows, int maxPrebins)
    {
        TrainingSet data = SampleData.Customers(rows, missing: true);
        var recipe = new PairBinning { FirstColumn = first, SecondColumn = second, MaxPrebins = maxPrebins, MaxBins = 6 };
        PairBinningModel pair = recipe.Fit(data);
        BinningModel alone = new OptimalBinning { MaxPrebins = maxPrebins, MaxBins = 6, Trend = Trend.None }.Fit(data.WithTable(data.Table.Select(first, second)));
        int[] regions = new int[rows], firstBins = new int[rows], secondBins = new int[rows];
        pair.ToBins(data.Table, regions);
        alone[first].ToBins(data.Table[first], firstBins);
        alone[second].ToBins(data.Table[second], secondBins);
        var cases = new List<(double W1, double W2, int Region, bool IsEvent, double Weight)>();
        foreach (IGrouping<(int, int), int> cell in Enumerable.Range(0, rows).GroupBy(row => (firstBins[row], secondBins[row])))
        {
            bool isPure = cell.Select(row => data.Events[row]).Distinct().Count() == 1;
            foreach (int row in cell)
            {
                double w1 = alone[first].Bins[firstBins[row]].Woe, w2 = alone[second].Bins[secondBins[row]].Woe, share = 1.0 / cell.Count();
                cases.Add((w1, w2, regions[row], data.Events[row], 1));
                if (isPure)
                    cases.AddRange([(w1, w2, regions[row], true, share * data.EventRate), (w1, w2, regions[row], false, share * (1 - data.EventRate))]);
            }
        }

        if (rows < 1000)
            Assert.True(cases.Count > rows);
        Column[] additive = [Column.Numeric("w1", cases.Select(each => each.W1).ToArray()), Column.Numeric("w2", cases.Select(each => each.W2).ToArray())];
        Column[] dummies = [.. cases.Select(each => each.Region).Distinct().Order().Skip(1).Select(region => Column.Numeric($"region {region}", cases.Select(each => each.Region == region ? 1.0 : 0).ToArray()))];
        LogisticModel Fit(Column[] columns) => new LogisticRegression().Fit(TrainingSet.Create(Table.Create(columns), cases.Select(each => each.IsEvent).ToArray(), cases.Select(each => each.Weight).ToArray()));
        LogisticModel sum = Fit(additive), apart = Fit([.. additive, .. dummies]);
        Same.Within(1e-7, 2 * (apart.LogLikelihood - sum.LogLikelihood), pair.InteractionChiSquare);
        Assert.Equal(apart.Convergence.Rank - sum.Convergence.Rank, pair.InteractionDegreesOfFreedom);
        Same.Within(1e-9, (sum.Aic - apart.Aic) / (2 * data.RowCount), pair.InteractionGain);
    }

    [Property(MaxTest = 200)]
    public void Statistic_degrees_chance_and_gain_keep_their_bounds(SmallSet set)
    {
        PairBinningModel model = Loose.Fit(set.ToWeightedSet());
        int filled = model.Bins.Count(bin => bin.Count > 0);
        Assert.True(double.IsFinite(model.InteractionChiSquare) && model.InteractionChiSquare >= 0);
        Assert.InRange(model.InteractionDegreesOfFreedom, 0, filled - 1);
        Assert.InRange(model.InteractionPValue, 0, 1);
        Same.Within(1e-12, (model.InteractionChiSquare / 2) - model.InteractionDegreesOfFreedom, model.InteractionGain * (model.TotalEvents + model.TotalNonEvents));
        if (model.InteractionDegreesOfFreedom == 0)
            Assert.Equal((0.0, 1.0, 0.0), (model.InteractionChiSquare, model.InteractionPValue, model.InteractionGain));
    }

    [Property(MaxTest = 60)]
    public void One_region_without_missing_rows_says_nothing_beyond_the_sum(SmallSet set)
    {
        SmallRow[] rows = [.. set.Rows.Where(row => !double.IsNaN(row.Value) && row.Category is not null)];
        if (rows.All(row => row.IsEvent) || rows.All(row => !row.IsEvent))
            return;
        PairBinningModel model = (Loose with { MaxBins = 1 }).Fit(new SmallSet(rows).ToTrainingSet());
        Assert.Equal((0.0, 0, 1.0, 0.0), (model.InteractionChiSquare, model.InteractionDegreesOfFreedom, model.InteractionPValue, model.InteractionGain));
    }

    /// <summary>Two copies of a column: every region is one of the column's own, and the sum says it all.</summary>
    [Fact]
    public void A_column_beside_itself_does_not_interact_beyond_its_own_bins()
    {
        TrainingSet customers = SampleData.Customers(4000);
        TrainingSet data = customers.WithTable(Table.Create(Column.Numeric("visits", customers.Table.Numeric("visits").Values.ToArray()), Column.Numeric("again", customers.Table.Numeric("visits").Values.ToArray())));
        PairBinningModel model = new PairBinning { FirstColumn = "visits", SecondColumn = "again" }.Fit(data);
        Assert.True(model.RegularBinCount > 2);
        Same.Within(1e-6, 0, model.InteractionChiSquare);
        Assert.Equal(model.RegularBinCount - 2, model.InteractionDegreesOfFreedom);
    }

    [Theory]
    [InlineData("usage", "visits")]
    [InlineData("usage", "plan")]
    [InlineData("visits", "plan")]
    public void Columns_can_be_exchanged(string first, string second)
    {
        TrainingSet data = SampleData.Customers(3000, missing: true);
        PairBinningModel model = new PairBinning { FirstColumn = first, SecondColumn = second }.Fit(data), turned = new PairBinning { FirstColumn = second, SecondColumn = first }.Fit(data);
        Assert.True(model.InteractionDegreesOfFreedom > 3);
        Same.Within(1e-8, model.InteractionChiSquare, turned.InteractionChiSquare);
        Assert.Equal(model.InteractionDegreesOfFreedom, turned.InteractionDegreesOfFreedom);
    }

    [Fact]
    public void Saved_statistics_return_and_impossible_ones_are_refused()
    {
        PairBinningModel model = new PairBinning { FirstColumn = "usage", SecondColumn = "visits" }.Fit(SampleData.Customers(1000));
        var stream = new MemoryStream();
        model.Save(stream);
        string json = Encoding.UTF8.GetString(stream.ToArray());
        PairBinningModel loaded = Load(json);
        Assert.Equal((model.InteractionChiSquare, model.InteractionDegreesOfFreedom, model.InteractionGain), (loaded.InteractionChiSquare, loaded.InteractionDegreesOfFreedom, loaded.InteractionGain));
        Assert.Throws<InvalidDataException>(() => Load(json.Replace("\"interactionChiSquare\": ", "\"interactionChiSquare\": -", StringComparison.Ordinal)));
        Assert.Throws<InvalidDataException>(() => Load(json.Replace("\"interactionDegreesOfFreedom\": ", "\"interactionDegreesOfFreedom\": -", StringComparison.Ordinal)));
        Assert.Throws<InvalidDataException>(() => Load(json.Replace("\"interactionChiSquare\"", "\"other\"", StringComparison.Ordinal)));

        static PairBinningModel Load(string text) => PairBinningModel.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)));
    }

    private static string Facts(PairBinningModel pair) =>
        FormattableString.Invariant($"{pair.FirstColumn} × {pair.SecondColumn}: gain {pair.InteractionGain:G4}, chi-square {pair.InteractionChiSquare:G5} with {pair.InteractionDegreesOfFreedom}, p {pair.InteractionPValue:G3}");

    /// <summary>log-odds = −1 + main · (a + b) + product · ab with standard normal a and b; u and v are noise.</summary>
    private static TrainingSet Product(int seed, double main, double product)
    {
        const int Rows = 5000;
        var random = new SplitMix64(seed);
        double[][] columns = [.. Enumerable.Range(0, 4).Select(_ => new double[Rows])];
        var events = new bool[Rows];
        for (int row = 0; row < Rows; row++)
        {
            foreach (double[] column in columns)
                column[row] = Math.Sqrt(-2 * Math.Log(1 - SampleData.Uniform(ref random))) * Math.Cos(2 * Math.PI * SampleData.Uniform(ref random));
            (double a, double b) = (columns[0][row], columns[1][row]);
            events[row] = SampleData.Uniform(ref random) < LogisticFunctions.Sigmoid(-1 + (main * (a + b)) + (product * a * b));
        }

        return TrainingSet.Create(Table.Create(Column.Numeric("a", columns[0]), Column.Numeric("b", columns[1]), Column.Numeric("u", columns[2]), Column.Numeric("v", columns[3])), events);
    }
}
