using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Calibration;

/// <summary>Edge cases and errors.</summary>
public class CalibrationTests
{
    private static readonly CalibrationRecipe[] InLogOdds = [new PlattScaling(), new PlattScaling { SmoothTargets = false }, new TemperatureScaling(), new BetaCalibration()];

    private static readonly CalibrationRecipe[] All = [.. InLogOdds, new IsotonicRegression(), new VennAbers()];

    private static readonly double[] SomeScores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

    private static readonly bool[] SomeEvents = [false, true, false, false, true, true];

    [Fact]
    public void Rows_of_one_class_are_an_error()
    {
        foreach (CalibrationRecipe recipe in All)
        {
            Assert.Contains("needs both", Assert.Throws<TrainingDataException>(() => recipe.Fit([0.1, 0.2], [true, true])).Message, StringComparison.Ordinal);
            Assert.Throws<TrainingDataException>(() => recipe.Fit([0.1, 0.2], [true, false], [1, 0]));
            Assert.Throws<TrainingDataException>(() => recipe.Fit([0.1, 0.2], [true, false], [0, 0]));
        }
    }

    [Fact]
    public void No_rows_and_rows_of_different_number_are_errors()
    {
        foreach (CalibrationRecipe recipe in All)
        {
            Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => recipe.Fit([], [])).Message, StringComparison.Ordinal);
            Assert.Contains("2 scores and 1 events", Assert.Throws<ArgumentException>(() => recipe.Fit([0.1, 0.2], [true])).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => recipe.Fit([0.1, 0.2], [true, false], [1]));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_probability_is_an_error_that_names_the_row(double bad)
    {
        foreach (CalibrationRecipe recipe in All)
        {
            Assert.Contains("Row 1: the probability is", Assert.Throws<ArgumentException>(() => recipe.Fit([0.5, bad], [true, false])).Message, StringComparison.Ordinal);
            CalibrationModel model = recipe.Fit(SomeScores, SomeEvents);
            var destination = new double[2];
            Assert.Contains("Row 1: the probability is", Assert.Throws<ArgumentException>(() => model.Apply([0.5, bad], destination)).Message, StringComparison.Ordinal);
            Assert.Equal([0, 0], destination);
            Assert.Throws<ArgumentException>(() => model.Apply(bad));
        }
    }

