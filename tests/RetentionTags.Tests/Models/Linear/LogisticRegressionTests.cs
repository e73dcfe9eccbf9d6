using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>
/// Reference results: shared fixtures lcg500.json, telco.json and bank.json (statsmodels 0.13.5, scikit-learn 1.2.1; coefficients from an 80-bit Newton solver
/// that agrees with both within 1e-11). Coefficients are compared at 1e-8 of their standard error, standard errors at 1e-9 of their value.
/// </summary>
public class LogisticRegressionTests : PropertyTests
{
    private static readonly double[] LcgCoefficients = [-1.002454967482336, 0.4035958760403835, -1.1474505485246351, 0.9883664621629894, -0.34580118806205806];

    private static readonly double[] LcgErrors = [0.31766075636318686, 0.18250848543090073, 0.3437183291028987, 0.2117102927820223, 0.3545678004696794];

    [Fact]
    public void Equals_statsmodels_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        Assert.Equal(206, data.EventWeight);
        Same.Within(1e-9, [2213, 250.183, 158, 1355.06], data.Table.Columns.Select(column => ((NumericColumn)column).Values.ToArray().Sum()));

        LogisticModel model = new LogisticRegression().Fit(data);
        Agree(model, LcgCoefficients, LcgErrors);
        Same.Relatively(1e-11, [-297.2311193126417, 604.4622386252834, 625.5352791173943], [model.LogLikelihood, model.Aic, model.Bic]);
        Same.Relatively(1e-10, [-338.7891068585658], [model.NullLogLikelihood]); // statsmodels fits the null model and stops 1.6e-8 short of it
        Same.Relatively(1e-8, [0.0016009113086414314, 0.027009434482632485, 0.000842788745114857, 3.0342797829183337e-06, 0.32942376101286275], [model.Intercept.PValue, .. model.Coefficients.Select(each => each.PValue)]);
        Same.Relatively(1e-8, [-3.155740667998071, 2.2113814329645987, -3.3383455328654397, 4.66848564221965, -0.9752752156399767], [model.Intercept.Z, .. model.Coefficients.Select(each => each.Z)]);
        Same.Within(1e-10, [0.10090835613323194, 0.026251032884909296, -0.05768341240836639, -0.015585682664726645, -0.06374334095075081], model.Covariance[..5].ToArray());
        Assert.True(model.Convergence.IsConverged);
        Assert.InRange(model.Convergence.Iterations, 3, 8);
        Assert.Empty(model.Findings);
    }

    [Fact]
    public void Equals_a_weighted_glm_on_lcg500()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows(weighted: true));
        Agree(
            model,
            [-1.0625729654784022, 0.16986379662951787, -1.234715194532938, 0.9690895129780533, 0.10098651704998232],
            [0.21986414107290717, 0.12718688918047066, 0.2396401364131306, 0.14868868821208678, 0.2482723274260902]);
        Same.Relatively(1e-11, [1201.6126565605568, 1362.6017071791932], [-2 * model.LogLikelihood, -2 * model.NullLogLikelihood]);
    }

    [Fact]
    public void Equals_the_ridge_optimum_on_lcg500()
    {
        LogisticModel model = new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw }.Fit(Lcg500.Rows());
        double[] expected = [-1.0738756204481226, 0.3688913340152671, -1.0191234109819334, 0.9417276175800803, -0.2797957608153645];
        Same.Within(1e-9, expected, Values(model));
        Assert.All(model.Coefficients, coefficient => Assert.True(double.IsNaN(coefficient.StandardError)));
        Assert.Equal(FindingCodes.PenalisedInference, Assert.Single(model.Findings).Code);
    }

    /// <summary>models.md section 9.2: intercept, tenure, MonthlyCharges, SeniorCitizen, One year, Two year.</summary>
    [DataFact]
    public void Equals_statsmodels_on_telco()
    {
        TrainingSet data = RealData.TelcoDesign();
        LogisticModel model = new LogisticRegression().Fit(data);
        Agree(
            model,
            [-1.6012522999557082, -0.03678067345051006, 0.02741231694555795, 0.4623725620322164, -1.0050277501472547, -1.9280579153421797],
            [0.0897850144835337, 0.0020586919024661, 0.0013645437823798, 0.0801884287035558, 0.1011342280553442, 0.1669091538404221]);
        Same.Relatively(1e-11, [-3056.3602676254795, -4075.072949547855, 6124.720535250959, 6165.879272219431], [model.LogLikelihood, model.NullLogLikelihood, model.Aic, model.Bic]);

        LogisticModel raw = new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw }.Fit(data);
        Same.Within(1e-9, [-1.6033847474707275, -0.03711166263129623, 0.02747397527790928, 0.4625904386630551, -0.9876239826615757, -1.8731795514888248], Values(raw));

        double[] deviations = [24.55773742286321, 30.08791085493703, 0.3685854360309510, 0.4066972938335088, 0.4274869507095412];
        double[] standardized = [-0.9016860000235927, 0.8228936218782573, 0.1704707369728068, -0.4083627115184148, -0.8213342792458609];
        LogisticModel scaled = new LogisticRegression { L2 = 1 }.Fit(data);
        Same.Within(1e-9, standardized, scaled.Coefficients.Select((coefficient, j) => coefficient.Value * deviations[j]));
    }

    /// <summary>models.md section 9.2: measures of the same fit on its own rows.</summary>
    [DataFact]
    public void Telco_scores_have_the_published_measures()
    {
        TrainingSet data = RealData.TelcoDesign();
        double[] scores = new LogisticRegression().Fit(data).Score(data.Table);
        BinaryEvaluation evaluation = BinaryEvaluation.Of(scores, data.Events);
        Same.Within(1e-11, [0.8291053985819951, 0.4339571585440125, 0.1424346184608418, 0.5165560071833010], [evaluation.Auc, evaluation.LogLoss, evaluation.Brier, evaluation.KolmogorovSmirnov]);
        ConfusionMatrix half = evaluation.At(0.5);
        Assert.Equal((4638.0, 536.0, 934.0, 935.0), (half.TrueNegatives, half.FalsePositives, half.FalseNegatives, half.TruePositives));
        Same.Within(1e-12, [0.791282124094846, 0.6356220258327668, 0.5002675227394329, 0.5598802395209581], [half.Accuracy, half.Precision, half.Recall, half.F1]);
    }

    /// <summary>models.md section 9.6: columns on very different scales (condition number 15,089), with and without weights.</summary>
    [DataFact]
    public void Equals_statsmodels_on_bank_marketing()
    {
        TrainingSet data = RealData.BankNumbers();
        Agree(
            new LogisticRegression().Fit(data),
            [-2.153589522972309, 0.006790207424630674, 3.71400987638501e-05, -0.003059203536818782, -0.12228990815611182, 0.001646660881372435, 0.07264186728972974],
            [0.0672961255774198, 0.0013600751313927, 3.941922684950e-06, 0.0018232986357565, 0.0083910558160521, 0.0001423589878582, 0.0068101231222580]);
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(i => 1.0 + (i % 3))];
        Agree(
            new LogisticRegression().Fit(TrainingSet.Create(data.Table, data.Events, weights)),
            [-2.157492565776098, 0.006959692597118659, 3.498755753615351e-05, -0.0030206559127197476, -0.12190614556847933, 0.0016689120240543985, 0.0721287024127238],
            [0.0474952416494473, 0.0009600916213226, 2.777946268399e-06, 0.0012873884150073, 0.0059124467266894, 0.0001001334671933, 0.0048415296246523]);
    }

    [Property(MaxTest = 200)]
    public void Scores_of_the_optimum_average_to_the_data(SmallSet set)
    {
        // Σ w (y − p) = 0 and Σ w x (y − p) = 0 at the optimum of a fit with an intercept and no penalty.
        TrainingSet data = FiniteNumbers(set);
        LogisticModel model = new LogisticRegression().Fit(data);
        if (!model.Convergence.IsConverged)
            return;
        double[] p = model.Score(data.Table);
        ReadOnlySpan<double> x = data.Table.Numeric("value").Values;
        double balance = 0, slope = 0;
        for (int row = 0; row < p.Length; row++)
        {
            double rest = data.Weights[row] * ((data.Events[row] ? 1 : 0) - p[row]);
            balance += rest;
            slope += rest * x[row];
        }

        Same.Within(1e-9 * data.TotalWeight, [0, 0], [balance, slope]);
    }

    [Fact]
    public void Rescaling_and_shifting_a_column_rescales_its_coefficient_and_moves_the_intercept_only()
    {
        TrainingSet data = Lcg500.Rows();
        double[] changed = [.. data.Table.Numeric("x1").Values.ToArray().Select(value => (1000 * value) + 7)];
        TrainingSet other = data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("x1", changed), data.Table["x2"], data.Table["x3"]));
        LogisticModel model = new LogisticRegression().Fit(data), rescaled = new LogisticRegression().Fit(other);
        Same.Relatively(1e-11, [model.Coefficients[1].Value / 1000, model.Coefficients[1].StandardError / 1000], [rescaled.Coefficients[1].Value, rescaled.Coefficients[1].StandardError]);
        Same.Within(1e-11, model.Score(data.Table), rescaled.Score(other.Table));
        Same.Within(1e-11, [model.Intercept.Value - (7 * rescaled.Coefficients[1].Value)], [rescaled.Intercept.Value]);
    }

    [Fact]
    public void Swapping_the_labels_turns_all_signs()
    {
        TrainingSet data = Lcg500.Rows();
        bool[] swapped = [.. data.Events.ToArray().Select(label => !label)];
        LogisticModel model = new LogisticRegression().Fit(data), other = new LogisticRegression().Fit(TrainingSet.Create(data.Table, swapped));
        Same.Within(1e-11, Values(model).Select(value => -value), Values(other));
    }

    /// <summary>models.md section 2.5: scikit-learn returns a slope of 22.8 here and says nothing, R one of 45.8.</summary>
    [Fact]
    public void Separated_classes_are_found_and_named()
    {
        LogisticModel model = new LogisticRegression().Fit(Toy([1, 2, 3, 4, 5, 6, 7, 8], "00001111"));
        Finding finding = Assert.Single(model.Findings);
        Assert.Equal(FindingCodes.Separation, finding.Code);
        Assert.Contains("'x'", finding.Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.Separation, model.Convergence.Reason);
        Assert.True(model.Coefficients[0].Value > 0);
    }

    [Fact]
    public void Nearly_separated_classes_are_found_and_only_the_guilty_column_is_named()
    {
        // All who have the flag are events: its coefficient has no finite optimum, that of x has.
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], flag = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        Table table = Table.Create(Column.Numeric("x", x), Column.Numeric("flag", flag));
        LogisticModel model = new LogisticRegression().Fit(TrainingSet.Create(table, [.. "0100101111".Select(c => c == '1')]));
        Finding finding = Assert.Single(model.Findings);
        Assert.Equal(FindingCodes.Separation, finding.Code);
        Assert.Contains("'flag'", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'x'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_separated_by_many_columns_together_are_found()
    {
        // 41 columns of ±1; each row agrees with its label in 30 of them. No column alone says much.
        var random = new SplitMix64(6);
        var columns = new double[41][];
        for (int j = 0; j < 41; j++)
            columns[j] = new double[2000];
        var events = new bool[2000];
        int[] order = [.. Enumerable.Range(0, 41)];
        for (int row = 0; row < 2000; row++)
        {
            events[row] = random.Next(2) == 1;
            random.Shuffle(order);
            for (int j = 0; j < 41; j++)
                columns[order[j]][row] = (j < 30) == events[row] ? 1 : -1;
        }

        TrainingSet data = TrainingSet.Create(Table.Create([.. columns.Select((column, j) => Column.Numeric($"x{j}", column))]), events);
        foreach (LogisticRegression recipe in (LogisticRegression[])[new(), new() { MaxIterations = 200 }, new() { Tolerance = 1e-3 }])
            Assert.Equal(FindingCodes.Separation, Assert.Single(recipe.Fit(data).Findings).Code);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.1)]
    public void A_loose_tolerance_does_not_hide_separation(double tolerance) =>
        Assert.Equal(StopReason.Separation, new LogisticRegression { Tolerance = tolerance }.Fit(Toy([1, 2, 3, 4, 5, 6], "000111")).Convergence.Reason);

    /// <summary>A heavy tail is no separation: the estimates are finite, and the fit says so.</summary>
    [Fact]
    public void Heavy_tails_are_not_taken_for_separation()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new SplitMix64(seed);
            double[] x = new double[1000];
            var events = new bool[1000];
            for (int row = 0; row < 1000; row++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - SampleData.Uniform(ref random))) * Math.Cos(2 * Math.PI * SampleData.Uniform(ref random));
                x[row] = Math.Exp(3 * normal);
                events[row] = SampleData.Uniform(ref random) < 1 / (1 + Math.Exp(1 - x[row]));
            }

            TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", x)), events);
            LogisticModel model = new LogisticRegression().Fit(data);
            Assert.True(model.Convergence.IsConverged, $"seed {seed}: {model.Convergence} {string.Join(' ', model.Findings)}");
            Stationary(model, data);
        }
    }

    /// <summary>One wild value makes a column look constant in every other row; its coefficient is what the other rows say.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e8)]
    [InlineData(1e9)]
    public void One_extreme_value_does_not_hide_what_the_others_say(double extreme)
    {
        var random = new SplitMix64(9);
        double[] x = new double[1000], z = new double[1000];
        var events = new bool[1000];
        for (int row = 0; row < 1000; row++)
        {
            x[row] = SampleData.Uniform(ref random) + SampleData.Uniform(ref random) + SampleData.Uniform(ref random) - 1.5;
            z[row] = SampleData.Uniform(ref random) - 0.5;
            events[row] = SampleData.Uniform(ref random) < 1 / (1 + Math.Exp(-2 * (x[row] + z[row])));
        }

        (x[0], events[0]) = (extreme, true);
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", x), Column.Numeric("z", z)), events);
        LogisticModel model = new LogisticRegression().Fit(data);
        Assert.True(model.Convergence.IsConverged, string.Join(' ', model.Findings));
        // The extreme row is certain either way, so the optimum is that of the other rows.
        LogisticModel others = new LogisticRegression().Fit(data.Rows([.. Enumerable.Range(1, 999)]));
        Same.Relatively(1e-6, Values(others), Values(model));
        Same.Relatively(1e-6, others.Coefficients.Select(each => each.StandardError), model.Coefficients.Select(each => each.StandardError));
    }

    [Fact]
    public void Rows_of_weight_0_count_nowhere_whatever_they_hold()
    {
        TrainingSet data = Lcg500.Rows();
        double[] x0 = data.Table.Numeric("x0").Values.ToArray(), weights = [.. Enumerable.Repeat(1.0, 500)];
        (x0[3], weights[3], x0[9], weights[9]) = (double.MaxValue, 0, double.NaN, 0);
        Table table = Table.Create(Column.Numeric("x0", x0), data.Table["x1"]);
        LogisticModel model = new LogisticRegression().Fit(TrainingSet.Create(table, data.Events, weights));
        LogisticModel without = new LogisticRegression().Fit(data.WithTable(table).Rows([.. Enumerable.Range(0, 500).Where(row => weights[row] > 0)]));
        Same.Bits([.. Values(without)], [.. Values(model)]);
    }

    /// <summary>Neither the unit of a column nor its distance from 0 matters.</summary>
    [Theory]
    [InlineData(1e154, 0)]
    [InlineData(1e-165, 0)]
    [InlineData(0.1, 1e9)]
    public void Columns_of_any_size_and_offset_are_fitted(double unit, double offset)
    {
        TrainingSet data = Lcg500.Rows();
        double[] x1 = data.Table.Numeric("x1").Values.ToArray();
        TrainingSet other = data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("x1", x1.Select(value => (value * unit) + offset).ToArray())));
        LogisticModel model = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x1"))), changed = new LogisticRegression().Fit(other);
        Assert.Empty(changed.Findings);
        Same.Relatively(1e-6, [model.Coefficients[1].Value / unit, model.Coefficients[1].StandardError / unit], [changed.Coefficients[1].Value, changed.Coefficients[1].StandardError]);
        Same.Within(1e-6, model.LogLikelihood, changed.LogLikelihood);
    }

    [Fact]
    public void Weights_in_other_units_lead_to_the_same_optimum()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = new LogisticRegression().Fit(data);
        LogisticModel heavy = new LogisticRegression().Fit(TrainingSet.Create(data.Table, data.Events, [.. Enumerable.Repeat(1e10, 500)]));
        Assert.True(heavy.Convergence.IsConverged);
        Same.Within(1e-9, Values(model), Values(heavy));
        Same.Relatively(1e-9, model.Coefficients.Select(each => each.StandardError / 1e5), heavy.Coefficients.Select(each => each.StandardError));
    }

    [Fact]
    public void The_report_tells_how_the_fit_ended()
    {
        Convergence strict = new LogisticRegression().Fit(Lcg500.Rows()).Convergence, loose = new LogisticRegression { Tolerance = 0.01 }.Fit(Lcg500.Rows()).Convergence;
        Assert.True(strict.RemainingStep <= 1e-10 && strict.MaxGradient < 1e-10);
        Assert.True(loose.IsConverged && loose.RemainingStep is <= 0.01 and > 1e-10 && loose.Iterations < strict.Iterations);
        Assert.Equal(0, strict.StepHalvings);
    }

    [Fact]
    public void A_penalty_makes_separated_classes_finite()
    {
        LogisticModel model = new LogisticRegression { L2 = 1 }.Fit(Toy([1, 2, 3, 4, 5, 6, 7, 8], "00001111"));
        Assert.True(model.Convergence.IsConverged);
    }

    [Fact]
    public void Constant_and_dependent_columns_get_a_zero_and_a_finding()
    {
        TrainingSet data = Lcg500.Rows();
        double[] sum = [.. data.Table.Numeric("x0").Values.ToArray().Zip(data.Table.Numeric("x1").Values.ToArray(), (a, b) => a + (2 * b))];
        Table table = Table.Create(data.Table["x0"], data.Table["x1"], Column.Numeric("sum", sum), Column.Numeric("same", Enumerable.Repeat(3.3, 500).ToArray()));
        LogisticModel model = new LogisticRegression().Fit(data.WithTable(table));
        LogisticModel plain = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x1")));
        Assert.Equal(["sum", "same"], model.Findings.Select(finding => finding.ColumnName));
        Assert.All(model.Findings, finding => Assert.Equal(FindingCodes.CollinearColumn, finding.Code));
        Assert.Equal([0, 0], model.Coefficients.Skip(2).Select(coefficient => coefficient.Value));
        Same.Within(1e-9, [.. Values(plain), 0, 0], Values(model));
        Same.Relatively(1e-9, plain.Coefficients.Select(each => each.StandardError), model.Coefficients.Take(2).Select(each => each.StandardError));
        Assert.Equal(3, model.Convergence.Rank);
    }

    [Fact]
    public void Too_few_iterations_are_a_finding()
    {
        LogisticModel model = new LogisticRegression { MaxIterations = 2 }.Fit(Lcg500.Rows());
        Assert.Equal(FindingCodes.NotConverged, Assert.Single(model.Findings).Code);
        Assert.Equal(StopReason.MaxIterations, model.Convergence.Reason);
    }

    [Fact]
    public async Task Any_number_of_threads_gives_the_same_bits()
    {
        // 40,000 rows are three chunks. One processor runs them one after the other.
        TrainingSet data = SampleData.Customers(40_000, categories: false);
        LogisticModel many = new LogisticRegression().Fit(data);
        var one = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;
        LogisticModel single = await Task.Factory.StartNew(() => new LogisticRegression().Fit(data), CancellationToken.None, TaskCreationOptions.None, one);
        Same.Bits([.. Values(many)], [.. Values(single)]);
        Same.Bits(many.Covariance, single.Covariance);
    }

    [Fact]
    public void One_class_is_an_error()
    {
        var failure = Assert.Throws<TrainingDataException>(() => new LogisticRegression().Fit(Toy([1, 2, 3], "111")));
        Assert.Contains("events", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_missing_and_infinite_values_are_errors_that_name_the_place()
    {
        Table words = Table.Create(Column.Category("plan", ["a", "b"]));
        Assert.Contains("'plan'", Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(TrainingSet.Create(words, [true, false]))).Message, StringComparison.Ordinal);
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
        {
            string message = Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(Toy([1, bad, 2], "010"))).Message;
            Assert.Contains("'x', row 1", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Scoring_a_missing_or_infinite_value_is_an_error_that_names_the_place()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows().WithTable(Lcg500.Rows().Table.Select("x0")));
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
        {
            string message = Assert.Throws<ArgumentException>(() => model.Score(Table.Create(Column.Numeric("x0", new[] { 1, bad })))).Message;
            Assert.Contains("'x0', row 1", message, StringComparison.Ordinal);
        }
    }

    /// <summary>Σ w (y − p) = 0 and Σ w (y − p) x = 0, relative to the size of the sums.</summary>
    private static void Stationary(LogisticModel model, TrainingSet data)
    {
        double[] p = model.Score(data.Table);
        double balance = 0, slope = 0, size = 0;
        for (int row = 0; row < p.Length; row++)
        {
            double rest = (data.Events[row] ? 1 : 0) - p[row], x = data.Table.Numeric("x").Values[row];
            balance += rest;
            slope += rest * x;
            size += Math.Abs(rest * x);
        }

        Same.Within(1e-8 * data.RowCount, 0, balance);
        Same.Within(1e-8 * size, 0, slope);
    }

    private static TrainingSet Toy(double[] x, string labels) =>
        TrainingSet.Create(Table.Create(Column.Numeric("x", x)), [.. labels.Select(c => c == '1')]);

    private static IEnumerable<double> Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(each => each.Value)];

    private static void Agree(LogisticModel model, double[] coefficients, double[] errors)
    {
        Coefficient[] all = [model.Intercept, .. model.Coefficients];
        for (int j = 0; j < all.Length; j++)
            Same.Within(1e-8 * errors[j], coefficients[j], all[j].Value, all[j].Name);
        Same.Relatively(1e-9, errors, all.Select(each => each.StandardError));
    }

    private static TrainingSet FiniteNumbers(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        double[] values = [.. data.Table.Numeric("value").Values.ToArray().Select(value => double.IsFinite(value) && Math.Abs(value) < 100 ? value : 0)];
        return data.WithTable(Table.Create(Column.Numeric("value", values)));
    }
}
