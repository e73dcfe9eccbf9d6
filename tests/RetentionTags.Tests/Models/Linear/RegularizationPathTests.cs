using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>Reference results: shared fixture telco_r.json (R 4.2.2, glmnet 4.1-6: cv.glmnet with deviance, standardize, thresh 1e-12, folds i mod 5). glmnet's coefficients are up to 1e-5 from the optimum at small λ (5e-5 of a standard error); ours meet its conditions to 1e-9, by their definition.</summary>
public class RegularizationPathTests : PropertyTests
{
    private static readonly double[] Deviances =
    [
        1.1575539648503395, 1.1575539648503395, 1.1277915756072741, 1.0963881011210095, 1.0598113320598941, 1.0164850529236207, 0.98402318455811977, 0.95569199213717149, 0.93229323757014948, 0.91505526852728625,
        0.90243774498763074, 0.89323346829064765, 0.88655312861614777, 0.88173434208081536, 0.87828195938737375, 0.87582608348387414, 0.87409197644391823, 0.8728766704606713, 0.87203141449758392, 0.87144808843331012,
        0.87104875441015817, 0.87077769365290247, 0.87059540449770223, 0.87047408960935257, 0.87039433646257958, 0.87034268830749761, 0.8703098818063586, 0.8702895802196049, 0.87027748465425547, 0.87027069708803928,
        0.87026727881198629, 0.87026594767791021, 0.87026588138795091, 0.87026648484545299, 0.87026746955957701, 0.87026859955691216, 0.87026974693532522, 0.87027083737794808, 0.87027183531569208, 0.87027272559363622,
    ];

    private static readonly double[] Errors =
    [
        0.011155912630981259, 0.011155912630981283, 0.011842036925356673, 0.010400700066038715, 0.010013216499369591, 0.0084191359147295971, 0.0075231559737419518, 0.0070843105111418241, 0.0065673808888412491, 0.0064624708938962666,
        0.0066358619821100789, 0.0069573460204778101, 0.0073411828055284581, 0.0077370139442168419, 0.0081174506412728074, 0.0084687811142457152, 0.0087851026236865307, 0.0090649741430168292, 0.0093094316748697989, 0.0095208337775264575,
        0.0097021917653318541, 0.0098567511387426653, 0.0099877439324696175, 0.010098241772539492, 0.010191086662978787, 0.010268836510625318, 0.010333755001681107, 0.010387836078598181, 0.01043279316758608, 0.010470102207002568,
        0.010501018429919828, 0.010526609426615112, 0.010547765646730647, 0.010565244328056809, 0.010579684629576045, 0.010591599479825168, 0.010601425806363427, 0.010609528356157413, 0.010616204457330896, 0.010621705087813882,
    ];

