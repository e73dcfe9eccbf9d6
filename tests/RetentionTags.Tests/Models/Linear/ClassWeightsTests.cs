using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>Class weights and known population rates. Reference results: shared fixtures lcg500.json and telco.json (scikit-learn 1.2.1 and an 80-bit Newton solver).</summary>
public class ClassWeightsTests : PropertyTests
{
    private static readonly LogisticRegression Balanced = new() { ClassWeights = ClassWeights.Balanced };

    private static readonly LogisticRegression Uncorrected = new() { ClassWeights = ClassWeights.Balanced with { CorrectsPrior = false } };

    [Fact]
    public void Balanced_equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        double[] expected = [-0.7394575630546247, 0.3492334020124384, -1.0037866401279607, 0.9296688009291796, -0.24187594684124705];
        Same.Within(1e-9, expected, Values((Uncorrected with { L2 = 1, PenaltyScale = PenaltyScale.Raw }).Fit(data)));

        // b₀ − ln(w₁/w₀) with w₁ = 500/412 and w₀ = 500/588.
        LogisticModel corrected = (Balanced with { L2 = 1, PenaltyScale = PenaltyScale.Raw }).Fit(data);
        Same.Within(1e-9, [expected[0] - Math.Log(588 / 412.0), .. expected[1..]], Values(corrected));

