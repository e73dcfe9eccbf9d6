using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>
/// Robust and clustered standard errors. Reference results: shared fixtures lcg500.json, telco.json and bank.json (statsmodels 0.13.5; HC1 with its factor, which statsmodels leaves out), at 1e-9 of their value;
/// and the formulas of <see cref="StandardErrors"/> computed naively on small random sets.
/// </summary>
public class StandardErrorsTests : PropertyTests
{
    private static readonly StandardErrors[] Kinds = [StandardErrors.ModelBased, StandardErrors.Robust, StandardErrors.RobustSampling, StandardErrors.RobustCorrected, StandardErrors.Clustered];

    [Fact]
    public void Equal_statsmodels_on_lcg500()
    {
        TrainingSet data = InClusters(Lcg500.Rows(), 50);
        Agree([0.3094260718866397, 0.1853046559448052, 0.3435460409308518, 0.2103749855156027, 0.3594528516877473], data, StandardErrors.Robust);
        Agree([0.31098490327318823, 0.186238186568127, 0.34527676241809513, 0.21143481582778975, 0.36126370874894714], data, StandardErrors.RobustCorrected);
        Agree([0.32470440715414944, 0.1903414761525693, 0.3795187448530908, 0.20568151692362582, 0.36101625358283385], data, StandardErrors.Clustered);
        Agree([0.31766075636318686, 0.18250848543090073, 0.3437183291028987, 0.2117102927820223, 0.3545678004696794], data, StandardErrors.ModelBased);
    }

    [DataFact]
    public void Equal_statsmodels_on_telco()
    {
        TrainingSet data = InClusters(RealData.TelcoDesign(), 500);
        Agree([0.08975990739683148, 0.0020513873709927266, 0.001360887574307512, 0.08138278509253538, 0.09807178524413668, 0.1621771652751903], data, StandardErrors.Robust);
        Agree([0.08639153638218991, 0.00204541493598148, 0.0012875119283532876, 0.07979785309321294, 0.10011234116568335, 0.1643960139234839], data, StandardErrors.Clustered);
    }

    [DataFact]
    public void Equal_statsmodels_on_bank_marketing_with_weights_of_both_meanings()
    {
        TrainingSet plain = InClusters(RealData.BankNumbers(), 500);
        Agree([0.0774011249880503, 0.0016161366636062277, 4.08151162196218e-06, 0.0018942358209684677, 0.009506321583831868, 0.00019191720864681654, 0.014655661812948561], plain, StandardErrors.Robust);
        Agree([0.07740711767565894, 0.0016162617910143804, 4.081827628016682e-06, 0.0018943824798643677, 0.009507057599174902, 0.00019193206760239787, 0.014656796509672368], plain, StandardErrors.RobustCorrected);
        Agree([0.07117701091716254, 0.0014799010902059324, 4.042476720166958e-06, 0.0018959860282721074, 0.009854546313572996, 0.0001880240410284943, 0.014575172541301286], plain, StandardErrors.Clustered);

        double[] weights = [.. Enumerable.Range(0, plain.RowCount).Select(i => 1.0 + (i % 3))];
        TrainingSet weighted = TrainingSet.Create(plain.Table, plain.Events, weights);
        Agree([0.05432556783214562, 0.001135202146100458, 2.8982972116705545e-06, 0.0013347387782353308, 0.0068070207792402335, 0.0001356217560991136, 0.010518132121816504], weighted, StandardErrors.Robust);
        Agree([0.08285013444667438, 0.001732294243446602, 4.511907267683066e-06, 0.0020398213665218934, 0.010486832992373808, 0.00020114661267716137, 0.015271869374849088], weighted, StandardErrors.RobustSampling);
    }

