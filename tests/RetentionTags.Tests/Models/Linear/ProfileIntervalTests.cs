using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>
/// Profile-likelihood intervals and tests with coefficients held. Reference results: shared fixtures lcg500_r.json, telco_r.json and bank_r.json (MASS 7.3-58.2 in R 4.2.2, which interpolates between fits: compared at 1e-4 standard errors); the definition itself is computed naively on small sets.
/// </summary>
public class ProfileIntervalTests : PropertyTests
{
    private const double Quantile = 1.959963984540054;

    private static readonly LogisticRegression Firth = new() { BiasReduction = BiasReduction.Firth };

    [Fact]
    public void Equal_R_on_lcg500() => Agree(
        Lcg500.Rows(),
        [-1.6340019830842538, 0.04836753804655887, -1.8288430934202202, 0.5764362747252196, -1.044168096087737],
        [-0.38662835190780637, 0.7649102724607943, -0.47947182385144255, 1.407476457602019, 0.3478050878503889]);

    [DataFact]
    public void Equal_R_on_telco() => Agree(
        RealData.TelcoDesign(),
        [-1.7787538617884626, -0.04084375045261329, 0.024757499692557156, 0.3051922611214471, -1.2054327445562472, -2.2657918485554056],
        [-1.4267237757032256, -0.03277251536152067, 0.030107319103750228, 0.6195870783437784, -0.8087952638030063, -1.6102676798837811]);

    [DataFact]
    public void Equal_R_on_bank_marketing() => Agree(
        RealData.BankNumbers(),
        [-2.2856186161725667, 0.004118847430815062, 2.939981610995253e-05, -0.006634811965487436, -0.1389858450608093, 0.00136611882074689, 0.059284111517353605],
        [-2.0218150875839425, 0.009450460078498287, 4.486216723719009e-05, 0.0005126492599734064, -0.10609650116879969, 0.001924250619034158, 0.0859952372544374]);

    /// <summary>At both ends 2(l − lₚ) is the quantile of χ², with lₚ maximised over the intercept by ternary search. With weights, and for Firth's penalised likelihood.</summary>
    [Property(MaxTest = 100)]
    public void Ends_are_where_the_likelihood_has_fallen_by_half_the_quantile(SmallSet set)
    {
        TrainingSet data = Numbers(set.ToWeightedSet());
        if (data.EventWeight == 0 || data.NonEventWeight == 0)
            return;
        foreach (LogisticRegression recipe in (LogisticRegression[])[new(), Firth])
        {
            LogisticModel model = recipe.Fit(data);
            if (!model.Convergence.IsConverged || model.Convergence.Rank < 2 || model.Coefficients[0].StandardError > 5)
                continue;
            bool isFirth = recipe.BiasReduction != BiasReduction.None;
            double greatest = Objective(data, model.Intercept.Value, model.Coefficients[0].Value, isFirth);
            Same.Within(1e-7, greatest, isFirth ? model.PenalizedLogLikelihood!.Value : model.LogLikelihood);
            ConfidenceInterval interval = model.ProfileInterval(data, "value", 0.9);
            Assert.InRange(model.Coefficients[0].Value, interval.Lower, interval.Upper);
            foreach (double end in (double[])[interval.Lower, interval.Upper])
            {
                if (double.IsFinite(end))
                    Same.Within(1e-5, 2.705543454095404, 2 * (greatest - Profile(data, end, isFirth)), $"{recipe.BiasReduction} at {end}");
            }

            // The test at 0 is on the same curve.
            ModelTest test = model.LikelihoodRatioTest(data, "value");
            Same.Within(1e-5 * Math.Max(1, test.Statistic), 2 * (greatest - Profile(data, 0, isFirth)), test.Statistic);
            Assert.Equal(1, test.DegreesOfFreedom);
        }
    }

