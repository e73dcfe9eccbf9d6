using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>
/// Firth's bias reduction. Reference results: shared fixtures lcg500_r.json, telco_r.json and bank_r.json (brglm2 0.9 in R 4.2.2, <c>AS_mean</c>), at 1e-9 of the coefficient's standard error; and the law of saturated models.
/// </summary>
public class FirthTests : PropertyTests
{
    private static readonly LogisticRegression Firth = new() { BiasReduction = BiasReduction.Firth };

    private static readonly LogisticRegression Corrected = new() { BiasReduction = BiasReduction.FirthWithInterceptCorrection };

    [Fact]
    public void Equals_brglm2_on_lcg500()
    {
        LogisticModel model = Firth.Fit(Lcg500.Rows());
        Agree(
            model,
            [-0.991426152592389, 0.3982537181636519, -1.1330458607026823, 0.9771361744191277, -0.34098507605707223],
            [0.31704784311545897, 0.18211070411812091, 0.3428846809514606, 0.21125327655397017, 0.3538686426077628]);
        Assert.True(model.Convergence.IsConverged);
        Assert.Equal(5, model.Convergence.Rank);
        Same.Relatively(1e-9, [10.609802702314926], [model.Convergence.ConditionNumber]);
        Assert.Equal(StandardErrors.ModelBased, model.StandardErrors);
        Assert.Empty(model.Findings);
    }

    [DataFact]
    public void Equals_brglm2_on_telco_and_its_intercept_correction_brings_the_rate_back()
    {
        TrainingSet data = RealData.TelcoDesign();
        LogisticModel model = Firth.Fit(data), corrected = Corrected.Fit(data);
        Agree(
            model,
            [-1.599345242454046, -0.03672885869438753, 0.02737673621175971, 0.4620543633860392, -1.0026300003336053, -1.9184097989172606],
            [0.08971380102714742, 0.0020570893847783457, 0.00136340722775835, 0.08015361921331633, 0.10103354068226529, 0.16622466667514446]);

        // models.md section 2.6.
        Same.Within(5e-7, [0.265545, 0.265370], [model.Score(data.Table).Average(), data.EventRate]);
        Same.Within(1e-12, data.EventRate, corrected.Score(data.Table).Average());
        Same.Within(1e-11, model.Coefficients.Select(each => each.Value), corrected.Coefficients.Select(each => each.Value));
        Assert.Equal(model.PenalizedLogLikelihood, corrected.PenalizedLogLikelihood);
    }

    [DataFact]
    public void Equals_brglm2_on_bank_marketing() => Agree(
        Firth.Fit(RealData.BankNumbers()),
        [-2.1537574153772647, 0.006792763111671604, 3.7139767000532915e-05, -0.0030578444420186705, -0.12207419885691428, 0.0016477404864404046, 0.07261123656827617],
        [0.067283567011342, 0.0013598436341896896, 3.9415400827980895e-06, 0.001822978399817253, 0.008384369246407312, 0.00014233373288224252, 0.00680946373722]);