    [Property(MaxTest = 150)]
    public void Equal_the_formulas_computed_naively(SmallSet set)
    {
        TrainingSet data = Entities(Numbers(set.ToWeightedSet()), 4);
        foreach (ClassWeights classWeights in (ClassWeights[])[new(), new() { Events = 2.5, NonEvents = 0.75 }])
        {
            foreach (StandardErrors kind in Kinds.Skip(1))
            {
                if (Fitted(data, kind, classWeights) is LogisticModel model)
                    Same.Relatively(1e-7, Naive(model, data, kind, classWeights), Variances(model));
            }
        }
    }

    [Property(MaxTest = 100)]
    public void A_whole_weight_is_as_many_copies_in_every_kind_but_that_of_sampling(SmallSet set)
    {
        TrainingSet weighted = Entities(Numbers(set.ToWeightedSet()), 4);
        TrainingSet copies = weighted.Rows([.. Enumerable.Range(0, weighted.RowCount).SelectMany(row => Enumerable.Repeat(row, (int)weighted.Weights[row]))]);
        copies = TrainingSet.Create(copies.Table, copies.Events).WithEntities([.. copies.Entities.ToArray().Select(entity => (long)entity)]);
        foreach (StandardErrors kind in Kinds.Append(StandardErrors.Automatic))
        {
            if (kind == StandardErrors.RobustSampling || Fitted(weighted, kind) is not LogisticModel model)
                continue;
            LogisticModel other = new LogisticRegression { StandardErrors = kind }.Fit(copies);
            Assert.Equal((model.StandardErrors, model.ClusterCount), (other.StandardErrors, other.ClusterCount));
            Same.Relatively(1e-7, Variances(model), Variances(other));
        }
    }

    [Property(MaxTest = 100)]
    public void Rescaling_a_column_rescales_its_standard_error_in_every_kind(SmallSet set)
    {
        TrainingSet data = Entities(Numbers(set.ToWeightedSet()), 4);
        TrainingSet rescaled = data.WithTable(Table.Create(Column.Numeric("value", data.Table.Numeric("value").Values.ToArray().Select(value => 1000 * value).ToArray())));
        foreach (StandardErrors kind in Kinds)
        {
            if (Fitted(data, kind) is not LogisticModel model)
                continue;
            LogisticModel other = new LogisticRegression { StandardErrors = kind }.Fit(rescaled);
            Same.Relatively(1e-8, [model.Intercept.StandardError, model.Coefficients[0].StandardError / 1000], [other.Intercept.StandardError, other.Coefficients[0].StandardError]);
        }
    }

    [Property(MaxTest = 100)]
    public void Clusters_of_one_row_each_are_the_robust_errors_times_the_correction(SmallSet set)
    {
        TrainingSet data = Entities(Numbers(set.ToTrainingSet()), int.MaxValue);
        if (Fitted(data, StandardErrors.Robust) is not LogisticModel robust || data.RowCount < 3)
            return;
        LogisticModel clustered = new LogisticRegression { StandardErrors = StandardErrors.Clustered }.Fit(data);
        double n = data.RowCount, c = n / (n - 1) * ((n - 1) / (n - 2));
        Same.Relatively(1e-8, Variances(robust).Select(variance => c * variance), Variances(clustered));
    }