    [Fact]
    public void The_intercepts_interval_is_that_of_any_origin()
    {
        // The slope of a column less a constant has the same interval; the intercept at another origin is another number, found as one.
        TrainingSet data = Lcg500.Rows();
        Table moved = Table.Create(data.Table["x0"], Column.Numeric("x1", data.Table.Numeric("x1").Values.ToArray().Select(value => value - 1000).ToArray()), data.Table["x2"], data.Table["x3"]);
        LogisticModel model = new LogisticRegression().Fit(data), other = new LogisticRegression().Fit(data.WithTable(moved));
        Same.Within(1e-8, Ends(model.ProfileInterval(data, "x1")), Ends(other.ProfileInterval(data.WithTable(moved), "x1")));
        Assert.InRange(other.Intercept.Value, other.ProfileInterval(data.WithTable(moved), "intercept").Lower, other.ProfileInterval(data.WithTable(moved), "intercept").Upper);
    }

    [Fact]
    public void Many_rows_make_them_Walds()
    {
        TrainingSet data = Lcg500.Rows(), many = TrainingSet.Create(data.Table, data.Events, [.. Enumerable.Repeat(1e6, 500)]);
        LogisticModel model = new LogisticRegression().Fit(many);
        ConfidenceInterval profile = model.ProfileInterval(many, "x2"), wald = model.Coefficients[2].Interval();
        Same.Within(1e-3 * model.Coefficients[2].StandardError, Ends(wald), Ends(profile));
    }

