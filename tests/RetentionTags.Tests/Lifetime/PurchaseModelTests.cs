using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>What all recipes for purchase models promise.</summary>
public class PurchaseModelTests : PropertyTests
{
    public static TheoryData<PurchaseRecipe> Recipes => [new Nbd(), new BgNbd(), new MbgNbd(), new ParetoNbd(), new BgBb()];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Neither_order_nor_collapsing_nor_copies_change_a_bit(PurchaseRecipe recipe)
    {
        PurchaseSummary summary = Customers(recipe, 400, 1);
        double[] expected = [.. recipe.Fit(summary).Parameters];
        int[] order = [.. Enumerable.Range(0, summary.RowCount)];
        new SplitMix64(5).Shuffle(order);
        PurchasePattern[] rows = [.. order.Select(row => summary.Patterns[summary.PatternOfRow[row]] with { Weight = 1 })], patterns = [.. summary.Patterns.Reverse()];
        Assert.Equal(expected, recipe.Fit(Of(rows)).Parameters);
        Assert.Equal(expected, recipe.Fit(Of(patterns)).Parameters);

        // Twice the customers, as copies or as weights.
        PurchaseModel copies = recipe.Fit(Of([.. rows, .. rows])), weights = recipe.Fit(Of([.. patterns.Select(pattern => pattern with { Weight = 2 * pattern.Weight })]));
        Assert.Equal(copies.Parameters, weights.Parameters);
        Assert.Equal(2 * recipe.Fit(summary).Report!.LogLikelihood, copies.Report!.LogLikelihood, 1e-9);

        // Customers of weight 0 are not there for the fit.
        Assert.Equal(expected, recipe.Fit(Of([.. rows, rows[0] with { Weight = 0, Tenure = 100, RepeatPurchases = 5, LastPurchase = 50 }])).Parameters);

        PurchaseSummary Of(PurchasePattern[] given) => PurchaseSummary.Create([.. given.Select(each => (double)each.RepeatPurchases)], [.. given.Select(each => each.LastPurchase)], [.. given.Select(each => each.Tenure)], summary.Unit, [.. given.Select(each => each.Weight)]);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_unit_of_time_changes_no_prediction(PurchaseRecipe recipe)
    {
        if (recipe is BgBb)
            return;
        (double[] x, double[] t, double[] tenure) = RandomCustomers.Draw(400, 2);
        PurchaseSummary days = PurchaseSummary.Create(x, t, tenure, TimeUnit.Day), weeks = PurchaseSummary.Create(x, [.. t.Select(each => each / 7)], [.. tenure.Select(each => each / 7)], TimeUnit.Week);
        double[] inDays = recipe.Fit(days).ProbabilityOfPurchase(days, Horizon.Days(28)).ToRows(), inWeeks = recipe.Fit(weeks).ProbabilityOfPurchase(weeks, Horizon.Weeks(4)).ToRows();
        Assert.All(inDays.Zip(inWeeks), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Finds_what_the_customers_were_made_from(PurchaseRecipe recipe)
    {
        PurchaseModel model = recipe.Fit(Customers(recipe, 4000, 3));
        Assert.True(model.Report!.IsConverged, model.ToText());
        double[]? truth = recipe switch { MbgNbd => [2, 30, 1, 4], BgBb => [1, 1, 1, 2], _ => null };
        if (truth is null)
            return;
        for (int i = 0; i < truth.Length; i++)
            Assert.InRange(Math.Abs(Math.Log(model.Parameters[i] / truth[i])), 0, 4 * model.Report.Parameters[i].StandardError / model.Parameters[i]);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void What_is_loaded_predicts_the_same_bits(PurchaseRecipe recipe)
    {
        PurchaseSummary customers = Customers(recipe, 300, 4);
        Horizon horizon = Horizon.Of(10, customers.Unit);
        bool[] bought = [.. Enumerable.Range(0, customers.RowCount).Select(row => row % 3 == 0)];
        PurchaseModel model = (recipe with { ConfidenceLevel = 0.9 }).Fit(customers, new PurchaseOutcome(bought, horizon)), loaded = Reloaded(model);
        Assert.Same(model.GetType(), loaded.GetType());
        Assert.Equal(model.Recipe, loaded.Recipe);
        Assert.Equal(model.Report, loaded.Report);
        Assert.Equal(model.Evaluation, loaded.Evaluation);
        Assert.Equal(model.Unit, loaded.Unit);
        Assert.Equal(model.ToText(), loaded.ToText());
        Assert.Equal(model.ProbabilityOfPurchase(customers, horizon).ToRows(), loaded.ProbabilityOfPurchase(customers, horizon).ToRows());
        Assert.Equal(model.ExpectedPurchases(customers, horizon).ToRows(), loaded.ExpectedPurchases(customers, horizon).ToRows());
    }

    [Fact]
    public void Models_of_known_parameters_and_of_spend_are_saved_as_well()
    {
        PurchaseModel model = Reloaded(ParetoNbdModel.FromParameters(0.1, 2, 1.0 / 3, 4, TimeUnit.OfDays(30)));
        Assert.Equal([0.1, 2, 1.0 / 3, 4], model.Parameters);
        Assert.Equal((TimeUnit.OfDays(30), null, null, null), (model.Unit, model.Recipe, model.Report, model.Evaluation));
        PurchaseSummary customers = Spenders();
        GammaGammaModel spend = new GammaGamma { MaxIterations = 99 }.Fit(customers), loaded = Reloaded(spend, (saved, stream) => saved.Save(stream), GammaGammaModel.Load);
        Assert.Equal(spend.ExpectedAmounts(customers), loaded.ExpectedAmounts(customers));
        Assert.Equal((spend.Recipe, spend.Report, spend.FrequencyCorrelation), (loaded.Recipe, loaded.Report, loaded.FrequencyCorrelation));
        GammaGammaModel made = Reloaded(GammaGammaModel.FromParameters(6, 4, 15), (saved, stream) => saved.Save(stream), GammaGammaModel.Load);
        Assert.Equal((6, 4, 15, double.NaN), (made.P, made.Q, made.V, made.FrequencyCorrelation));
        using var other = new MemoryStream();
        spend.Save(other);
        other.Position = 0;
        Assert.Contains("spend-model", Assert.Throws<InvalidDataException>(() => PurchaseModel.Load(other)).Message);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Tells_of_its_steps_and_stops(PurchaseRecipe recipe)
    {
        PurchaseSummary customers = Customers(recipe, 200, 6);
        var reports = new List<FitProgress>();
        recipe.Fit(customers, null, new Collected(reports));
        Assert.Equal(["starts", "likelihood", "intervals"], reports.Select(report => report.Stage).Distinct());
        Assert.All(reports.GroupBy(report => report.Stage), stage => Assert.Equal(stage.OrderBy(report => report.Completed), stage));
        Assert.Throws<OperationCanceledException>(() => recipe.Fit(customers, cancellationToken: new CancellationToken(canceled: true)));
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => recipe.Fit(customers, null, new Cancelling(source), source.Token));
    }

    [Fact]
    public void A_unit_that_is_not_the_models_is_an_error()
    {
        PurchaseSummary days = RandomCustomers.Summary(50, 1), weeks = PurchaseSummary.Create([1], [2], [3], TimeUnit.Week), occasions = Donations.Summary();
        MbgNbdModel model = MbgNbdModel.FromParameters(1, 2, 3, 4, TimeUnit.Week);
        Assert.Contains("39 days were given, and the model counts in weeks", Message(() => model.ProbabilityOfPurchase(weeks, Horizon.Days(39))));
        Assert.Contains("counted in days, and the model in weeks", Message(() => model.ExpectedPurchases(days, Horizon.Weeks(2))));
        Assert.Contains("52 days were given", Message(() => model.DiscountedPurchases(weeks, Horizon.Weeks(4), Horizon.Weeks(1), Discount.Of(0.1, Horizon.Days(52)))));
        Assert.Contains("no whole number of periods", Message(() => model.DiscountedPurchases(weeks, Horizon.Weeks(4), Horizon.Weeks(3), Discount.Of(0.1, Horizon.Weeks(52)))));
        Assert.Contains("BG/BB is about opportunities", Message(() => new BgBb().Fit(days)));
        Assert.Contains("Use BgBb", Message(() => new MbgNbd().Fit(occasions)));
        Assert.Contains("opportunities are for BgBbModel", Message(() => NbdModel.FromParameters(1, 1, TimeUnit.Opportunity)));
        Assert.Contains("1 rows and the summary 50", Message(() => new MbgNbd().Fit(days, new PurchaseOutcome([true], Horizon.Days(3)))));
        Assert.Contains("3 weeks were given", Message(() => new MbgNbd().Fit(days, new PurchaseOutcome(new bool[50], Horizon.Weeks(3)))));
        Assert.Throws<ArgumentOutOfRangeException>(() => MbgNbdModel.FromParameters(1, 0, 3, 4, TimeUnit.Week));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaGammaModel.FromParameters(1, 1, 3));

        static string Message(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
    }

    [Fact]
    public void Customers_who_show_nothing_are_refused()
    {
        Assert.Contains("No customer has a repeat purchase", Message([0, 0], [0, 0], [4, 5], default));
        Assert.Contains("No customer has weight", Message([1], [1], [4], [0]));
        Assert.Contains("Every tenure is 0", Message([1], [0], [0], default));
        Assert.Contains("nothing to fit", Message([], [], [], default));

        static string Message(double[] x, double[] t, double[] tenure, double[]? weights) => Assert.Throws<TrainingDataException>(() => new MbgNbd().Fit(PurchaseSummary.Create(x, t, tenure, TimeUnit.Day, weights))).Message;
    }

    /// <summary>Everybody buys at the same rate and nobody leaves: r, α and b would be infinite. The fit says so and stays usable.</summary>
    [Fact]
    public void What_the_customers_do_not_determine_is_a_finding()
    {
        double[] x = [3, 4, 5, 4, 4, 3, 5, 4], t = [9, 9.5, 9.9, 9.2, 9.7, 9.1, 9.8, 9.3], tenure = [.. x.Select(_ => 10.0)];
        PurchaseSummary customers = PurchaseSummary.Create(x, t, tenure, TimeUnit.Week);
        foreach (PurchaseRecipe recipe in (PurchaseRecipe[])[new Nbd(), new BgNbd(), new MbgNbd(), new ParetoNbd()])
        {
            PurchaseModel model = recipe.Fit(customers);
            Assert.Contains(model.Report!.Findings, finding => finding.Code is FindingCodes.FlatLikelihood);
            Assert.All(model.Report.Parameters, parameter => Assert.True(parameter.Interval.Lower < parameter.Value * 1.001 && parameter.Interval.Upper > parameter.Value * 0.999, model.ToText()));
            Assert.InRange(model.ExpectedPurchases(customers, Horizon.Weeks(10)).Total, 25, 33);
        }
    }

    [Fact]
    public void A_search_that_is_cut_short_says_so()
    {
        PurchaseModel model = new MbgNbd { MaxIterations = 1 }.Fit(RandomCustomers.Summary(20_000, 8));
        Assert.Equal(!model.Report!.IsConverged, model.Report.Findings.Any(finding => finding.Code == FindingCodes.PurchaseNotConverged));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MbgNbd { MaxIterations = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Nbd { ConfidenceLevel = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaGamma { ConfidenceLevel = 0 });
    }

    /// <summary>Profile intervals against a search of our own: at each end the best of the others is the quantile's distance below the maximum.</summary>
    [Fact]
    public void Profile_intervals_end_where_the_likelihood_has_fallen_enough()
    {
        PurchaseSummary customers = RandomCustomers.Summary(150, 11);
        PurchaseModel model = new MbgNbd().Fit(customers);
        var likelihood = new BetaGeometricLikelihood([.. customers.Patterns], 1);
        EstimatedParameter[] profiles = [.. model.Report!.Parameters.Where(each => each.IsProfile && each.Interval.Lower > 0 && double.IsFinite(each.Interval.Upper))];
        Assert.NotEmpty(profiles);
        foreach (EstimatedParameter each in profiles)
        {
            int index = Array.IndexOf([.. likelihood.Names], each.Name);
            foreach (double end in (double[])[each.Interval.Lower, each.Interval.Upper])
            {
                double[] theta = likelihood.ToTheta(model.Parameters.AsSpan());
                theta[index] = Math.Log(end);
                var isHeld = new bool[4];
                isHeld[index] = true;
                var search = new LikelihoodSearch(likelihood, theta, isHeld, default);
                search.Run(1000, 1e-12);
                Assert.Equal(1.959964, Math.Sqrt(2 * (model.Report.LogLikelihood - search.Value)), 1e-3);
            }
        }
    }

    [Fact]
    public void The_report_shows_the_baselines_or_how_to_get_them()
    {
        PurchaseSummary customers = RandomCustomers.Summary(100, 1);
        MbgNbd recipe = new();
        Assert.Contains("that takes an outcome", recipe.Fit(customers).ToText());
        MbgNbdModel model = recipe.Fit(customers, new PurchaseOutcome([.. Enumerable.Range(0, 100).Select(row => row % 2 == 0)], Horizon.Days(30)));
        Assert.Equal(["P(purchase)", "recency", "frequency", "P(alive)"], model.Evaluation!.Scores.Select(score => score.Name));
        Assert.Contains("build no tag on it", model.ToText());
        Assert.Contains("recency", model.Evaluation.ToText(TableFormat.Csv));
        Assert.Equal((-2 * model.Report!.LogLikelihood) + 8, model.Report.Aic);
        Assert.Equal((-2 * model.Report.LogLikelihood) + (4 * Math.Log(100)), model.Report.Bic);
    }

    [Fact]
    public void Spend_that_goes_with_frequency_is_a_finding_and_refunds_are_an_error()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 0], mean = [10, 20, 28, 41, 50, 60, 69, 80, 0], t = [1, 1, 1, 1, 1, 1, 1, 1, 0], tenure = [.. x.Select(_ => 2.0)];
        GammaGammaModel model = new GammaGamma().Fit(PurchaseSummary.Create(x, t, tenure, TimeUnit.Week, default, mean));
        Assert.InRange(model.FrequencyCorrelation, 0.99, 1);
        Assert.Contains(model.Report!.Findings, finding => finding.Code == FindingCodes.SpendCorrelation);
        Assert.Equal(8, model.Report.TotalWeight);
        mean[2] = -5;
        Assert.Contains("Row 2: the mean amount of 3 repeat purchases is -5", Assert.Throws<TrainingDataException>(() => new GammaGamma().Fit(PurchaseSummary.Create(x, t, tenure, TimeUnit.Week, default, mean))).Message);
        Assert.Contains("no mean amounts", Assert.Throws<ArgumentException>(() => new GammaGamma().Fit(RandomCustomers.Summary(10, 1))).Message);
    }

    [Property(MaxTest = 30)]
    public void Expected_amounts_lie_between_the_customers_own_mean_and_the_populations(int seed)
    {
        PurchaseSummary customers = Spenders(seed);
        GammaGammaModel model = new GammaGamma().Fit(customers);
        double[] amounts = model.ExpectedAmounts(customers);
        Assert.True(model.Q > 1);
        for (int row = 0; row < amounts.Length; row++)
        {
            double own = customers.MeanAmounts[row] == 0 ? model.PopulationMean : customers.MeanAmounts[row];
            Assert.InRange(amounts[row], Math.Min(own, model.PopulationMean) * (1 - 1e-12), Math.Max(own, model.PopulationMean) * (1 + 1e-12));
        }
    }

    private static PurchaseSummary Spenders(int seed = 1)
    {
        var random = new SplitMix64(seed);
        (double[] x, double[] t, double[] tenure) = RandomCustomers.Draw(80, seed);
        double[] mean = [.. x.Select(purchases => purchases == 0 ? 0 : 5 + (20 * SampleData.Uniform(ref random) / SampleData.Uniform(ref random)))];
        return PurchaseSummary.Create(x, t, tenure, TimeUnit.Day, default, mean);
    }

    private static PurchaseSummary Customers(PurchaseRecipe recipe, int count, long seed) => recipe is BgBb ? RandomCustomers.Opportunities(count, seed) : RandomCustomers.Summary(count, seed);

    private static PurchaseModel Reloaded(PurchaseModel model) => Reloaded(model, (saved, stream) => saved.Save(stream), PurchaseModel.Load);

    private static T Reloaded<T>(T model, Action<T, Stream> save, Func<Stream, T> load)
    {
        using var stream = new MemoryStream();
        save(model, stream);
        stream.Position = 0;
        return load(stream);
    }

    private sealed class Collected(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => source.Cancel();
    }
}