    [DataFact]
    public void Equals_glmnet_on_telco()
    {
        TrainingSet data = RealData.TelcoDesign();
        double[] lambdas = [.. Enumerable.Range(0, 40).Select(i => data.RowCount * Math.Exp(Math.Log(0.2) + ((Math.Log(0.0001) - Math.Log(0.2)) * i / 39)))];
        RegularizationPathModel path = new RegularizationPath { Lambdas = [.. lambdas], Splitter = ExplicitFolds.Of([.. Enumerable.Range(0, data.RowCount).Select(i => i % 5)]) }.Fit(data);
        Same.Within(1e-6, Deviances, path.Steps.Select(step => step.CrossValidatedDeviance));
        Same.Within(1e-6, Errors, path.Steps.Select(step => step.CrossValidatedStandardError));
        Assert.Equal([0, 0, 1, 1, 3, 3, 3, .. Enumerable.Repeat(5, 33)], path.Steps.Select(step => step.NonZero));
        Same.Relatively(1e-12, [0.00039128442687984949 * 7043, 0.013063058417904025 * 7043, 0.013063058417904025 * 7043], [path.Minimum.Lambda, path.OneStandardError!.Lambda, path.Chosen.Lambda]);
        Same.Within(2e-5, [-1.5931830055839924, -0.036627690361005383, 0.027229818684014188, 0.45818395164681475, -0.99620837359681558, -1.9034445541003833], Of(path.Minimum));
        Same.Within(2e-5, [-1.3705272331745673, -0.032282019787706277, 0.022022574754366808, 0.33237575257362334, -0.73720055549470342, -1.3212737490110325], Of(path.OneStandardError));
        Same.Bits([path.Model.Intercept.Value, .. path.Model.Coefficients.Select(each => each.Value)], Of(path.Chosen));
        double[][] everyFifth =
        [
            [-1.0182425552904111, 0, 0, 0, 0, 0],
            [-0.79722386810556245, -0.017687042040507819, 0.0053157287899866209, 0, 0, -0.1930617843864591],
            [-1.1740848242980992, -0.028155634773191718, 0.017033287956622092, 0.19469781079995058, -0.47065969841938649, -0.88698108493428918],
            [-1.4062447191227883, -0.032998301424151666, 0.02288377741038726, 0.35418058775482197, -0.78116136334348518, -1.4055086620920214],
            [-1.5214417592288638, -0.035255548474153561, 0.025590357678132943, 0.4199780284181619, -0.9162837093365036, -1.6980832307199931],
            [-1.5701462163416737, -0.03618951413437857, 0.026706783382332139, 0.44611018644363293, -0.97084984086755644, -1.8350151931317746],
            [-1.589366509079311, -0.036555256787616064, 0.027143386233480383, 0.45619539297518263, -0.99202634792960642, -1.8919299569795942],
            [-1.5967453779034197, -0.03669526178832249, 0.027310434416407129, 0.46003549858603682, -1.0001060532479444, -1.9142701348138162],
        ];
        for (int i = 0; i < everyFifth.Length; i++)
            Same.Within(2e-5, everyFifth[i], Of(path.Steps[5 * i]));
        LogisticModel alone = path.Recipe.At(path.Minimum.Lambda).Fit(data);
        Same.Within(1e-9, [alone.Intercept.Value, .. alone.Coefficients.Select(each => each.Value)], Of(path.Minimum));
        Assert.True(PenalisedRegressionTests.WorstCondition(alone, data) < 1e-9);
        Assert.All(path.Steps, step => Assert.True(step.Convergence.IsConverged && step.Convergence.MaxGradient < 1e-9));
    }

    [Fact]
    public void Each_step_is_the_regression_of_its_penalties_fitted_alone()
    {
        TrainingSet data = Lcg500.Rows(weighted: true).WithPopulationEventRate(0.2);
        foreach (RegularizationPath recipe in (RegularizationPath[])[
            new() { Count = 12, Ratio = 1e-3 },
            new() { Count = 12, Mixing = 0.4, Regression = new() { MinCoefficient = 0, PenaltyFactors = [new("x2", 0), new("x1", 2)] } },
            new() { Count = 6, Mixing = 0, Regression = new() { PenaltyScale = PenaltyScale.Raw, ClassWeights = ClassWeights.Balanced } }])
        {
            RegularizationPathModel path = recipe.Fit(data);
            foreach (PathStep step in path.Steps)
            {
                LogisticModel alone = recipe.At(step.Lambda).Fit(data);
                Same.Within(1e-9, [alone.Intercept.Value, .. alone.Coefficients.Select(each => each.Value)], Of(step));
                Same.Relatively(1e-10, [-2 * alone.LogLikelihood], [step.Deviance]);
            }

            Assert.Equal(recipe.At(path.Chosen.Lambda), path.Model.Recipe);
            LogisticModel again = path.Model.Recipe.Fit(data);
            Same.Within(1e-9, again.Score(data.Table), path.Score(data.Table));
            Assert.Equal(again.Findings.Select(finding => (finding.Code, finding.ColumnName)), path.Model.Findings.Select(finding => (finding.Code, finding.ColumnName)));
        }
    }