    [Fact]
    public void Bad_weights_are_an_error_that_names_the_row()
    {
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
            Assert.Contains("Row 2: the weight is", Assert.Throws<ArgumentException>(() => new PlattScaling().Fit([0.1, 0.2, 0.3], [true, false, true], [1, 1, bad])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_stand_for_no_rows_are_an_error()
    {
        // Weights divided by their sum: Platt's targets would be near a half, and a row added by Venn-Abers as heavy as all the others.
        foreach (CalibrationRecipe recipe in All)
        {
            Assert.Contains("multiply them", Assert.Throws<ArgumentException>(() => recipe.Fit(SomeScores, SomeEvents, [.. SomeScores.Select(_ => 1 / 8.0)])).Message, StringComparison.Ordinal);
            Assert.Contains("Divide them", Assert.Throws<ArgumentException>(() => recipe.Fit(SomeScores, SomeEvents, [.. SomeScores.Select(_ => 1e16)])).Message, StringComparison.Ordinal);
            recipe.Fit(SomeScores, SomeEvents, [.. SomeScores.Select(_ => 1 / 4.0)]);
        }
    }

    [Fact]
    public void Rows_too_light_to_move_a_sum_count_nowhere()
    {
        double[] weights = [.. SomeScores.Select(_ => 1e6)];
        VennAbersModel expected = new VennAbers().Fit(SomeScores, SomeEvents, weights);
        foreach (double light in (double[])[0.05, 0.35, 0.9])
        {
            VennAbersModel model = new VennAbers().Fit([.. SomeScores, light, light + 0.01], [.. SomeEvents, false, true], [.. weights, 1e-12, 1e-12]);
            foreach (double p in SomeScores)
                Same.Within(1e-15, [expected.Interval(p).Lower, expected.Interval(p).Upper], [model.Interval(p).Lower, model.Interval(p).Upper]);
        }
    }

    [Fact]
    public void Probabilities_of_0_and_1_are_refused_by_methods_in_log_odds_and_taken_by_steps()
    {
        foreach (double certain in (double[])[0, 1])
        {
            foreach (CalibrationRecipe recipe in InLogOdds)
            {
                string message = Assert.Throws<ArgumentException>(() => recipe.Fit([.. SomeScores, certain], [.. SomeEvents, true])).Message;
                Assert.Contains("Row 6", message, StringComparison.Ordinal);
                Assert.Contains("IsotonicRegression", message, StringComparison.Ordinal);
            }

            Assert.InRange(new VennAbers().Fit([.. SomeScores, certain], [.. SomeEvents, true]).Apply(certain), 0.01, 0.99);
            Assert.True(double.IsFinite(new IsotonicRegression().Fit([.. SomeScores, certain], [.. SomeEvents, true]).Apply(certain)));
        }
    }

    [Fact]
    public void Probabilities_of_0_and_1_become_what_the_map_tends_to()
    {
        Assert.Equal([0, 1], AffineCalibration.Create(0.5, 3).Apply([0.0, 1.0]));
        Assert.Equal([1, 0], AffineCalibration.Create(-0.5, 3).Apply([0.0, 1.0]));
        Assert.Equal([0.5, 0.5, 0.5], AffineCalibration.Create(0, 0).Apply([0.0, 0.3, 1.0]));

        BetaCalibrationModel beta = new BetaCalibration().Fit(SomeScores, SomeEvents);
        Assert.True(beta is { A: > 0, B: 0 } or { A: 0, B: > 0 } or { A: > 0, B: > 0 });
        double atBorder = 1 / (1 + Math.Exp(-beta.C));
        Same.Within(1e-15, [beta.A > 0 ? 0 : atBorder, beta.B > 0 ? 1 : atBorder], beta.Apply([0.0, 1.0]));
    }

    [Fact]
    public void One_probability_determines_the_level_and_not_the_slope()
    {
        double[] scores = [0.2, 0.2, 0.2, 0.2];
        bool[] events = [true, false, true, false];
        AffineCalibration plain = new PlattScaling { SmoothTargets = false }.Fit(scores, events), smooth = new PlattScaling().Fit(scores, events);
        BetaCalibrationModel beta = new BetaCalibration().Fit(scores, events);
        Assert.Equal((1, 1, 1, 1), (plain.Slope, smooth.Slope, beta.A, beta.B));
        Same.Within(1e-12, [0.5, 0.5, 0.5], [plain.Apply(0.2), smooth.Apply(0.2), beta.Apply(0.2)]);
        Assert.All((CalibrationModel[])[plain, smooth, beta], model => Assert.Equal(FindingCodes.UndeterminedCalibration, Assert.Single(model.Findings).Code));

        // Temperature has no level; what it can do is to make 0.2 into 0.2 or less far from even. Here the best is even odds.
        Same.Within(1e-12, 0.5, new TemperatureScaling().Fit(scores, events).Apply(0.2));
        Assert.Equal(FindingCodes.UndeterminedCalibration, Assert.Single(new TemperatureScaling().Fit([0.5, 0.5], [true, false]).Findings).Code);

        Assert.Equal(0.5, new IsotonicRegression().Fit(scores, events).Apply(0.9));
        VennAbersModel venn = new VennAbers().Fit(scores, events);
        Assert.Equal(new VennAbersInterval(0.4, 0.6), venn.Interval(0.2));
        Assert.Equal(new VennAbersInterval(0, 0.6), venn.Interval(0.1));
        Assert.Equal(new VennAbersInterval(0.4, 1), venn.Interval(0.3));
    }

    [Fact]
    public void Two_probabilities_determine_a_straight_line()
    {
        double[] scores = [0.2, 0.2, 0.2, 0.6, 0.6, 0.6];
        bool[] events = [true, false, false, true, true, false];
        BetaCalibrationModel beta = new BetaCalibration().Fit(scores, events);
        AffineCalibration line = new PlattScaling { SmoothTargets = false }.Fit(scores, events);
        Same.Within(1e-12, [line.Slope, line.Slope, line.Intercept], [beta.A, beta.B, beta.C]);
        Same.Within(1e-10, [1 / 3.0, 2 / 3.0], beta.Apply([0.2, 0.6]));
        Assert.Equal(FindingCodes.UndeterminedCalibration, Assert.Single(beta.Findings).Code);

        BetaCalibrationModel flat = new BetaCalibration().Fit(scores, [.. events.Select(label => !label)]);
        Assert.Equal((0, 0), (flat.A, flat.B));
        Assert.Contains(flat.Findings, finding => finding.Code == FindingCodes.ReversedCalibration);
    }

    [Fact]
    public void Scores_of_the_opposite_event_are_found()
    {
        bool[] opposite = [.. SomeEvents.Select(label => !label)];
        foreach (CalibrationRecipe recipe in All[..5])
            Assert.Contains(recipe.Fit(SomeScores, opposite).Findings, finding => finding is { Code: FindingCodes.ReversedCalibration, Severity: FindingSeverity.Warning });
        AffineCalibration platt = new PlattScaling().Fit(SomeScores, opposite);
        Assert.True(platt.Slope < 0 && !platt.IsMonotone);
        Assert.All(new TemperatureScaling().Fit(SomeScores, opposite).Apply(SomeScores), value => Assert.Equal(0.5, value));
    }

    [Fact]
    public void Separated_rows_have_no_optimum_without_smoothed_targets()
    {
        double[] scores = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9];
        bool[] events = [false, false, false, true, true, true];
        foreach (CalibrationRecipe recipe in InLogOdds[1..])
            Assert.Contains("separate", Assert.Throws<TrainingDataException>(() => recipe.Fit(scores, events)).Message, StringComparison.Ordinal);
        AffineCalibration smooth = new PlattScaling().Fit(scores, events);
        Same.Within(1e-9, [0, 0], [smooth.Intercept, smooth.Apply(0.1) + smooth.Apply(0.9) - 1]);
        Assert.Equal([0, 1], new IsotonicRegression().Fit(scores, events).Apply([0.2, 0.8]));
    }

    [Fact]
    public void Few_events_are_warned_of_where_steps_would_follow_them()
    {
        var random = new SplitMix64(5);
        double[] scores = [.. Enumerable.Range(0, 500).Select(_ => SampleData.Uniform(ref random))];
        foreach ((int events, bool isFew) in ((int, bool)[])[(49, true), (50, false), (450, false), (451, true)])
        {
            bool[] labels = [.. Enumerable.Range(0, 500).Select(row => row < events)];
            foreach (CalibrationRecipe recipe in (CalibrationRecipe[])[new IsotonicRegression(), new VennAbers()])
                Assert.Equal(isFew, recipe.Fit(scores, labels).Findings.Any(finding => finding is { Code: FindingCodes.FewCalibrationEvents, Severity: FindingSeverity.Warning }));
        }
    }

    [Fact]
    public void Prior_shift_multiplies_the_odds()
    {
        AffineCalibration shift = AffineCalibration.PriorShift(0.2, 0.5);
        Same.Within(1e-14, [4 * 0.1 / 0.9 / (1 + (4 * 0.1 / 0.9)), 0.5, 0, 1], shift.Apply([0.1, 0.2, 0, 1]));
        Assert.Equal((1, null), (shift.Slope, shift.Recipe));
        Same.Within(1e-14, [0.1, 0.3, 0.9], AffineCalibration.PriorShift(0.5, 0.2).Apply(shift.Apply([0.1, 0.3, 0.9])));
        foreach (double bad in (double[])[0, 1, double.NaN, -1])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => AffineCalibration.PriorShift(bad, 0.5));
            Assert.Throws<ArgumentOutOfRangeException>(() => AffineCalibration.PriorShift(0.5, bad));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => AffineCalibration.Create(double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AffineCalibration.Create(1, double.PositiveInfinity));
    }

    [Fact]
    public void A_scorer_is_calibrated_on_rows_held_out()
    {
        (TrainingSet train, TrainingSet test) = SampleData.Customers(4000, categories: false).Split(0.5, seed: 3);
        LogisticModel shrunk = new LogisticRegression { L2 = 5000 }.Fit(train);
        (TrainingSet heldOut, TrainingSet fresh) = test.Split(0.5, seed: 4);
        CalibratedScorer scorer = new PlattScaling().Fit(shrunk, heldOut);
        Assert.True(((AffineCalibration)scorer.Calibration).Slope > 2);
        Assert.True(BinaryEvaluation.Of(scorer.Score(fresh.Table), fresh.Events).LogLoss < BinaryEvaluation.Of(shrunk.Score(fresh.Table), fresh.Events).LogLoss - 0.02);
        Same.Bits(scorer.Calibration.Apply(shrunk.Score(fresh.Table)), scorer.Score(fresh.Table));
    }

    [Fact]
    public void A_population_rate_weights_the_rows_to_it()
    {
        // With a score of one value only the level is fitted: it is the population's rate.
        TrainingSet rows = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 0, 0, 0, 0 })), [true, true, true, false]).WithPopulationEventRate(0.1);
        var constant = new CalibratedScorer(new LogisticRegression().Fit(TrainingSet.Create(rows.Table, [true, false, true, false])), AffineCalibration.Create(1, 0));
        Same.Within(1e-12, Enumerable.Repeat(0.1, 4), new PlattScaling { SmoothTargets = false }.Fit(constant, rows).Score(rows.Table));
    }

    [Fact]
    public void Chosen_rows_of_a_rare_event_leave_right_probabilities_right()
    {
        // A population in which the probabilities hold, with 300 events at each; of the non-events as many were taken as there are events. Weighted to the population 1 event or 2 would be left.
        double[] p = [.. Enumerable.Range(-10, 7).Select(logOdds => 1 / (1 + Math.Exp(-logOdds)))], scores = [.. p, .. p];
        double[] all = [.. p.Select(each => 300 * (1 - each) / each)], taken = [.. all.Select(weight => weight * 2100 / all.Sum())];
        TrainingSet rows = TrainingSet.Create(Table.Create(Column.Numeric("p", scores)), [.. scores.Select((_, row) => row < 7)], [.. p.Select(_ => 300.0), .. taken]).WithPopulationEventRate(2100 / (2100 + all.Sum()));
        foreach (CalibrationRecipe recipe in All)
        {
            CalibrationModel model = recipe.FitToPopulation(scores, rows, default);
            Assert.Empty(model.Findings);
            foreach (double each in p)
                Assert.InRange(model.Apply(each) / each, 0.95, 1.05);
        }
    }

    [Fact]
    public void A_cancelled_token_stops_the_fit()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (CalibrationRecipe recipe in All)
            Assert.ThrowsAny<OperationCanceledException>(() => recipe.Fit(SomeScores, SomeEvents, default, source.Token));
    }

    [Fact]
    public void Many_rows_take_moments()
    {
        // 300,000 distinct scores: linear after the sort, so far from a second even on a busy machine.
        var random = new SplitMix64(8);
        double[] scores = [.. Enumerable.Range(0, 300_000).Select(_ => SampleData.Uniform(ref random))];
        bool[] events = [.. scores.Select(score => SampleData.Uniform(ref random) < score * score)];
        VennAbersModel venn = new VennAbers().Fit(scores, events);
        foreach (double p in (double[])[0.1, 0.5, 0.9])
        {
            Same.Within(0.02, p * p, venn.Apply(p));
            Assert.InRange(venn.Interval(p).Width, 0, 0.01);
        }
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        double[] destination = new double[SomeScores.Length];
        foreach (CalibrationModel model in All.Select(recipe => recipe.Fit(SomeScores, SomeEvents)))
            Assert.Equal(0, Allocated.By(() => model.Apply(SomeScores, destination)));

        Assert.Throws<ArgumentException>(() => AffineCalibration.Create(1, 0).Apply(SomeScores, new double[2]));
    }

    [Fact]
    public void Files_that_do_not_fit_together_are_refused()
    {
        var stream = new MemoryStream();
        new IsotonicRegression().Fit(SomeScores, SomeEvents).Save(stream);
        stream.Position = 0;
        Assert.Contains("'calibration'", Assert.Throws<InvalidDataException>(() => LogisticModel.Load(stream)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new IsotonicModel(null, true, [new(0.1, 0.2, 5, 3), new(0.2, 0.3, 5, 4)], []));
        Assert.Throws<ArgumentException>(() => new IsotonicModel(null, true, [new(0.1, 0.2, 5, 4), new(0.25, 0.3, 5, 3)], []));
        Assert.Throws<ArgumentException>(() => new VennAbersModel(null, [new(0.1, 0.5), new(0.2, 0.4)], [], []));
        Assert.Throws<ArgumentException>(() => new BetaCalibrationModel(null, -1, 1, 0, []));
    }

    [Fact]
    public void Text_shows_parameters_and_steps()
    {
        Assert.Equal("Parameter,Value\nintercept,0.5\nslope,2\n", AffineCalibration.Create(2, 0.5).ToText(TableFormat.Csv));
        Assert.Contains("0.1,0.1,1,0,0\n", new IsotonicRegression().Fit(SomeScores, SomeEvents).ToText(TableFormat.Csv), StringComparison.Ordinal);
        Assert.StartsWith("Probability,p0,p1,Merged", new VennAbers().Fit(SomeScores, SomeEvents).ToText(TableFormat.Csv), StringComparison.Ordinal);
        Assert.Contains("\nb,", new BetaCalibration().Fit(SomeScores, SomeEvents).ToText(TableFormat.Csv), StringComparison.Ordinal);
    }
}