        // The same weights said outright.
        LogisticModel outright = new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw, ClassWeights = new() { Events = 500 / 412.0, NonEvents = 500 / 588.0 } }.Fit(data);
        Same.Within(1e-12, Values(corrected), Values(outright));
    }

    /// <summary>models.md sections 2.7 and 9.2.</summary>
    [DataFact]
    public void Balanced_equals_the_optimum_on_telco_and_its_mean_comes_back_to_the_rate()
    {
        TrainingSet data = RealData.TelcoDesign();
        double[] ridge = [-0.6335896652107653, -0.03464074181892265, 0.02749243382810919, 0.46092490833477806, -1.026890635286065, -1.9589979441486935];
        Same.Within(1e-9, ridge, Values((Uncorrected with { L2 = 1, PenaltyScale = PenaltyScale.Raw }).Fit(data)));

        LogisticModel uncorrected = Uncorrected.Fit(data), corrected = Balanced.Fit(data);
        Same.Within(1e-9, [-0.6321468423586786, -0.03436029206592233, 0.02744698641388453, 0.46063429085315843, -1.0413295751402476, -1.9964350979161125], Values(uncorrected));
        Same.Within(1e-9, -1.6503893976490902, corrected.Intercept.Value);
        Same.Within(1e-11, [0.4228461193802191, 0.265024324650937], [uncorrected.Score(data.Table).Average(), corrected.Score(data.Table).Average()]);
        string stated = Assert.Single(corrected.Findings, finding => finding.Code == FindingCodes.PriorCorrection).Message;
        Assert.Contains("The mean probability is 0.26502; the event rate is 0.26537.", stated, StringComparison.Ordinal);
        Assert.Contains("An event counted 1.88416 and a non-event 0.680615 in the fit. The intercept was moved by -1.01824", stated, StringComparison.Ordinal);
        Assert.Contains("which CorrectsPrior leaves in the intercept. The intercept was moved by 0.00000.", Assert.Single(uncorrected.Findings, finding => finding.Code == FindingCodes.PriorCorrection).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 200)]
    public void Where_the_model_is_saturated_the_correction_is_exact(SmallSet set)
    {
        // One flag: two rates, two coefficients. Then any class weights, taken back, give the plain fit.
        TrainingSet data = set.ToWeightedSet();
        double[] flag = [.. data.Table.Numeric("value").Values.ToArray().Select(value => value > 0 ? 1.0 : 0.0)];
        TrainingSet flagged = data.WithTable(Table.Create(Column.Numeric("flag", flag)));
        LogisticModel plain = new LogisticRegression().Fit(flagged);
        if (!plain.Convergence.IsConverged)
            return;
        foreach (ClassWeights weights in (ClassWeights[])[ClassWeights.Balanced, new() { Events = 3 }, new() { Events = 0.25, NonEvents = 2 }, ClassWeights.Balanced with { Events = 2 }])
            Same.Within(1e-8, Values(plain), Values(new LogisticRegression { ClassWeights = weights }.Fit(flagged)));
    }

    [Property(MaxTest = 200)]
    public void A_population_rate_gives_what_weighting_to_it_gives_where_the_model_is_saturated(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        double[] flag = [.. data.Table.Numeric("value").Values.ToArray().Select(value => value > 0 ? 1.0 : 0.0)];
        Table table = Table.Create(Column.Numeric("flag", flag));

        // Each non-event stands for ten.
        double rate = data.EventWeight / (data.EventWeight + (10 * data.NonEventWeight));
        double[] tens = [.. data.Events.ToArray().Select(label => label ? 1.0 : 10.0)];
        LogisticModel population = new LogisticRegression().Fit(TrainingSet.Create(table, data.Events, tens));
        if (!population.Convergence.IsConverged)
            return;
        LogisticModel chosen = new LogisticRegression().Fit(data.WithTable(table).WithPopulationEventRate(rate));
        Same.Within(1e-8, Values(population), Values(chosen));
        Assert.Contains(chosen.Findings, finding => finding.Code == FindingCodes.PriorCorrection);
    }

    [Fact]
    public void Class_weights_are_sampling_weights_to_standard_errors_and_the_reason_is_given()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = Balanced.Fit(data), none = (Balanced with { StandardErrors = StandardErrors.ModelBased }).Fit(data);
        Assert.Null(none.StandardErrors);
        Assert.All([none.Intercept, .. none.Coefficients], coefficient => Assert.True(double.IsNaN(coefficient.StandardError)));
        Assert.All(none.Covariance.ToArray(), value => Assert.True(double.IsNaN(value)));
        foreach (LogisticModel each in (LogisticModel[])[model, none])
        {
            Assert.Equal([FindingCodes.ClassWeightedInference, FindingCodes.PriorCorrection], each.Findings.Select(finding => finding.Code));
            Assert.Equal(500, each.TotalWeight);
        }

        Assert.Contains("the fit has no standard errors", none.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("standard errors take them for sampling weights", model.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(StandardErrors.Robust, model.StandardErrors);

        // Weights that are drawn with the rows are sampling weights: the same as the class weights written into the rows.
        double[] weights = [.. data.Events.ToArray().Select(label => label ? 500 / 412.0 : 500 / 588.0)];
        LogisticModel sampled = new LogisticRegression { StandardErrors = StandardErrors.RobustSampling }.Fit(TrainingSet.Create(data.Table, data.Events, weights));
        Same.Relatively(1e-9, [sampled.Intercept.StandardError, .. sampled.Coefficients.Select(each => each.StandardError)], [model.Intercept.StandardError, .. model.Coefficients.Select(each => each.StandardError)]);

        // A population's rate moves the intercept and nothing else.
        LogisticModel plain = new LogisticRegression().Fit(data), moved = new LogisticRegression().Fit(data.WithPopulationEventRate(0.1));
        Same.Bits(plain.Covariance, moved.Covariance);
        Assert.Equal(plain.Coefficients, moved.Coefficients);
        Same.Within(1e-14, Math.Log(0.1 / 0.9) - Math.Log(206 / 294.0), moved.Intercept.Value - plain.Intercept.Value);
        Assert.Empty(plain.Findings);
    }

    [Fact]
    public void Whole_weights_are_copies_with_class_weights_too()
    {
        TrainingSet weighted = Lcg500.Rows(weighted: true);
        TrainingSet copies = Lcg500.Rows().Rows([.. Enumerable.Range(0, 500).SelectMany(row => Enumerable.Repeat(row, 1 + (row % 3)))]);
        Same.Within(1e-11, Values((Balanced with { L2 = 3 }).Fit(copies)), Values((Balanced with { L2 = 3 }).Fit(weighted)));
    }

    [Fact]
    public void The_standardised_penalty_measures_the_rows_as_they_are()
    {
        // Class weights change no deviation: with them the penalty is that of the same columns divided beforehand.
        TrainingSet data = Lcg500.Rows();
        double[] x1 = data.Table.Numeric("x1").Values.ToArray();
        double mean = x1.Average(), deviation = Math.Sqrt(x1.Average(x => (x - mean) * (x - mean)));
        TrainingSet given = data.WithTable(data.Table.Select("x1")), divided = data.WithTable(Table.Create(Column.Numeric("x1", x1.Select(x => x / deviation).ToArray())));
        Same.Within(1e-10, (Balanced with { L2 = 20, PenaltyScale = PenaltyScale.Raw }).Fit(divided).Coefficients[0].Value / deviation, (Balanced with { L2 = 20 }).Fit(given).Coefficients[0].Value);
    }

    [Fact]
    public void Settings_are_checked_and_kept_in_files()
    {
        foreach (double bad in (double[])[0, -1, double.NaN, 1e7])
        {
            Assert.Contains("Events is between 10⁻⁶ and 10⁶", Assert.Throws<ArgumentOutOfRangeException>(() => new ClassWeights { Events = bad }).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => new ClassWeights { NonEvents = bad });
        }

        var recipe = new LogisticRegression { ClassWeights = new() { Events = 3, CorrectsPrior = false } };
        var stream = new MemoryStream();
        recipe.Fit(Lcg500.Rows()).Save(stream);
        stream.Position = 0;
        Assert.Equal(recipe, LogisticModel.Load(stream).Recipe);
        Assert.Equal(new LogisticRegression(), recipe with { ClassWeights = new() });
    }

    [Fact]
    public void Rows_chosen_by_the_event_lead_back_to_their_population()
    {
        TrainingSet population = SampleData.Customers(30_000);
        var random = new SplitMix64(9);
        int[] chosen = [.. Enumerable.Range(0, population.RowCount).Where(row => population.Events[row] || random.Next(5) == 0)];
        TrainingSet rows = population.Rows(chosen).WithPopulationEventRate(population.EventRate);
        Assert.InRange(rows.EventRate, population.EventRate + 0.2, 1);
        Scorecard card = new ScorecardRecipe().Fit(rows);
        Same.Within(0.01, population.EventRate, card.Score(population.Table).Average());
        Same.Within(0.01, new ScorecardRecipe().Fit(population).Intercept, card.Intercept);
        Assert.Contains(card.Findings, finding => finding.Code == FindingCodes.PriorCorrection && finding.Message.Contains("and the population one of", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_column_the_rate_of_the_population_is_predicted()
    {
        TrainingSet rows = SampleData.Customers(300).WithPopulationEventRate(0.07);
        Same.Within(1e-8, 0.07, new ScorecardRecipe { MinInformationValue = 100 }.Fit(rows).Score());
    }

    [Fact]
    public void A_training_set_keeps_its_population()
    {
        TrainingSet data = Lcg500.Rows();
        Assert.Null(data.PopulationEventRate);
        TrainingSet known = data.WithPopulationEventRate(0.1);
        Assert.Null(data.PopulationEventRate);
        (TrainingSet train, TrainingSet test) = known.Split(0.3, seed: 1);
        (TrainingSet early, TrainingSet late) = known.SplitByTime([.. Enumerable.Range(0, 500).Select(day => new DateTime(2025, 1, 1).AddDays(day))], 0.5);
        Assert.All((TrainingSet[])[known, train, test, early, late, known.Rows([1, 2, 3]), known.WithTable(known.Table.Select("x0"))], set => Assert.Equal(0.1, set.PopulationEventRate));
        Assert.Equal(3, known.Rows([3, 2]).SourceRow(0));
        Assert.Null(known.WithPopulationEventRate(null).PopulationEventRate);
        TrainingSet weighted = known.WeightedToPopulation();
        Same.Within(1e-10, [50, 500], [weighted.EventWeight, weighted.TotalWeight]);
        Assert.Null(weighted.PopulationEventRate);
        Assert.Same(data, data.WeightedToPopulation());
        TrainingSet oneClass = known.Rows([.. Enumerable.Range(0, 500).Where(row => known.Events[row])]);
        Assert.Throws<TrainingDataException>(() => oneClass.WeightedToPopulation());
        foreach (double bad in (double[])[0, 1, -0.1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => data.WithPopulationEventRate(bad));
    }

    private static IEnumerable<double> Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(each => each.Value)];
}