    [Fact]
    public void Cross_validated_deviances_are_those_of_regressions_fitted_on_each_fold()
    {
        TrainingSet data = Lcg500.Rows(weighted: true).WithPopulationEventRate(0.1);
        var recipe = new RegularizationPath { Lambdas = [60, 20, 5], Regression = new() { ClassWeights = new() { Events = 3, CorrectsPrior = false } }, Splitter = new StratifiedKFold { Folds = 4 } };
        RegularizationPathModel path = recipe.Fit(data);
        FoldPlan plan = recipe.Splitter.Split(data);
        for (int i = 0; i < 3; i++)
        {
            var folds = new List<(double Weight, double Deviance)>();
            foreach (Fold fold in plan.Folds)
            {
                TrainingSet train = data.Rows(fold.Train).WithPopulationEventRate(null), test = data.Rows(fold.Test);
                double share = (train.TotalWeight + (2 * train.EventWeight)) / (data.TotalWeight + (2 * data.EventWeight));
                double[] p = (recipe.At(path.Steps[i].Lambda * share) with { ClassWeights = new() { Events = 3 } }).Fit(train).Score(test.Table);
                double sum = Enumerable.Range(0, p.Length).Sum(row => test.Weights[row] * -2 * Math.Log(test.Events[row] ? p[row] : 1 - p[row]));
                folds.Add((test.TotalWeight, sum / test.TotalWeight));
            }

            double total = folds.Sum(fold => fold.Weight), mean = folds.Sum(fold => fold.Weight * fold.Deviance) / total;
            double error = Math.Sqrt(folds.Sum(fold => fold.Weight * Math.Pow(fold.Deviance - mean, 2)) / total / 3);
            Same.Within(1e-9, [mean, error], [path.Steps[i].CrossValidatedDeviance, path.Steps[i].CrossValidatedStandardError]);
        }
    }

    [Property(MaxTest = 30)]
    public void The_greatest_lambda_is_the_last_that_leaves_no_column_in(int seed, byte mixing)
    {
        TrainingSet data = SampleData.Customers(200, seed, categories: false);
        double alpha = 0.05 + (0.95 * mixing / 255);
        var recipe = new RegularizationPath { Mixing = alpha, Count = 5 };
        RegularizationPathModel path = recipe.Fit(data);
        Assert.Equal(0, path.Steps[0].NonZero);
        Assert.Equal(LogisticFunctions.Logit(data.EventRate), path.Steps[0].Intercept, 1e-12);
        Assert.All(recipe.At(3 * path.Steps[0].Lambda).Fit(data).Coefficients, coefficient => Assert.Equal(0, coefficient.Value));
        Assert.Contains(recipe.At(0.999 * path.Steps[0].Lambda).Fit(data).Coefficients, coefficient => coefficient.Value != 0);

        // By its definition: the greatest |Σ w (y − rate) x| of a standardised column, over the share of the lasso.
        double greatest = data.Table.Columns.Max(column =>
        {
            double[] x = ((NumericColumn)column).Values.ToArray();
            double mean = x.Average(), deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
            return Math.Abs(Enumerable.Range(0, x.Length).Sum(row => ((data.Events[row] ? 1 : 0) - data.EventRate) * (x[row] - mean) / deviation));
        });
        Same.Relatively(1e-9, [greatest / alpha], [path.Steps[0].Lambda]);
    }

    [Property(MaxTest = 20)]
    public void Going_down_deviance_falls_and_the_sum_of_sizes_grows(int seed)
    {
        RegularizationPathModel path = new RegularizationPath { Count = 25 }.Fit(SampleData.Customers(200, seed, categories: false));
        double[] deviations = Deviations(SampleData.Customers(200, seed, categories: false));
        for (int i = 1; i < path.Steps.Count; i++)
        {
            (PathStep above, PathStep below) = (path.Steps[i - 1], path.Steps[i]);
            Assert.True(below.Deviance <= above.Deviance + 1e-8);
            Assert.True(Size(below) >= Size(above) - 1e-8);
            // Neither is better than the other by the other's own objective.
            Assert.True((above.Deviance / 2) + (above.Lambda * Size(above)) <= (below.Deviance / 2) + (above.Lambda * Size(below)) + 1e-9);
            Assert.True((below.Deviance / 2) + (below.Lambda * Size(below)) <= (above.Deviance / 2) + (below.Lambda * Size(above)) + 1e-9);
        }

        double Size(PathStep step) => step.Coefficients.Select((coefficient, j) => Math.Abs(coefficient) * deviations[j]).Sum();
    }