    [Fact]
    public void Separated_classes_have_them_by_Firths_likelihood()
    {
        TrainingSet toy = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2, 3, 4, 5, 6, 7, 8 })), [false, false, false, false, true, true, true, true]);
        LogisticModel model = Firth.Fit(toy);
        double greatest = Objective(toy, model.Intercept.Value, model.Coefficients[0].Value, isFirth: true, "x");
        ConfidenceInterval interval = model.ProfileInterval(toy, "x");
        Assert.InRange(interval.Lower, 0.01, 1);
        foreach (double end in Ends(interval).Where(double.IsFinite))
            Same.Within(1e-6, Quantile * Quantile, 2 * (greatest - Profile(toy, end, isFirth: true, "x")));
        Same.Within(1e-6, 2 * (greatest - Profile(toy, 0, isFirth: true, "x")), model.LikelihoodRatioTest(toy, "x").Statistic);
        Assert.Contains("bias-reduced", Assert.Throws<InvalidOperationException>(() => model.LikelihoodRatioTest()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_with_columns_held_is_that_of_the_smaller_model()
    {
        TrainingSet data = Lcg500.Rows(weighted: true);
        LogisticModel model = new LogisticRegression().Fit(data), smaller = new LogisticRegression().Fit(data.WithTable(data.Table.Select("x0", "x1")));
        ModelTest held = model.LikelihoodRatioTest(data, "x2", "x3"), nested = model.LikelihoodRatioTest(smaller);
        Same.Relatively(1e-9, [nested.Statistic, nested.DegreesOfFreedom], [held.Statistic, held.DegreesOfFreedom]);
        ModelTest all = model.LikelihoodRatioTest(data, "x0", "x1", "x2", "x3");
        Same.Relatively(1e-9, [model.LikelihoodRatioTest().Statistic, 4], [all.Statistic, all.DegreesOfFreedom]);
    }

    [Fact]
    public void Nothing_but_the_rows_of_the_fit_will_do()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = new LogisticRegression().Fit(data);
        Assert.Contains("not the rows", Assert.Throws<ArgumentException>(() => model.ProfileInterval(data.Rows([.. Enumerable.Range(1, 499)]), "x0")).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'z'", Assert.Throws<ArgumentException>(() => model.ProfileInterval(data, "z")).Message, StringComparison.Ordinal);
        Assert.Contains("Name the columns", Assert.Throws<ArgumentException>(() => model.LikelihoodRatioTest(data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ProfileInterval(data, "x0", 1.5));
        Assert.Throws<InvalidOperationException>(() => new LogisticRegression { L2 = 1 }.Fit(data).ProfileInterval(data, "x0"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => model.ProfileInterval(data, "x0", 0.95, null, source.Token));

        // Rows of weight 0 count nowhere; the rate of a population moves the intercept's interval and no other.
        double[] weights = [.. Enumerable.Repeat(1.0, 500), 0];
        TrainingSet more = TrainingSet.Create(data.Table.Rows([.. Enumerable.Range(0, 500), 3]), [.. data.Events.ToArray(), true], weights).WithPopulationEventRate(0.1);
        LogisticModel moved = new LogisticRegression().Fit(more);
        Same.Within(1e-9, Ends(model.ProfileInterval(data, "x0")), Ends(moved.ProfileInterval(more, "x0")));
        double shift = Math.Log(0.1 / 0.9) - Math.Log(206 / 294.0);
        Same.Within(1e-8, Ends(model.ProfileInterval(data, "intercept")).Select(end => end + shift), Ends(moved.ProfileInterval(more, "intercept")));
        Same.Relatively(1e-9, [model.LikelihoodRatioTest(data, "x1").Statistic], [moved.LikelihoodRatioTest(more, "x1").Statistic]);
    }

    [Fact]
    public void A_column_left_out_has_none()
    {
        TrainingSet data = Lcg500.Rows();
        TrainingSet twice = data.WithTable(Table.Create(data.Table["x0"], data.Table["x1"], Column.Numeric("again", data.Table.Numeric("x1").Values.ToArray())));
        LogisticModel model = new LogisticRegression().Fit(twice), plain = new LogisticRegression().Fit(twice.WithTable(twice.Table.Select("x0", "x1")));
        Assert.All(Ends(model.ProfileInterval(twice, "again")), end => Assert.True(double.IsNaN(end)));
        Same.Within(1e-8, Ends(plain.ProfileInterval(twice, "x0")), Ends(model.ProfileInterval(twice, "x0")));
        Assert.Equal(0, model.LikelihoodRatioTest(twice, "again").DegreesOfFreedom);
    }

    private static double[] Ends(ConfidenceInterval interval) => [interval.Lower, interval.Upper];

    private static void Agree(TrainingSet data, double[] lower, double[] upper)
    {
        LogisticModel model = new LogisticRegression().Fit(data);
        Coefficient[] all = [model.Intercept, .. model.Coefficients];
        for (int j = 0; j < all.Length; j++)
        {
            ConfidenceInterval interval = model.ProfileInterval(data, all[j].Name);
            Same.Within(1e-4 * all[j].StandardError, [lower[j], upper[j]], [interval.Lower, interval.Upper]);
        }
    }

    private static TrainingSet Numbers(TrainingSet data)
    {
        double[] values = [.. data.Table.Numeric("value").Values.ToArray().Select(value => double.IsFinite(value) && Math.Abs(value) < 100 ? value : 0)];
        return data.WithTable(Table.Create(Column.Numeric("value", values)));
    }

    /// <summary>l, or l + ½ ln|I|, of an intercept and a slope.</summary>
    private static double Objective(TrainingSet data, double intercept, double slope, bool isFirth, string column = "value")
    {
        double l = 0, i00 = 0, i01 = 0, i11 = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double w = data.WeightOf(row), x = data.Table.Numeric(column).Values[row], eta = intercept + (slope * x), toward = data.Events[row] ? eta : -eta;
            l -= w * (Math.Max(-toward, 0) + Math.Log(1 + Math.Exp(-Math.Abs(toward))));
            double e = Math.Exp(-Math.Abs(eta)), c = w * e / ((1 + e) * (1 + e));
            i00 += c;
            i01 += c * x;
            i11 += c * x * x;
        }

        return isFirth ? l + (0.5 * Math.Log((i00 * i11) - (i01 * i01))) : l;
    }

    /// <summary>The greatest objective over all intercepts: a fine grid, then ternary search around its best point.</summary>
    private static double Profile(TrainingSet data, double slope, bool isFirth, string column = "value")
    {
        double reach = 30 + (10 * Math.Abs(slope)), best = double.NegativeInfinity, at = 0, step = reach / 2000;
        for (double intercept = -reach; intercept <= reach; intercept += step)
        {
            double value = Objective(data, intercept, slope, isFirth, column);
            if (value > best)
                (best, at) = (value, intercept);
        }

        (double low, double high) = (at - step, at + step);
        for (int i = 0; i < 100; i++)
        {
            double left = low + ((high - low) / 3), right = high - ((high - low) / 3);
            if (Objective(data, left, slope, isFirth, column) < Objective(data, right, slope, isFirth, column))
                low = left;
            else
                high = right;
        }

        return Objective(data, low, slope, isFirth, column);
    }
}