    [Fact]
    public void Repeated_entities_cluster_by_themselves()
    {
        TrainingSet rows = Lcg500.Rows(), clustered = InClusters(rows, 50), single = InClusters(rows, 500);
        Assert.Equal((StandardErrors.ModelBased, null), Kind(new LogisticRegression().Fit(rows)));
        Assert.Equal((StandardErrors.Clustered, 50), Kind(new LogisticRegression().Fit(clustered)));
        Assert.Equal((StandardErrors.ModelBased, null), Kind(new LogisticRegression().Fit(single)));
        Assert.Equal((StandardErrors.Clustered, 500), Kind(new LogisticRegression().Fit(TrainingSet.Create(rows.Table, rows.Events, Lcg500.Weights).WithEntities(Keys(500, 500)))));
        Assert.Equal((StandardErrors.ModelBased, null), Kind(new LogisticRegression { StandardErrors = StandardErrors.ModelBased }.Fit(clustered)));
        Same.Bits(new LogisticRegression { StandardErrors = StandardErrors.Clustered }.Fit(clustered).Covariance, new LogisticRegression().Fit(clustered).Covariance);

        // One entity alone is no cluster to go by.
        Assert.Equal(StandardErrors.ModelBased, new LogisticRegression().Fit(InClusters(rows, 1)).StandardErrors);
        Assert.Contains("All rows belong to one entity", Assert.Throws<TrainingDataException>(() => new LogisticRegression { StandardErrors = StandardErrors.Clustered }.Fit(InClusters(rows, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("TrainingSet.WithEntities", Assert.Throws<ArgumentException>(() => new LogisticRegression { StandardErrors = StandardErrors.Clustered }.Fit(rows)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { StandardErrors = (StandardErrors)9 });
    }

    [Fact]
    public void Few_clusters_are_a_finding()
    {
        Assert.Empty(new LogisticRegression().Fit(InClusters(Lcg500.Rows(), 30)).Findings);
        Finding finding = Assert.Single(new LogisticRegression().Fit(InClusters(Lcg500.Rows(), 29)).Findings);
        Assert.Equal((FindingSeverity.Warning, FindingCodes.FewClusters), (finding.Severity, finding.Code));
        Assert.Contains("by 29 entities", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_weight_0_are_no_clusters()
    {
        TrainingSet rows = Lcg500.Rows();
        double[] weights = [.. Enumerable.Range(0, 500).Select(row => row % 50 < 40 ? 1.0 : 0.0)];
        LogisticModel with = new LogisticRegression().Fit(TrainingSet.Create(rows.Table, rows.Events, weights).WithEntities(Keys(500, 50)));
        LogisticModel without = new LogisticRegression().Fit(InClusters(rows, 50).Rows([.. Enumerable.Range(0, 500).Where(row => row % 50 < 40)]));
        Assert.Equal(40, with.ClusterCount);
        Same.Bits(without.Covariance, with.Covariance);
    }

    /// <summary>1000 customers in four snapshots each that differ in nothing: clustered errors are those of one snapshot, and the model's are half as long.</summary>
    [Fact]
    public void Repeating_every_row_leaves_clustered_errors_as_they_were()
    {
        TrainingSet rows = SampleData.Customers(1000, categories: false);
        TrainingSet four = rows.Rows([.. Enumerable.Range(0, 4000).Select(i => i % 1000)]).WithEntities(Keys(4000, 1000));
        LogisticModel once = new LogisticRegression { StandardErrors = StandardErrors.Robust }.Fit(rows), clustered = new LogisticRegression().Fit(four), naive = new LogisticRegression { StandardErrors = StandardErrors.Robust }.Fit(four);
        double k = once.Convergence.Rank, c = 1000.0 / 999 * (3999 / (4000 - k));
        Same.Relatively(1e-8, Variances(once).Select(variance => c * variance), Variances(clustered));
        Same.Relatively(1e-8, Variances(once).Select(variance => variance / 4), Variances(naive));
    }

    [Fact]
    public void Columns_of_any_size_and_origin_cost_no_digits()
    {
        TrainingSet data = InClusters(Lcg500.Rows(), 50);
        double[] far = [.. data.Table.Numeric("x1").Values.ToArray().Select(value => 1e6 + (1e-3 * value))];
        TrainingSet moved = data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("x1", far), data.Table["x2"], data.Table["x3"]));
        foreach (StandardErrors kind in Kinds)
        {
            double[] here = Errors(new LogisticRegression { StandardErrors = kind }.Fit(data)), there = Errors(new LogisticRegression { StandardErrors = kind }.Fit(moved));
            Same.Relatively(1e-6, [here[1], 1000 * here[2], here[3], here[4]], there[1..]); // 1e6 + 0.001 itself is rounded to 1e-7 of its last part
        }
    }

    [Fact]
    public async Task Any_number_of_threads_gives_the_same_bits()
    {
        TrainingSet data = SampleData.Customers(40_000, categories: false).WithEntities(Keys(40_000, 7000));
        var one = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;
        foreach (StandardErrors kind in Kinds)
        {
            var recipe = new LogisticRegression { StandardErrors = kind };
            LogisticModel single = await Task.Factory.StartNew(() => recipe.Fit(data), CancellationToken.None, TaskCreationOptions.None, one);
            Same.Bits(recipe.Fit(data).Covariance, single.Covariance);
        }
    }

    [Fact]
    public void Columns_left_out_and_penalised_fits_have_none()
    {
        TrainingSet data = InClusters(Lcg500.Rows(), 50);
        TrainingSet twice = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("again", data.Table.Numeric("x1").Values.ToArray())]));
        foreach (StandardErrors kind in Kinds)
        {
            LogisticModel plain = new LogisticRegression { StandardErrors = kind }.Fit(data), dependent = new LogisticRegression { StandardErrors = kind }.Fit(twice);
            Assert.True(double.IsNaN(dependent.Coefficients[4].StandardError));
            Same.Relatively(1e-9, Errors(plain), Errors(dependent)[..5]);
            Same.Bits([.. Enumerable.Repeat(0.0, 6)], [.. Enumerable.Range(0, 6).Select(i => dependent.Covariance[30 + i])]);
            LogisticModel ridge = new LogisticRegression { StandardErrors = kind, L2 = 1 }.Fit(data);
            Assert.Null(ridge.StandardErrors);
            Assert.All(ridge.Covariance.ToArray(), value => Assert.True(double.IsNaN(value)));
        }
    }

    [Fact]
    public void The_kind_is_saved_and_old_files_are_read()
    {
        LogisticModel model = new LogisticRegression { StandardErrors = StandardErrors.Clustered }.Fit(InClusters(Lcg500.Rows(), 40));
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        LogisticModel loaded = LogisticModel.Load(stream);
        Assert.Equal((StandardErrors.Clustered, 40), Kind(loaded));
        Assert.Equal(model.Recipe, loaded.Recipe);
        Assert.Equal(model.Convergence, loaded.Convergence);
        Same.Bits(model.Covariance, loaded.Covariance);

        // Saved by the last revision that wrote version 1 (759445e): the weighted fit of lcg500, and one with L2 = 2.
        LogisticModel old = Old("logistic-v1.json"), ridge = Old("logistic-v1-ridge.json");
        Assert.Equal((StandardErrors.ModelBased, null), Kind(old));
        Same.Relatively(1e-9, [0.21986414107290717, 0.12718688918047066, 0.2396401364131306, 0.14868868821208678, 0.2482723274260902], Errors(old));
        Assert.True(double.IsNaN(old.Convergence.ConditionNumber));
        Assert.Null(ridge.StandardErrors);
    }

    private static LogisticModel Old(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", name));
        return LogisticModel.Load(file);
    }

    private static long[] Keys(int rows, int clusters) => [.. Enumerable.Range(0, rows).Select(row => (long)(row % clusters))];

    private static TrainingSet InClusters(TrainingSet data, int clusters) => data.WithEntities(Keys(data.RowCount, clusters));

    private static TrainingSet Entities(TrainingSet data, int clusters) => data.WithEntities(Keys(data.RowCount, clusters));

    private static (StandardErrors?, int?) Kind(LogisticModel model) => (model.StandardErrors, model.ClusterCount);

    private static double[] Errors(LogisticModel model) => [model.Intercept.StandardError, .. model.Coefficients.Select(each => each.StandardError)];

    private static double[] Variances(LogisticModel model) => [model.Covariance[0], model.Covariance[1], model.Covariance[^1]];

    private static void Agree(double[] expected, TrainingSet data, StandardErrors kind)
    {
        LogisticModel model = new LogisticRegression { StandardErrors = kind }.Fit(data);
        Assert.Equal(kind, model.StandardErrors);
        Same.Relatively(1e-9, expected, Errors(model));
        int size = expected.Length;
        for (int j = 0; j < size; j++)
            Same.Within(1e-9 * expected[j] * expected[j], expected[j] * expected[j], model.Covariance[(j * size) + j]);
    }

    /// <summary>A fit with an optimum and rows to spare; otherwise nothing.</summary>
    private static LogisticModel? Fitted(TrainingSet data, StandardErrors kind, ClassWeights? classWeights = null)
    {
        if (data.RowCount < 2 || data.TotalWeight <= 2 || data.Entities.ToArray().Where((_, row) => data.WeightOf(row) > 0).Distinct().Count() < 2)
            return null;
        LogisticModel model = new LogisticRegression { StandardErrors = kind, ClassWeights = classWeights ?? new() }.Fit(data);
        return model.Convergence is { IsConverged: true, Rank: 2 } && Variances(model).All(variance => variance > 1e-9) ? model : null;
    }

    private static TrainingSet Numbers(TrainingSet data)
    {
        double[] values = [.. data.Table.Numeric("value").Values.ToArray().Select(value => double.IsFinite(value) && Math.Abs(value) < 100 ? value : 0)];
        return data.WithTable(Table.Create(Column.Numeric("value", values)));
    }

    /// <summary>Intercept's variance, covariance and slope's variance by the formulas, two by two.</summary>
    private static double[] Naive(LogisticModel model, TrainingSet data, StandardErrors kind, ClassWeights classWeights)
    {
        double shift = Math.Log(classWeights.Events / classWeights.NonEvents);
        double[,] information = new double[2, 2], meat = new double[2, 2];
        var clusters = new Dictionary<int, double[]>();
        for (int row = 0; row < data.RowCount; row++)
        {
            double w = data.WeightOf(row), c = data.Events[row] ? classWeights.Events : classWeights.NonEvents;
            if (w == 0)
                continue;
            double[] x = [1, data.Table.Numeric("value").Values[row]];
            double p = 1 / (1 + Math.Exp(-(model.Intercept.Value + shift + (model.Coefficients[0].Value * x[1]))));
            double residual = (data.Events[row] ? 1 : 0) - p;
            double[] sums = clusters.TryGetValue(data.Entities[row], out double[]? known) ? known : clusters[data.Entities[row]] = [0, 0];
            for (int i = 0; i < 2; i++)
            {
                sums[i] += w * c * residual * x[i];
                for (int j = 0; j < 2; j++)
                {
                    information[i, j] += w * c * p * (1 - p) * x[i] * x[j];
                    meat[i, j] += (kind == StandardErrors.RobustSampling ? w * w : w) * c * c * residual * residual * x[i] * x[j];
                }
            }
        }

        double n = data.TotalWeight, g = clusters.Count;
        double factor = kind == StandardErrors.RobustCorrected ? n / (n - 2) : kind == StandardErrors.Clustered ? g / (g - 1) * ((n - 1) / (n - 2)) : 1;
        if (kind == StandardErrors.Clustered)
        {
            for (int i = 0; i < 2; i++)
            {
                for (int j = 0; j < 2; j++)
                    meat[i, j] = clusters.Values.Sum(sums => sums[i] * sums[j]);
            }
        }

        double determinant = (information[0, 0] * information[1, 1]) - (information[0, 1] * information[1, 0]);
        double[,] v = { { information[1, 1] / determinant, -information[0, 1] / determinant }, { -information[0, 1] / determinant, information[0, 0] / determinant } };
        double Entry(int i, int j)
        {
            double sum = 0;
            for (int a = 0; a < 2; a++)
            {
                for (int b = 0; b < 2; b++)
                    sum += v[i, a] * meat[a, b] * v[b, j];
            }

            return factor * sum;
        }

        return [Entry(0, 0), Entry(0, 1), Entry(1, 1)];
    }
}