    [Fact]
    public void Threads_change_nothing()
    {
        TrainingSet data = SampleData.Customers(40_000, categories: false);
        var recipe = new RegularizationPath { Count = 15 };
        Assert.Equal(Bytes(1), Bytes(0));

        byte[] Bytes(int threads)
        {
            var stream = new MemoryStream();
            (recipe with { MaxThreads = threads }).Fit(data).Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Each_splitter_is_loaded_as_it_was_saved()
    {
        TrainingSet data = Lcg500.Rows();
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        data = data.WithTimes([.. Enumerable.Range(0, 500).Select(row => new DateTime(2025, 1 + (row % 6), 1, 0, 0, 0, DateTimeKind.Utc))]).WithEntities([.. Enumerable.Range(0, 500).Select(row => (long)row)]);
        Splitter[] splitters =
        [
            new StratifiedKFold { Folds = 3, Repeats = 2, Seed = 5 }, new GroupedKFold { Folds = 4, Stratified = true }, ExplicitFolds.Of([.. Enumerable.Range(0, 500).Select(row => row % 3)]),
            new WalkForward { HorizonDays = 20, KnownAfterDays = 2, TestPeriods = 2, TimeZone = zone }, new LeaveOnePeriodOut { TimeZone = zone },
        ];
        foreach (Splitter splitter in splitters)
        {
            RegularizationPathModel path = new RegularizationPath { Splitter = splitter, Lambdas = [10, 5] }.Fit(data);
            var stream = new MemoryStream();
            path.Save(stream);
            stream.Position = 0;
            RegularizationPathModel loaded = RegularizationPathModel.Load(stream);
            Assert.Equal(path.Recipe, loaded.Recipe);
            Assert.Equal(path.Steps, loaded.Steps);
            Assert.Equal(path.ToText(), loaded.ToText());
            Assert.Equal(path.Chosen, loaded.Chosen);
            Assert.Equal(path.Columns, loaded.Columns);
        }
    }

    [Fact]
    public void The_text_names_the_lambdas_that_matter()
    {
        TrainingSet data = Lcg500.Rows();
        RegularizationPathModel path = new RegularizationPath { Lambdas = [60, 20, 10, 1] }.Fit(data);
        string[] lines = path.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.Single(lines, line => line.Contains("chosen", StringComparison.Ordinal) && line.Contains("one standard error", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("minimum", StringComparison.Ordinal));
        RegularizationPathModel least = (path.Recipe with { Choice = LambdaChoice.Minimum }).Fit(data);
        Assert.Equal(path.Minimum.Lambda, least.Chosen.Lambda);
        Assert.StartsWith("Lambda,Columns,Deviance explained,", path.ToText(TableFormat.Csv), StringComparison.Ordinal);
    }

    [Fact]
    public void A_minimum_at_the_end_of_the_path_is_a_finding()
    {
        TrainingSet data = SampleData.Customers(3000, categories: false);
        RegularizationPathModel path = new RegularizationPath { Lambdas = [300, 200, 100] }.Fit(data);
        Assert.Single(path.Findings, finding => finding.Code == FindingCodes.PathEnd);
        Assert.DoesNotContain(new RegularizationPath().Fit(Lcg500.Rows()).Findings, finding => finding.Code == FindingCodes.PathEnd);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        TrainingSet data = Lcg500.Rows();
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizationPath { Mixing = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizationPath { Lambdas = [1, 1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizationPath { Lambdas = [1, 0] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizationPath().At(-1));
        Assert.Throws<InvalidOperationException>(() => new RegularizationPath { Regression = new() { L1 = 1 } }.Fit(data));
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => new RegularizationPath { Regression = new() { Bounds = [new("y", 0)] } }.Fit(data)).Message, StringComparison.Ordinal);
        TrainingSet constant = data.WithTable(Table.Create(Column.Numeric("c", new double[500])));
        Assert.Contains("No column can take part", Assert.Throws<TrainingDataException>(() => new RegularizationPath().Fit(constant)).Message, StringComparison.Ordinal);
        var one = new RegularizationPath { Splitter = ExplicitFolds.Of([.. Enumerable.Range(0, 500).Select(row => row < 100 ? 0 : -1)]) };
        Assert.Contains("one fold", Assert.Throws<TrainingDataException>(() => one.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Null((one with { Choice = LambdaChoice.Minimum }).Fit(data).OneStandardError);
        double[] weights = [.. Enumerable.Range(0, 500).Select(row => row < 100 ? 0.0 : 1)];
        Assert.Contains("fold 0", Assert.Throws<TrainingDataException>(() => (one with { Choice = LambdaChoice.Minimum }).Fit(TrainingSet.Create(data.Table, data.Events, weights))).Message, StringComparison.Ordinal);
    }

    private static double[] Of(PathStep step) => [step.Intercept, .. step.Coefficients];

    private static double[] Deviations(TrainingSet data) => [.. data.Table.Columns.Select(column =>
    {
        double[] x = ((NumericColumn)column).Values.ToArray();
        double mean = x.Average();
        return Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
    })];
}
