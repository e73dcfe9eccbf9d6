using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>Tests, intervals and what a fit says of itself. Reference results: shared fixtures lcg500.json, telco.json, bank.json (statsmodels 0.13.5) and telco_r.json (R 4.2.2).</summary>
public class LogisticInferenceTests : PropertyTests
{
    [Fact]
    public void Intervals_are_those_of_statsmodels_on_lcg500()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows());
        ConfidenceInterval[] intervals = [.. All(model).Select(coefficient => coefficient.Interval())];
        Same.Within(1e-9, [-1.6250586092559347, 0.04588581772286521, -1.8211260943926018, 0.5734219131537956, -1.0407413070602145], intervals.Select(interval => interval.Lower));
        Same.Within(1e-9, [-0.3798513257087367, 0.7613059343579025, -0.47377500265666794, 1.4033110111721834, 0.3491389309360969], intervals.Select(interval => interval.Upper));
        Assert.All(intervals, interval => Assert.Equal(0.95, interval.Level));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Intercept.Interval(1));
        ConfidenceInterval none = new LogisticRegression { L2 = 1 }.Fit(Lcg500.Rows()).Intercept.Interval();
        Assert.True(double.IsNaN(none.Lower) && double.IsNaN(none.Upper));
    }

    [Fact]
    public void The_likelihood_ratio_and_McFaddens_share_are_those_of_statsmodels()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows());
        ModelTest test = model.LikelihoodRatioTest();
        Same.Within(4e-8, [83.11597509184821, 4], [test.Statistic, test.DegreesOfFreedom]); // statsmodels fits the null model and stops 1.6e-8 short of it
        Same.Relatively(4e-8, [3.8069433384976814e-17], [test.PValue]);
        Same.Relatively(1e-9, [0.12266624488393985], [model.McFaddenR2]);

        // Cox and Snell's share 1 − exp(−LR/n), divided by its greatest value.
        Same.Relatively(1e-9, [(1 - Math.Exp(-83.11597509184821 / 500)) / (1 - Math.Exp(2 * -338.7891068585658 / 500))], [model.NagelkerkeR2]);
    }

    /// <summary>models.md section 9.2, the Contract block with 2 degrees of freedom.</summary>
    [DataFact]
    public void The_three_tests_of_a_block_are_those_of_statsmodels_and_R_on_telco()
    {
        TrainingSet data = RealData.TelcoDesign();
        LogisticModel model = new LogisticRegression().Fit(data);
        LogisticModel smaller = new LogisticRegression().Fit(data.WithTable(data.Table.Without("One year", "Two year")));
        ModelTest wald = model.WaldTest("One year", "Two year"), ratio = model.LikelihoodRatioTest(smaller), score = smaller.ScoreTest(data, "One year", "Two year");
        Same.Relatively(1e-9, [187.52679249044905, 218.62518511304006, 205.6173305173367], [wald.Statistic, ratio.Statistic, score.Statistic]);
        Assert.All([wald, ratio, score], test => Assert.Equal(2, test.DegreesOfFreedom));
        Same.Relatively(1e-7, [1.9014040130773076e-41, 3.3584914743557463e-48, 2.2426628363324315e-45], [wald.PValue, ratio.PValue, score.PValue]);
        Same.Relatively(1e-11, [-3165.6728601819996], [smaller.LogLikelihood]);
        Same.Relatively(1e-9, [0.24998636700121046, 2037.4253638447508], [model.McFaddenR2, model.LikelihoodRatioTest().Statistic]);
    }

    [Fact]
    public void Walds_test_of_one_column_is_its_z_squared_and_takes_the_covariance_in_use()
    {
        foreach (StandardErrors kind in (StandardErrors[])[StandardErrors.ModelBased, StandardErrors.Robust])
        {
            LogisticModel model = new LogisticRegression { StandardErrors = kind }.Fit(Lcg500.Rows());
            Assert.All(model.Coefficients, coefficient =>
            {
                ModelTest test = model.WaldTest(coefficient.Name);
                Same.Relatively(1e-12, [coefficient.Z * coefficient.Z, 1], [test.Statistic, test.DegreesOfFreedom]);
                Same.Relatively(1e-9, [coefficient.PValue], [test.PValue]);
            });
        }

        LogisticModel plain = new LogisticRegression().Fit(Lcg500.Rows());
        Assert.Equal(plain.WaldTest("x0", "x1", "x2", "x3"), plain.WaldTest());
        Assert.Contains("no column 'y'", Assert.Throws<ArgumentException>(() => plain.WaldTest("y")).Message, StringComparison.Ordinal);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => plain.WaldTest("x0", "x0")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LogisticRegression { L2 = 1 }.Fit(Lcg500.Rows()).WaldTest("x0"));
    }

    /// <summary>All three are unchanged by any invertible map of the columns tested.</summary>
    [Fact]
    public void Tests_of_a_block_do_not_see_how_its_columns_are_mixed()
    {
        TrainingSet data = Lcg500.Rows();
        double[] x2 = data.Table.Numeric("x2").Values.ToArray(), x3 = data.Table.Numeric("x3").Values.ToArray();
        TrainingSet mixed = data.WithTable(Table.Create(
            data.Table["x0"],
            data.Table["x1"],
            Column.Numeric("a", x2.Zip(x3, (u, v) => (3 * u) - v + 5).ToArray()),
            Column.Numeric("b", x2.Zip(x3, (u, v) => 100 * (u + v)).ToArray())));
        LogisticModel model = new LogisticRegression().Fit(data), other = new LogisticRegression().Fit(mixed), smaller = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x1")));
        Same.Relatively(1e-9, [model.WaldTest("x2", "x3").Statistic], [other.WaldTest("a", "b").Statistic]);
        Same.Relatively(1e-9, [model.LikelihoodRatioTest(smaller).Statistic], [other.LikelihoodRatioTest(smaller).Statistic]);
        Same.Relatively(1e-9, [smaller.ScoreTest(data, "x2", "x3").Statistic], [smaller.ScoreTest(mixed, "a", "b").Statistic]);
    }

    /// <summary>In the model without columns the score test of a flag is Pearson's chi-square of the four cells, of weights too.</summary>
    [Property(MaxTest = 200)]
    public void The_score_test_of_a_flag_is_Pearsons(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        double[] flag = [.. data.Table.Numeric("value").Values.ToArray().Select(value => value > 0 ? 1.0 : 0.0)];
        double[,] cells = new double[2, 2];
        for (int row = 0; row < flag.Length; row++)
            cells[(int)flag[row], data.Events[row] ? 1 : 0] += data.Weights[row];
        double n = data.TotalWeight, with = cells[1, 0] + cells[1, 1], events = data.EventWeight;
        if (n <= 1 || with == 0 || with == n || data.EventWeight == 0 || data.NonEventWeight == 0)
            return;
        TrainingSet flagged = data.WithTable(Table.Create(Column.Numeric("constant", new double[flag.Length]), Column.Numeric("flag", flag)));
        LogisticModel empty = new LogisticRegression().Fit(flagged.WithTable(flagged.Table.Select("constant")));
        ModelTest test = empty.ScoreTest(flagged, "flag");
        double difference = (cells[1, 1] * n) - (with * events);
        Same.Within(1e-9, n * difference * difference / n / n / (with * (n - with) / n / n * events * (n - events)), test.Statistic);
        Assert.Equal(1, test.DegreesOfFreedom);
    }

    [Fact]
    public void A_score_test_is_of_new_columns_on_the_rows_of_the_fit()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel smaller = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x1")));
        TrainingSet more = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("again", data.Table.Numeric("x0").Values.ToArray().Select(x => (2 * x) + 1).ToArray()), Column.Numeric("gap", Enumerable.Range(0, 500).Select(i => i == 7 ? double.NaN : i).ToArray())]));
        Assert.Equal(new ModelTest(0, 0), smaller.ScoreTest(more, "again"));
        Assert.Equal(1, smaller.ScoreTest(more, "again").PValue);
        ModelTest both = smaller.ScoreTest(more, "x2", "again");
        Assert.Equal(1, both.DegreesOfFreedom);
        Same.Relatively(1e-9, [smaller.ScoreTest(more, "x2").Statistic], [both.Statistic]);
        Assert.Contains("'gap', row 7: the value is missing", Assert.Throws<ArgumentException>(() => smaller.ScoreTest(more, "gap")).Message, StringComparison.Ordinal);
        Assert.Contains("part of the model", Assert.Throws<ArgumentException>(() => smaller.ScoreTest(data, "x0")).Message, StringComparison.Ordinal);
        Assert.Contains("Name the columns", Assert.Throws<ArgumentException>(() => smaller.ScoreTest(data)).Message, StringComparison.Ordinal);
        Assert.Contains("not the rows that the model was fitted on", Assert.Throws<ArgumentException>(() => smaller.ScoreTest(data.Rows([.. Enumerable.Range(0, 499), 0]), "x2")).Message, StringComparison.Ordinal);
        Assert.Contains("penalised", Assert.Throws<InvalidOperationException>(() => new LogisticRegression { L2 = 1 }.Fit(data.WithTable(data.Table.Select("x0"))).ScoreTest(data, "x1")).Message, StringComparison.Ordinal);

        // The rate of a population moves the intercept, and no test.
        TrainingSet chosen = data.WithPopulationEventRate(0.05);
        Same.Relatively(1e-12, [smaller.ScoreTest(data, "x2", "x3").Statistic], [new LogisticRegression().Fit(chosen.WithTable(data.Table.Select("x0", "x1"))).ScoreTest(chosen, "x2", "x3").Statistic]);
    }

    [Fact]
    public void Models_that_are_not_nested_are_not_compared()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel all = new LogisticRegression().Fit(data), some = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0")));
        Assert.Contains("not nested", Assert.Throws<ArgumentException>(() => some.LikelihoodRatioTest(all)).Message, StringComparison.Ordinal);
        Assert.Contains("different rows", Assert.Throws<ArgumentException>(() => all.LikelihoodRatioTest(new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0")).Rows([.. Enumerable.Range(0, 400)])))).Message, StringComparison.Ordinal);
        Assert.Contains("is penalised", Assert.Throws<ArgumentException>(() => all.LikelihoodRatioTest(new LogisticRegression { L2 = 1 }.Fit(data))).Message, StringComparison.Ordinal);
        Assert.Contains("class weights", Assert.Throws<InvalidOperationException>(() => new LogisticRegression { ClassWeights = ClassWeights.Balanced }.Fit(data).LikelihoodRatioTest()).Message, StringComparison.Ordinal);
        Assert.Contains("not converged (Separation)", Assert.Throws<InvalidOperationException>(() => new LogisticRegression().Fit(TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2, 3, 4 })), [false, false, true, true])).LikelihoodRatioTest()).Message, StringComparison.Ordinal);
    }

    /// <summary>Pure Python, Jacobi's rotations on the correlations: shared fixture lcg500.csv. numpy's condition number of the columns as given (lcg500.json, telco.json, bank.json) is another thing, from the products of the columns with the intercept.</summary>
    [Fact]
    public void The_condition_number_is_that_of_the_centred_and_scaled_design()
    {
        Same.Relatively(1e-9, [10.609802702314926], [new LogisticRegression().Fit(Lcg500.Rows()).Convergence.ConditionNumber]);
        Same.Relatively(1e-9, [10.57811917753311], [new LogisticRegression().Fit(Lcg500.Rows(weighted: true)).Convergence.ConditionNumber]);
        Same.Relatively(1e-9, [29.789979942057546], [ConditionNumber.Of(Products(Lcg500.Rows()), 5)]);

        // Two columns of correlation r: √((1 + r)/(1 − r)).
        TrainingSet data = Lcg500.Rows();
        double[] x = data.Table.Numeric("x0").Values.ToArray(), y = data.Table.Numeric("x3").Values.ToArray();
        double mx = x.Average(), my = y.Average(), r = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
        Same.Relatively(1e-9, [Math.Sqrt((1 + r) / (1 - r))], [new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x3"))).Convergence.ConditionNumber]);
        Assert.Equal(1, new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0"))).Convergence.ConditionNumber);
    }

    [DataFact]
    public void The_condition_number_of_the_columns_as_given_is_numpys()
    {
        Same.Relatively(1e-9, [328.0665478342813], [ConditionNumber.Of(Products(RealData.TelcoDesign()), 6)]);
        Same.Relatively(1e-6, [15089.13081462284], [ConditionNumber.Of(Products(RealData.BankNumbers()), 7)]); // squared it is 2·10⁸, which costs as many digits
        Assert.InRange(new LogisticRegression().Fit(RealData.BankNumbers()).Convergence.ConditionNumber, 1, 3);
    }

    [Fact]
    public void Errors_of_log_odds_are_those_of_the_intercept_of_a_moved_origin()
    {
        // With its origin moved to a row, the intercept is that row's log-odds.
        TrainingSet data = Lcg500.Rows();
        foreach (StandardErrors kind in (StandardErrors[])[StandardErrors.ModelBased, StandardErrors.Robust])
        {
            var recipe = new LogisticRegression { StandardErrors = kind };
            LogisticModel model = recipe.Fit(data);
            double[] errors = model.LogOddsErrors(data.Table);
            foreach (int row in (int[])[0, 17, 499])
            {
                Table moved = Table.Create([.. data.Table.Columns.Select(column => (Column)Column.Numeric(column.Name, ((NumericColumn)column).Values.ToArray().Select(value => value - ((NumericColumn)column).Values[row]).ToArray()))]);
                Coefficient intercept = recipe.Fit(data.WithTable(moved)).Intercept;
                Same.Relatively(1e-8, [intercept.StandardError], [errors[row]]);
                ConfidenceInterval interval = model.ScoreIntervals(data.Table, 0.9)[row], own = intercept.Interval(0.9);
                Same.Within(1e-9, [1 / (1 + Math.Exp(-own.Lower)), 1 / (1 + Math.Exp(-own.Upper))], [interval.Lower, interval.Upper]);
            }
        }

        LogisticModel fitted = new LogisticRegression().Fit(data);
        double[] scores = fitted.Score(data.Table);
        Assert.All(fitted.ScoreIntervals(data.Table).Zip(scores), each => Assert.InRange(each.Second, each.First.Lower, each.First.Upper));
        Assert.Throws<InvalidOperationException>(() => new LogisticRegression { L2 = 1 }.Fit(data).ScoreIntervals(data.Table));
    }

    [Fact]
    public void Tjurs_share_is_the_distance_of_two_means()
    {
        TrainingSet data = Lcg500.Rows(), weighted = Lcg500.Rows(weighted: true);
        LogisticModel model = new LogisticRegression().Fit(data);
        double[] scores = model.Score(data.Table);
        double events = scores.Where((_, row) => data.Events[row]).Average(), others = scores.Where((_, row) => !data.Events[row]).Average();
        Same.Within(1e-12, events - others, model.TjurR2(data));
        TrainingSet copies = data.Rows([.. Enumerable.Range(0, 500).SelectMany(row => Enumerable.Repeat(row, 1 + (row % 3)))]);
        Same.Within(1e-12, model.TjurR2(copies), model.TjurR2(weighted));
        Assert.True(double.IsNaN(model.TjurR2(data.Rows([.. Enumerable.Range(0, 500).Where(row => data.Events[row])]))));

        // At the optimum of one flag it is Pearson's φ²: ((ad − bc)² / …), the share of variance explained.
        LogisticModel flag = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x2")));
        double[] p = flag.Score(data.Table);
        double mean = p.Average();
        Same.Within(1e-10, p.Average(value => (value - mean) * (value - mean)) / (mean * (1 - mean)), flag.TjurR2(data));
    }

    [Fact]
    public void As_text_it_reads_like_a_regression_table()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows());
        string[] lines = model.ToText().Split('\n');
        Assert.Equal("Column     Coefficient  Std. error      z  P > |z|  95 % from   95 % to", lines[0]);
        Assert.Equal("intercept      -1.0025     0.31766  -3.16   0.0016    -1.6251  -0.37985", lines[2]);
        Assert.Equal("x2             0.98837     0.21171   4.67   0.0000    0.57342    1.4033", lines[5]);
        Assert.Contains("| x2 | 0.98837 | 0.21171 | 4.67 | 0.0000 | 0.57342 | 1.4033 |", model.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        Assert.StartsWith("Column,Coefficient,Std. error,z,P > |z|,90 % from,90 % to\n", model.ToText(TableFormat.Csv, 0.9), StringComparison.Ordinal);
        string summary = model.ToSummary();
        foreach (string part in (string[])["rows (total weight)", "500", "-297.2311", "604.462", "625.535", "0.1227", "likelihood ratio, 4 df", "83.116", "3.8069E-17", "10.61", "ModelBased", "Converged after"])
            Assert.Contains(part, summary, StringComparison.Ordinal);
        Assert.Contains("Clustered by 50 entities", new LogisticRegression().Fit(Lcg500.Rows().WithEntities([.. Enumerable.Range(0, 500).Select(i => (long)(i % 50))])).ToSummary(), StringComparison.Ordinal);
        string ridge = new LogisticRegression { L2 = 1 }.Fit(Lcg500.Rows()).ToSummary();
        Assert.DoesNotContain("AIC", ridge, StringComparison.Ordinal);
        Assert.Contains("none", ridge, StringComparison.Ordinal);
    }

    private static IEnumerable<Coefficient> All(LogisticModel model) => [model.Intercept, .. model.Coefficients];

    /// <summary>XᵀX of the columns as given, with the intercept first.</summary>
    private static double[] Products(TrainingSet data)
    {
        double[][] columns = [[.. Enumerable.Repeat(1.0, data.RowCount)], .. data.Table.Columns.Select(column => ((NumericColumn)column).Values.ToArray())];
        return [.. columns.SelectMany(_ => columns, (left, right) => DotProduct.Of(left, right))];
    }
}