    /// <summary>Events and non-events that are separated have no maximum-likelihood estimate, and Firth's is finite.</summary>
    [Fact]
    public void Equals_brglm2_where_classes_are_separated()
    {
        TrainingSet toy = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2, 3, 4, 5, 6, 7, 8 })), [false, false, false, false, true, true, true, true]);
        Agree(Firth.Fit(toy), [-4.647349769978366, 1.0327443933285256], [3.1980798490115276, 0.6726647810621618]);

        // x = 0: 10 events and 30 non-events; x = 1: 10 non-events. One half is added to each cell.
        TrainingSet zero = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 0, 0, 1 })), [true, false, false], [10, 30, 10]);
        LogisticModel model = Firth.Fit(zero);
        Agree(model, [-1.0663514264498881, -1.9781710112737405], [0.3622507487861093, 1.560765039894997]);
        Same.Within(1e-10, [Math.Log(10.5 / 30.5), Math.Log(0.5 / 10.5) - Math.Log(10.5 / 30.5)], Values(model));
        Assert.Empty(model.Findings);
    }

    [Property(MaxTest = 200)]
    public void In_a_saturated_model_one_half_is_added_to_each_cell(SmallSet set)
    {
        // Three groups, two flags; groups without rows leave their flag constant or dependent.
        TrainingSet data = set.ToWeightedSet();
        int[] group = [.. data.Table.Numeric("value").Values.ToArray().Select(value => value > 1 ? 2 : value > -1 ? 1 : 0)];
        double[] events = new double[3], nonEvents = new double[3];
        for (int row = 0; row < group.Length; row++)
            (data.Events[row] ? events : nonEvents)[group[row]] += data.Weights[row];
        if (events.Zip(nonEvents, (e, n) => e + n).Any(count => count == 0) || data.EventWeight == 0 || data.NonEventWeight == 0)
            return;
        Table flags = Table.Create(Column.Numeric("one", group.Select(g => g == 1 ? 1.0 : 0).ToArray()), Column.Numeric("two", group.Select(g => g == 2 ? 1.0 : 0).ToArray()));
        LogisticModel model = Firth.Fit(data.WithTable(flags));
        double[] logits = [.. events.Zip(nonEvents, (e, n) => Math.Log((e + 0.5) / (n + 0.5)))];
        Assert.InRange(model.Convergence.Iterations, 0, 12);
        Same.Within(1e-9, [logits[0], logits[1] - logits[0], logits[2] - logits[0]], Values(model));

        // ln|I| of flags is Σ ln(n p (1 − p)) over the groups.
        double expected = 0;
        for (int g = 0; g < 3; g++)
        {
            double p = 1 / (1 + Math.Exp(-logits[g]));
            expected += (events[g] * Math.Log(p)) + (nonEvents[g] * Math.Log(1 - p)) + (0.5 * Math.Log((events[g] + nonEvents[g]) * p * (1 - p)));
        }

        Same.Within(1e-8, expected, model.PenalizedLogLikelihood!.Value);
    }

    /// <summary>Σ [w (y − p) + h (½ − p)] x = 0, with leverages from an inverse that is computed here.</summary>
    [Property(MaxTest = 200)]
    public void Solves_the_modified_score_equations(SmallSet set)
    {
        TrainingSet data = Numbers(set.ToWeightedSet());
        if (data.EventWeight == 0 || data.NonEventWeight == 0)
            return;
        LogisticModel model = Firth.Fit(data);
        if (model.Convergence.Rank < 2 || !model.Convergence.IsConverged)
            return;
        double[] x = data.Table.Numeric("value").Values.ToArray(), p = model.Score(data.Table);
        double i00 = 0, i01 = 0, i11 = 0;
        for (int row = 0; row < x.Length; row++)
        {
            double c = data.Weights[row] * p[row] * (1 - p[row]);
            i00 += c;
            i01 += c * x[row];
            i11 += c * x[row] * x[row];
        }

        double determinant = (i00 * i11) - (i01 * i01), intercept = 0, slope = 0, size = 0, leverages = 0;
        for (int row = 0; row < x.Length; row++)
        {
            double h = data.Weights[row] * p[row] * (1 - p[row]) * (i11 - (2 * i01 * x[row]) + (i00 * x[row] * x[row])) / determinant;
            double u = (data.Weights[row] * ((data.Events[row] ? 1 : 0) - p[row])) + (h * (0.5 - p[row]));
            leverages += h;
            intercept += u;
            slope += u * x[row];
            size += data.Weights[row] * (1 + Math.Abs(x[row]));
        }

        Same.Within(1e-6, 2, leverages);
        Same.Within(1e-8 * size, [0, 0], [intercept, slope]);
    }

    [Property(MaxTest = 100)]
    public void A_whole_weight_is_as_many_copies(SmallSet set)
    {
        TrainingSet weighted = Numbers(set.ToWeightedSet()), copies = Numbers(set.ToReplicatedSet());
        if (weighted.EventWeight == 0 || weighted.NonEventWeight == 0)
            return;
        foreach (LogisticRegression recipe in (LogisticRegression[])[Firth, Corrected])
        {
            LogisticModel one = recipe.Fit(weighted), other = recipe.Fit(copies);
            if (one.Convergence.IsConverged && one.Convergence.Rank == 2)
                Same.Within(1e-8, [.. Values(one), one.PenalizedLogLikelihood!.Value], [.. Values(other), other.PenalizedLogLikelihood!.Value]);
        }
    }

    [Fact]
    public void Follows_the_units_and_the_labels()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = Firth.Fit(data), swapped = Firth.Fit(TrainingSet.Create(data.Table, [.. data.Events.ToArray().Select(label => !label)]));
        Same.Within(1e-9, Values(model).Select(value => -value), Values(swapped));
        double[] changed = [.. data.Table.Numeric("x1").Values.ToArray().Select(value => (1e6 * value) + 7e6)];
        LogisticModel rescaled = Firth.Fit(data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("x1", changed), data.Table["x2"], data.Table["x3"])));
        Same.Relatively(1e-9, [model.Coefficients[1].Value / 1e6, model.Coefficients[1].StandardError / 1e6], [rescaled.Coefficients[1].Value, rescaled.Coefficients[1].StandardError]);

        // ½ ln|I| grows by the logarithm of the factor.
        Same.Within(1e-8, model.PenalizedLogLikelihood!.Value + Math.Log(1e6), rescaled.PenalizedLogLikelihood!.Value);
    }

    [Fact]
    public void Columns_that_depend_on_others_are_left_out_and_named()
    {
        TrainingSet data = Lcg500.Rows();
        TrainingSet twice = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("again", data.Table.Numeric("x1").Values.ToArray()), Column.Numeric("constant", new double[500])]));
        LogisticModel plain = Firth.Fit(data), model = Firth.Fit(twice);
        Assert.Equal(["again", "constant"], model.Findings.Where(finding => finding.Code == FindingCodes.CollinearColumn).Select(finding => finding.ColumnName));
        Same.Within(1e-9, [.. Values(plain), 0, 0], Values(model));
        Same.Within(1e-9, plain.PenalizedLogLikelihood!.Value, model.PenalizedLogLikelihood!.Value);
        Assert.True(double.IsNaN(model.Coefficients[4].StandardError));
    }

    [Fact]
    public void Standard_errors_of_every_kind_are_those_around_its_estimate()
    {
        // Ten copies of every row: the reduction of bias nearly vanishes, and so does the difference to maximum likelihood's errors.
        TrainingSet data = Lcg500.Rows(), many = TrainingSet.Create(data.Table, data.Events, [.. Enumerable.Repeat(1e5, 500)]);
        foreach (StandardErrors kind in (StandardErrors[])[StandardErrors.ModelBased, StandardErrors.Robust, StandardErrors.RobustSampling])
            Same.Relatively(1e-5, Errors(new LogisticRegression { StandardErrors = kind }.Fit(many)), Errors((Firth with { StandardErrors = kind }).Fit(many)));
        Assert.Equal(StandardErrors.Clustered, Firth.Fit(data.WithEntities([.. Enumerable.Range(0, 500).Select(row => (long)(row / 10))])).StandardErrors);
    }

    [Fact]
    public void Goes_with_neither_a_penalty_nor_class_weights()
    {
        Assert.Contains("take away L2", Assert.Throws<InvalidOperationException>(() => (Firth with { L2 = 1 }).Fit(Lcg500.Rows())).Message, StringComparison.Ordinal);
        Assert.Contains("take away ClassWeights", Assert.Throws<InvalidOperationException>(() => (Corrected with { ClassWeights = ClassWeights.Balanced }).Fit(Lcg500.Rows())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { BiasReduction = (BiasReduction)7 });
        Finding stopped = Assert.Single((Firth with { MaxIterations = 1 }).Fit(Lcg500.Rows()).Findings);
        Assert.Equal(FindingCodes.NotConverged, stopped.Code);
    }

    [Fact]
    public void Is_saved_and_loaded_and_moves_to_the_rate_of_a_population()
    {
        LogisticModel model = Firth.Fit(Lcg500.Rows().WithPopulationEventRate(0.05));
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        LogisticModel loaded = LogisticModel.Load(stream);
        Assert.Equal((model.PenalizedLogLikelihood, model.Recipe), (loaded.PenalizedLogLikelihood, loaded.Recipe));
        Assert.Equal(Values(model), Values(loaded));
        Same.Within(1e-12, Firth.Fit(Lcg500.Rows()).Intercept.Value + Math.Log(0.05 / 0.95) - Math.Log(206 / 294.0), model.Intercept.Value);
        Assert.Null(new LogisticRegression().Fit(Lcg500.Rows()).PenalizedLogLikelihood);
    }

    private static IEnumerable<double> Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(each => each.Value)];

    private static double[] Errors(LogisticModel model) => [model.Intercept.StandardError, .. model.Coefficients.Select(each => each.StandardError)];

    private static void Agree(LogisticModel model, double[] coefficients, double[] errors)
    {
        double[] values = [.. Values(model)];
        for (int j = 0; j < values.Length; j++)
            Same.Within(1e-9 * Math.Max(1, errors[j]), coefficients[j], values[j], $"at place {j}");
        Same.Relatively(1e-7, errors, Errors(model));
    }

    private static TrainingSet Numbers(TrainingSet data)
    {
        double[] values = [.. data.Table.Numeric("value").Values.ToArray().Select(value => double.IsFinite(value) && Math.Abs(value) < 100 ? value : 0)];
        return data.WithTable(Table.Create(Column.Numeric("value", values)));
    }
}
