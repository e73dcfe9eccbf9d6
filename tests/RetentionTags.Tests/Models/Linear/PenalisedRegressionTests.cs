using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>
/// Reference results: shared fixtures lcg500.json (scikit-learn 1.2.1, saga, random_state 0, whose optimum the fixture checked to 1e-13), lcg500_r.json, telco_r.json and bank_r.json (R 4.2.2, glmnet 4.1-6; within 1e-6 of the optimum).
/// glmnet's λ is multiplied by the sum of the weights.
/// </summary>
public class PenalisedRegressionTests : PropertyTests
{
    private const double Tight = 1e-9;

    [Fact]
    public void Equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        var raw = new LogisticRegression { PenaltyScale = PenaltyScale.Raw };
        Agree(Tight, [-1.3337331049474568, 0.20477024711469283, 0, 0.1280476124220811, 0], (raw with { L1 = 20 }).Fit(data));
        Agree(Tight, [-1.4536325705337256, 0.21276095951757484, 0, 0.3818034267230139, 0], (raw with { L1 = 10, L2 = 10 }).Fit(data));
    }

    [Fact]
    public void Equals_glmnet_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticRegression raw = new() { PenaltyScale = PenaltyScale.Raw }, standardized = new() { L1 = 0.02 * 500 };
        Agree(1e-6, [-1.5177242962176487, 0.21534501273900652, 0, 0.54014728836900661, 0], (raw with { L1 = 10 }).Fit(data));
        Agree(1e-6, [-1.387809661632371, 0.2186779994887077, -0.34659687581153881, 0.62144154974730137, 0], (raw with { L1 = 5, L2 = 5 }).Fit(data));
        Agree(1e-6, [-1.3063378374807066, 0.25843753850072976, -0.51928231863237972, 0.67863761417768098, -0.070996371750928142], (raw with { L2 = 10 }).Fit(data));
        Agree(1e-6, [-1.10289592376975, 0.1918957197890398, -0.76780966912000848, 0.76857188180363911, 0], standardized.Fit(data));
    }

    [DataFact]
    public void Equals_glmnet_on_telco()
    {
        TrainingSet data = RealData.TelcoDesign();
        double lambda = 0.02 * data.RowCount;
        Agree(1e-6, [-1.7877333877936896, -0.054303867831313718, 0.032571231879336394, 0, 0, 0], new LogisticRegression { L1 = lambda, PenaltyScale = PenaltyScale.Raw }.Fit(data));
        Agree(1e-6, [-1.2740205405909832, -0.030298857262998212, 0.019631626681902235, 0.26910152475971494, -0.61223796064610669, -1.1035888346503875], new LogisticRegression { L1 = lambda }.Fit(data));
        Agree(1e-6, [-1.3133664118163646, -0.029875115271269341, 0.020357563093124732, 0.366726170631966, -0.77063884274414818, -1.296144042963848], new LogisticRegression { L1 = lambda / 2, L2 = lambda / 2 }.Fit(data));
        Agree(1e-6, [-1.3557615675366057, -0.030027608946895521, 0.021160361240699914, 0.46299706973253374, -0.90060579087067694, -1.4363624362952632], new LogisticRegression { L2 = lambda }.Fit(data));
    }

    [DataFact]
    public void Equals_glmnet_on_weighted_bank_marketing()
    {
        TrainingSet data = RealData.BankNumbers();
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(i => 1.0 + (i % 3))];
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, weights);
        LogisticModel model = new LogisticRegression { L1 = 0.005 * weighted.TotalWeight }.Fit(weighted);
        Agree(1e-6, [-2.0803009794959504, 0.0026841324375744251, 2.5805365190013444e-05, 0, -0.081826796093949938, 0.0015242808745960814, 0.057590819768289517], model);
        double[] deviations = Deviations(weighted);
        Same.Within(1e-6, new[] { 0.0026841324375744251, 2.5805365190013444e-05, 0, -0.081826796093949938, 0.0015242808745960814, 0.057590819768289517 }.Select((value, j) => value * deviations[j]), model.Coefficients.Select((each, j) => each.Value * deviations[j]));
        Assert.True(WorstCondition(model, weighted) < Tight);
    }

    [Fact]
    public void Every_face_is_found_that_trying_all_of_them_finds()
    {
        var seen = new HashSet<string>();
        for (int seed = 1; seed <= 60; seed++)
        {
            (TrainingSet data, LogisticRegression recipe) = RandomProblem(seed);
            LogisticModel model = recipe.Fit(data);
            double[] deviations = recipe.PenaltyScale == PenaltyScale.Raw ? [1, 1, 1] : Deviations(data);
            double[] factors = [.. data.Table.Columns.Select(column => recipe.PenaltyFactors.FirstOrDefault(each => each.Column == column.Name)?.Factor ?? 1)];
            (double, double)[] bounds = [.. data.Table.Columns.Select(column => recipe.Bounds.FirstOrDefault(each => each.Column == column.Name) is CoefficientBounds own ? (own.Lower, own.Upper) : (recipe.MinCoefficient, recipe.MaxCoefficient))];
            var bruteForce = new BruteForceLogistic(data, [.. factors.Select((factor, j) => recipe.L1 * factor * deviations[j])], [.. factors.Select((factor, j) => recipe.L2 * factor * deviations[j] * deviations[j])], bounds);
            double[] expected = bruteForce.Minimize(), found = Values(model);
            Assert.True(model.Convergence.IsConverged, $"seed {seed}");
            Same.Within(1e-8, expected, found);
            for (int j = 0; j < 3; j++)
                Assert.Equal(Place(expected[j + 1], bounds[j]), Place(found[j + 1], bounds[j]));
            Assert.True(WorstCondition(model, data) < Tight, $"seed {seed}");
            seen.Add(string.Join(' ', found.Skip(1).Select((value, j) => Place(value, bounds[j]))));
        }

        Assert.True(seen.Count > 20, $"only {seen.Count} kinds of optima were met");

        static string Place(double value, (double Lower, double Upper) bounds) => value == bounds.Lower ? "lower" : value == bounds.Upper ? "upper" : value == 0 ? "0" : value < 0 ? "-" : "+";
    }

    private static (TrainingSet Data, LogisticRegression Recipe) RandomProblem(int seed)
    {
        var random = new SplitMix64(seed);
        double[][] columns = [new double[40], new double[40], new double[40]];
        double[] weights = new double[40];
        bool[] events = new bool[40];
        for (int row = 0; row < 40; row++)
        {
            columns[0][row] = SampleData.Uniform(ref random) - 0.5;
            columns[1][row] = (3 * SampleData.Uniform(ref random)) + columns[0][row];
            columns[2][row] = random.Next(2);
            weights[row] = 1 + random.Next(3);
            events[row] = SampleData.Uniform(ref random) < 1 / (1 + Math.Exp(-(columns[0][row] - (0.3 * columns[1][row]) + (0.6 * columns[2][row]))));
        }

        TrainingSet data = TrainingSet.Create(Table.Create([.. columns.Select((values, j) => Column.Numeric($"x{j}", values))]), events, weights);
        double[] lows = [double.NegativeInfinity, 0, -0.2, 0.1], highs = [double.PositiveInfinity, 0.05, 0, 0.3];
        var recipe = new LogisticRegression
        {
            L1 = random.Next(3) == 0 ? 0 : 4 * SampleData.Uniform(ref random),
            L2 = random.Next(2) == 0 ? 0 : 4 * SampleData.Uniform(ref random),
            PenaltyScale = random.Next(2) == 0 ? PenaltyScale.Raw : PenaltyScale.Standardized,
            PenaltyFactors = random.Next(2) == 0 ? [] : [new("x1", 0.5 * random.Next(4))],
            MinCoefficient = random.Next(2) == 0 ? double.NegativeInfinity : -0.1,
            MaxCoefficient = random.Next(2) == 0 ? double.PositiveInfinity : 0.4,
            Bounds = random.Next(2) == 0 ? [] : [Bounds("x0", ref random), Bounds("x2", ref random)],
        };
        return (data, recipe);

        CoefficientBounds Bounds(string column, ref SplitMix64 random)
        {
            double low = lows[random.Next(lows.Length)], high = highs[random.Next(highs.Length)];
            return low <= high ? new(column, low, high) : new(column, high, low);
        }
    }

    [Property(MaxTest = 60)]
    public void Conditions_of_the_optimum_hold_whatever_is_asked(int seed, byte l1, byte l2, bool positive)
    {
        TrainingSet data = SampleData.Customers(200, seed, categories: false);
        var recipe = new LogisticRegression { L1 = l1 / 8.0, L2 = l2 / 8.0, MinCoefficient = positive ? 0 : double.NegativeInfinity };
        LogisticModel model = recipe.Fit(data);
        Assert.True(model.Convergence.IsConverged);
        Assert.True(WorstCondition(model, data) < Tight);
        Assert.True(model.Convergence.MaxGradient < Tight);
        if (positive)
            Assert.All(model.Coefficients, coefficient => Assert.True(coefficient.Value >= 0));
    }

    [Property(MaxTest = 40)]
    public void A_whole_weight_equals_as_many_copies(int seed, byte l1)
    {
        TrainingSet data = SampleData.Customers(150, seed, categories: false);
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => 1.0 + (row % 3))];
        int[] copies = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Enumerable.Repeat(row, 1 + (row % 3)))];
        var recipe = new LogisticRegression { L1 = l1 / 4.0, L2 = 1 };
        Same.Within(1e-10, Values(recipe.Fit(data.Rows(copies))), Values(recipe.Fit(TrainingSet.Create(data.Table, data.Events, weights))));
    }

    [Property(MaxTest = 40)]
    public void The_unit_of_a_column_does_not_matter_to_a_standardised_penalty(int seed, byte l1)
    {
        TrainingSet data = SampleData.Customers(150, seed, categories: false);
        double[] changed = [.. data.Table.Numeric("visits").Values.ToArray().Select(value => (250 * value) - 7)];
        TrainingSet other = data.WithTable(Table.Create(data.Table["usage"], Column.Numeric("visits", changed), data.Table["noise"]));
        var recipe = new LogisticRegression { L1 = l1 / 4.0, L2 = 1 };
        LogisticModel model = recipe.Fit(data), rescaled = recipe.Fit(other);
        Same.Within(1e-10, model.Coefficients.Select(each => each.Value), [rescaled.Coefficients[0].Value, 250 * rescaled.Coefficients[1].Value, rescaled.Coefficients[2].Value]);
        Same.Within(1e-10, model.Score(data.Table), rescaled.Score(other.Table));
    }

    [Fact]
    public void Bounds_that_are_kept_anyway_change_nothing()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel free = new LogisticRegression().Fit(data);
        LogisticModel bounded = new LogisticRegression { MinCoefficient = -2, Bounds = [new("x0", Lower: 0), new("x1", Upper: 0)] }.Fit(data);
        Same.Bits(Values(free), Values(bounded));
        Same.Bits(free.Covariance, bounded.Covariance);
        Assert.Empty(bounded.Findings);
    }

    [Fact]
    public void Active_bounds_are_named_and_there_are_no_standard_errors()
    {
        LogisticModel model = new LogisticRegression { MinCoefficient = 0 }.Fit(Lcg500.Rows());
        Assert.Equal([0, 0], new[] { model.Coefficients[1].Value, model.Coefficients[3].Value });
        Assert.All(model.Coefficients, coefficient => Assert.True(double.IsNaN(coefficient.StandardError)));
        Assert.Equal(["x1", "x3"], model.Findings.Where(finding => finding.Code == FindingCodes.ActiveBound).Select(finding => finding.ColumnName));
        Assert.Single(model.Findings, finding => finding.Code == FindingCodes.PenalisedInference);
        // What remains is the regression on the other two columns.
        TrainingSet data = Lcg500.Rows();
        LogisticModel two = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x2")));
        Same.Within(1e-10, Values(two), [model.Intercept.Value, model.Coefficients[0].Value, model.Coefficients[2].Value]);
    }

    [Fact]
    public void Columns_at_0_are_named()
    {
        LogisticModel model = new LogisticRegression { L1 = 20, PenaltyScale = PenaltyScale.Raw }.Fit(Lcg500.Rows());
        Assert.Equal(["x1", "x3"], model.Findings.Where(finding => finding.Code == FindingCodes.ZeroCoefficient).Select(finding => finding.ColumnName));
        Assert.Equal(3, model.Convergence.Rank);
    }

    [Fact]
    public void A_factor_of_0_frees_a_column_and_a_great_one_shuts_it_out()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = new LogisticRegression { L1 = 1e6, PenaltyFactors = [new("x1", 0)] }.Fit(data);
        Same.Within(1e-10, Values(new LogisticRegression().Fit(data.WithTable(data.Table.Select("x1")))), [model.Intercept.Value, model.Coefficients[1].Value]);
        LogisticModel ridge = new LogisticRegression { L2 = 1e-3, PenaltyFactors = [new("x3", 1e15)] }.Fit(data);
        Same.Within(1e-9, [0], [ridge.Coefficients[3].Value]);
        Assert.NotEqual(0, ridge.Coefficients[0].Value);
    }

    [Fact]
    public void A_fixed_coefficient_is_that_very_number()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = new LogisticRegression { Bounds = [new("x1", -0.1, -0.1), new("x2", 0.3, 0.7)] }.Fit(data);
        Assert.Equal((-0.1, 0.7), (model.Coefficients[1].Value, model.Coefficients[2].Value));
    }

    [Fact]
    public void Separation_by_a_column_without_a_penalty_is_found_and_a_penalty_or_a_bound_prevents_it()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => (double)i)], z = [.. Enumerable.Range(0, 60).Select(i => (double)(i * 7 % 11))];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", x), Column.Numeric("z", z)), [.. x.Select(value => value >= 30)]);
        LogisticModel separated = new LogisticRegression { L1 = 1, PenaltyFactors = [new("x", 0)] }.Fit(data);
        Assert.Equal(StopReason.Separation, separated.Convergence.Reason);
        Assert.Contains("'x'", separated.Findings.Single(finding => finding.Code == FindingCodes.Separation).Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.Separation, new LogisticRegression { MinCoefficient = 0 }.Fit(data).Convergence.Reason);
        foreach (LogisticRegression recipe in (LogisticRegression[])[new() { L1 = 1 }, new() { Bounds = [new("x", 0, 0.5)] }, new() { Bounds = [new("x", Upper: 0)] }])
        {
            LogisticModel model = recipe.Fit(data);
            Assert.True(model.Convergence.IsConverged);
            Assert.True(WorstCondition(model, data) < Tight);
        }
    }

    [Fact]
    public void Equal_columns_and_wild_values_do_not_keep_it_from_the_optimum()
    {
        TrainingSet data = SampleData.Customers(500, seed: 3, categories: false);
        double[] wild = data.Table.Numeric("noise").Values.ToArray();
        wild[7] = 1e9;
        TrainingSet other = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("again", data.Table.Numeric("usage").Values.ToArray()), Column.Numeric("wild", wild), Column.Numeric("same", new double[500])]));
        foreach (LogisticRegression recipe in (LogisticRegression[])[new() { L1 = 3 }, new() { L1 = 1, L2 = 2 }, new() { MinCoefficient = 0 }, new() { L1 = 1e-3, PenaltyScale = PenaltyScale.Raw }])
        {
            LogisticModel model = recipe.Fit(other);
            Assert.True(model.Convergence.IsConverged);
            Assert.True(WorstCondition(model, other) < Tight);
            Assert.Equal(0, model.Coefficients[^1].Value);
            Assert.All(model.Coefficients, coefficient => Assert.True(coefficient.Value == 0 || Math.Abs(coefficient.Value) > 1e-12));
        }

        // With a ridge equal columns share their part equally.
        LogisticModel shared = new LogisticRegression { L1 = 1, L2 = 2 }.Fit(other);
        Assert.Equal(shared.Coefficients[0].Value, shared.Coefficients[3].Value, 1e-10);
    }

    [Fact]
    public void Class_weights_and_a_population_move_the_intercept_of_a_penalised_fit_too()
    {
        TrainingSet data = Lcg500.Rows();
        double[] weights = [.. Enumerable.Range(0, 500).Select(row => data.Events[row] ? 3.0 : 1.0)];
        LogisticModel byHand = new LogisticRegression { L1 = 5, PenaltyScale = PenaltyScale.Raw }.Fit(TrainingSet.Create(data.Table, data.Events, weights));
        LogisticModel model = new LogisticRegression { L1 = 5, PenaltyScale = PenaltyScale.Raw, ClassWeights = new() { Events = 3 } }.Fit(data);
        Same.Within(1e-10, [byHand.Intercept.Value - Math.Log(3), .. byHand.Coefficients.Select(each => each.Value)], Values(model));
        LogisticModel moved = new LogisticRegression { L1 = 5 }.Fit(data.WithPopulationEventRate(0.1));
        LogisticModel still = new LogisticRegression { L1 = 5 }.Fit(data);
        Same.Within(1e-12, [still.Intercept.Value + Math.Log(0.1 / 0.9) - Math.Log(206.0 / 294)], [moved.Intercept.Value]);
    }

    [Fact]
    public void What_is_loaded_has_all_settings_and_fits_as_what_was_saved()
    {
        TrainingSet data = Lcg500.Rows();
        var recipe = new LogisticRegression { L1 = 2, L2 = 0.5, MinCoefficient = -0.7, MaxCoefficient = 3, Bounds = [new("x0", Lower: 0), new("x3", Upper: 1)], PenaltyFactors = [new("x2", 0.25)] };
        LogisticModel model = recipe.Fit(data);
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        LogisticModel loaded = LogisticModel.Load(stream);
        Assert.Equal(recipe, loaded.Recipe);
        Same.Bits(Values(model), Values(loaded.Recipe.Fit(data)));
        Assert.Equal(model.Convergence, loaded.Convergence);
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        TrainingSet data = Lcg500.Rows();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { L1 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { MinCoefficient = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { MaxCoefficient = double.NegativeInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { Bounds = [new("x0", 1, 0)] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { PenaltyFactors = [new("x0", -1)] });
        Assert.Contains("'x0' twice", Assert.Throws<ArgumentException>(() => new LogisticRegression { Bounds = [new("x0"), new("x0")] }).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => new LogisticRegression { Bounds = [new("y", 0)] }.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => new LogisticRegression { PenaltyFactors = [new("y", 0)] }.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LogisticRegression { MinCoefficient = 1, MaxCoefficient = 0 }.Fit(data));
    }

    /// <summary>
    /// The conditions of Karush, Kuhn and Tucker by their definition, on the columns as given and then on the scale of standardised ones, in the mean objective.
    /// </summary>
    internal static double WorstCondition(LogisticModel model, TrainingSet data)
    {
        LogisticRegression recipe = model.Recipe;
        double[] deviations = Deviations(data), p = model.Score(data.Table);
        double worst = Math.Abs(Sum(_ => 1));
        for (int j = 0; j < model.Coefficients.Count; j++)
        {
            (string name, double b) = (model.Coefficients[j].Name, model.Coefficients[j].Value);
            if (deviations[j] == 0)
                continue;
            double[] values = data.Table.Numeric(name).Values.ToArray();
            double mean = Enumerable.Range(0, data.RowCount).Sum(row => WeightOf(data, row) * values[row]) / data.TotalWeight;
            double factor = recipe.PenaltyFactors.FirstOrDefault(each => each.Column == name)?.Factor ?? 1, scale = recipe.PenaltyScale == PenaltyScale.Raw ? 1 : deviations[j];
            CoefficientBounds bounds = recipe.Bounds.FirstOrDefault(each => each.Column == name) ?? new(name, recipe.MinCoefficient, recipe.MaxCoefficient);
            Assert.InRange(b, bounds.Lower, bounds.Upper);
            double l1 = recipe.L1 * factor * scale, slope = Sum(row => values[row] - mean) + (recipe.L2 * factor * scale * scale * b);
            double left = slope + (b > 0 ? l1 : -l1), right = slope + (b < 0 ? -l1 : l1);
            double violation = Math.Max(b > bounds.Lower ? left : 0, b < bounds.Upper ? -right : 0);
            worst = Math.Max(worst, violation / deviations[j]);
        }

        return worst / data.TotalWeight;

        double Sum(Func<int, double> factor) => Enumerable.Range(0, data.RowCount).Sum(row => WeightOf(data, row) * (p[row] - (data.Events[row] ? 1 : 0)) * factor(row));
    }

    private static double WeightOf(TrainingSet data, int row) => data.Weights.IsEmpty ? 1 : data.Weights[row];

    private static double[] Deviations(TrainingSet data) => [.. data.Table.Columns.Select(column =>
    {
        double[] values = ((NumericColumn)column).Values.ToArray();
        double mean = Enumerable.Range(0, values.Length).Sum(row => WeightOf(data, row) * values[row]) / data.TotalWeight;
        return Math.Sqrt(Enumerable.Range(0, values.Length).Sum(row => WeightOf(data, row) * (values[row] - mean) * (values[row] - mean)) / data.TotalWeight);
    })];

    private static void Agree(double tolerance, double[] expected, LogisticModel model)
    {
        Assert.True(model.Convergence.IsConverged);
        Same.Within(tolerance, expected, Values(model));
        for (int j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j] == 0, Values(model)[j] == 0);
    }

    private static double[] Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(coefficient => coefficient.Value)];
}
