using RetentionTags.Evaluation;
using RetentionTags.Models.Calibration;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Calibration;

/// <summary>What models.md section 6 promises, on random rows with many ties.</summary>
public class CalibrationLaws : PropertyTests
{
    private static readonly CalibrationRecipe[] Recipes = [new PlattScaling(), new TemperatureScaling(), new BetaCalibration(), new IsotonicRegression(), new IsotonicRegression { Interpolate = false }, new VennAbers()];

    /// <summary>From 0 to 1 in steps, the ends included.</summary>
    private static readonly double[] Grid = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];

    [Property(MaxTest = 200)]
    public void Isotonic_is_the_best_of_all_maps_that_do_not_fall(ScoredRows rows)
    {
        rows = Coarse(rows);
        IsotonicModel model = new IsotonicRegression().Fit(rows.Scores, rows.Events, rows.Weights);
        foreach ((double score, double value) in BruteIsotonic.Fit(rows.Rows))
            Same.Within(1e-12, value, model.Apply(score));
    }

    [Property(MaxTest = 200)]
    public void Isotonic_keeps_the_sum_of_events_and_does_not_lower_the_auc(ScoredRows rows)
    {
        IsotonicModel model = new IsotonicRegression().Fit(rows.Scores, rows.Events, rows.Weights);
        double[] calibrated = model.Apply(rows.Scores);
        Same.Within(1e-9, rows.Rows.Sum(row => row.IsEvent ? row.Weight : 0), calibrated.Zip(rows.Weights, (value, weight) => value * weight).Sum());
        Assert.True(BinaryEvaluation.Of(calibrated, rows.Events, rows.Weights).Auc >= BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).Auc - 1e-12);

        // Once more changes nothing: the values are the block's rates already.
        Same.Within(1e-12, calibrated, new IsotonicRegression().Fit(calibrated, rows.Events, rows.Weights).Apply(calibrated));
    }

    [Property(MaxTest = 100)]
    public void Venn_Abers_changes_at_its_jumps_and_nowhere_else(ScoredRows rows)
    {
        VennAbersModel model = new VennAbers().Fit(rows.Scores, rows.Events, rows.Weights);
        Assert.Equal(model.Jumps.Distinct().Order(), model.Jumps);
        foreach (double jump in model.Jumps)
            Assert.True(model.Interval(Math.Max(0, Math.BitDecrement(jump))) != model.Interval(jump) || model.Interval(jump) != model.Interval(Math.Min(1, Math.BitIncrement(jump))) || jump is 0 or 1);
        double[] edges = [-1, .. model.Jumps, 2];
        for (int i = 0; i + 1 < edges.Length; i++)
        {
            double low = Math.Max(0, Math.BitIncrement(edges[i])), high = Math.Min(1, Math.BitDecrement(edges[i + 1]));
            if (low <= high)
                Assert.Equal(model.Interval(low), model.Interval(high));
        }
    }

    [Property(MaxTest = 200)]
    public void Venn_Abers_is_isotonic_regression_with_the_row_added_either_way(ScoredRows rows)
    {
        rows = Coarse(rows);
        VennAbersModel model = new VennAbers().Fit(rows.Scores, rows.Events, rows.Weights);
        foreach (double score in (double[])[0, 0.06, 0.25, 0.4, 0.5, 0.75, 0.9, 1])
        {
            VennAbersInterval interval = model.Interval(score);
            double[] expected = [.. ((bool[])[false, true]).Select(label => BruteIsotonic.Fit([.. rows.Rows, (score, label, 1)]).Single(each => each.Score == score).Value)];
            Same.Within(1e-12, expected, [interval.Lower, interval.Upper]);
            Assert.True(interval.Lower < interval.Upper);
            Assert.Equal(interval.Merged, model.Apply(score));
            Assert.InRange(interval.Merged, Math.BitIncrement(0), Math.BitDecrement(1));
        }
    }

    [Property(MaxTest = 200)]
    public void Methods_in_log_odds_are_at_their_optimum(ScoredRows rows)
    {
        // Convex losses: the gradient is 0, or points out of the allowed region at its border.
        rows = Inside(rows);
        if (Fitted(new BetaCalibration(), rows) is BetaCalibrationModel beta && beta.Findings.All(finding => finding.Code != FindingCodes.UndeterminedCalibration))
        {
            Assert.True(beta.A >= 0 && beta.B >= 0);
            double[] residuals = Residuals(beta, rows);
            double size = rows.Weights.Sum();
            Same.Within(1e-7 * size, 0, residuals.Sum());
            AtOptimum(beta.A, residuals.Zip(rows.Scores, (r, p) => r * Math.Log(p)).Sum(), size);
            AtOptimum(beta.B, residuals.Zip(rows.Scores, (r, p) => r * -Math.Log(1 - p)).Sum(), size);
        }

        if (Fitted(new TemperatureScaling(), rows) is AffineCalibration temperature && temperature.Findings.All(finding => finding.Code != FindingCodes.UndeterminedCalibration))
            AtOptimum(temperature.Slope, Residuals(temperature, rows).Zip(rows.Scores, (r, p) => r * Math.Log(p / (1 - p))).Sum(), rows.Weights.Sum());

        static void AtOptimum(double parameter, double gain, double size)
        {
            if (parameter > 0)
                Same.Within(1e-7 * size, 0, gain);
            else
                Assert.True(gain <= 1e-7 * size);
        }
    }

    [Property(MaxTest = 200)]
    public void What_rises_in_log_odds_keeps_the_order_of_rows(ScoredRows rows)
    {
        rows = Inside(rows);
        foreach (CalibrationRecipe recipe in Recipes[..3])
        {
            if (Fitted(recipe, rows) is not CalibrationModel model || model.Findings.Any(finding => finding.Code == FindingCodes.ReversedCalibration))
                continue;
            Same.Within(1e-12, BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).Auc, BinaryEvaluation.Of(model.Apply(rows.Scores), rows.Events, rows.Weights).Auc);
        }
    }

    [Property(MaxTest = 200)]
    public void Monotone_means_that_no_two_rows_change_places(ScoredRows rows)
    {
        rows = Inside(rows);
        foreach (CalibrationModel model in Recipes.Select(recipe => Fitted(recipe, rows)).OfType<CalibrationModel>())
        {
            double[] values = model.Apply(Grid);
            Assert.All(values, value => Assert.InRange(value, 0, 1));
            if (model.IsMonotone)
                Assert.Equal(values.Order(), values);
            else
                Assert.Equal(values.OrderDescending(), values);
        }
    }

    [Property(MaxTest = 200)]
    public void Neither_order_nor_weights_for_copies_change_a_bit_and_files_keep_them(ScoredRows rows)
    {
        rows = Inside(rows);
        ScoredRows turned = new([.. rows.Rows.Reverse()]), copies = rows.Replicated, padded = new([.. rows.Rows, (0.3, true, 0), (0, false, 0)]);
        foreach (CalibrationRecipe recipe in Recipes)
        {
            if (Fitted(recipe, rows) is not CalibrationModel model)
                continue;
            double[] expected = model.Apply(Grid);
            foreach (ScoredRows same in (ScoredRows[])[turned, copies, padded])
                Same.Bits(expected, Fitted(recipe, same)!.Apply(Grid));
            Same.Bits(expected, [.. Grid.Select(model.Apply)]);

            var stream = new MemoryStream();
            model.Save(stream);
            stream.Position = 0;
            CalibrationModel loaded = CalibrationModel.Load(stream);
            Assert.Equal((model.GetType(), model.Recipe), (loaded.GetType(), loaded.Recipe));
            Assert.Equal(model.Findings, loaded.Findings);
            Assert.Equal(model.ToText(), loaded.ToText());
            Same.Bits(expected, loaded.Apply(Grid));
        }
    }

    [Property(MaxTest = 300)]
    public void There_is_an_optimum_unless_the_probabilities_separate_the_classes(ScoredRows rows)
    {
        // The maps that the methods may make rise, so only a threshold can separate: that of even odds, or any.
        foreach (ScoredRows some in (ScoredRows[])[Inside(rows), Inside(new(rows.Rows[..Math.Min(4, rows.Rows.Length)])), Inside(new([.. rows.Rows.Select(row => (Math.Round(row.Score), row.IsEvent, row.Weight))]))])
        {
            double[] events = [.. some.Rows.Where(row => row.IsEvent).Select(row => row.Score)], others = [.. some.Rows.Where(row => !row.IsEvent).Select(row => row.Score)];
            if (events.Length == 0 || others.Length == 0)
                continue;
            Assert.NotNull(Fitted(new PlattScaling(), some));
            Assert.Equal(events.Min() >= 0.5 && others.Max() <= 0.5 && (events.Max() > 0.5 || others.Min() < 0.5), Fitted(new TemperatureScaling(), some) is null);
            Assert.Equal(events.Min() >= others.Max() && events.Max() > others.Min(), Fitted(new BetaCalibration(), some) is null);
        }
    }

    [Property(MaxTest = 200)]
    public void Fractional_weights_stay_within_rounding(ScoredRows rows)
    {
        ScoredRows thirds = new([.. rows.Rows.Select(row => (row.Score, row.IsEvent, row.Weight * 2 / 3))]), turned = new([.. thirds.Rows.Reverse()]);
        foreach (CalibrationRecipe recipe in Recipes[3..])
        {
            double[] values = recipe.Fit(thirds.Scores, thirds.Events, thirds.Weights).Apply(Grid);
            Assert.All(values[1..].Zip(values), pair => Assert.True(pair.First >= pair.Second - (recipe is VennAbers ? 1e-15 : 0)));
            Assert.All(values, value => Assert.InRange(value, 0, 1));
            Same.Within(1e-12, values, recipe.Fit(turned.Scores, turned.Events, turned.Weights).Apply(Grid));
        }

        // What weighs three times as much against the row added lies nearer together.
        VennAbersModel few = new VennAbers().Fit(thirds.Scores, thirds.Events, thirds.Weights), many = new VennAbers().Fit(rows.Scores, rows.Events, [.. rows.Weights.Select(weight => 2 * weight)]);
        Assert.All(Grid, p => Assert.True(few.Interval(p).Width >= many.Interval(p).Width - 1e-12));
    }

    /// <summary>Nothing where there is no optimum.</summary>
    private static CalibrationModel? Fitted(CalibrationRecipe recipe, ScoredRows rows)
    {
        try
        {
            return recipe.Fit(rows.Scores, rows.Events, rows.Weights);
        }
        catch (TrainingDataException failure)
        {
            Assert.Contains("separate", failure.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static double[] Residuals(CalibrationModel model, ScoredRows rows) => [.. rows.Rows.Select(row => row.Weight * ((row.IsEvent ? 1 : 0) - model.Apply(row.Score)))];

    /// <summary>Few distinct scores, for brute force.</summary>
    private static ScoredRows Coarse(ScoredRows rows) => new([.. rows.Rows.Select(row => (Math.Round(8 * row.Score) / 8, row.IsEvent, row.Weight))]);

    /// <summary>Neither 0 nor 1.</summary>
    private static ScoredRows Inside(ScoredRows rows) => new([.. rows.Rows.Select(row => (0.02 + (0.96 * row.Score), row.IsEvent, row.Weight))]);
}
