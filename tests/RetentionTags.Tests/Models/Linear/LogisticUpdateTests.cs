using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>The truth is a search that knows nothing of derivatives, and fits on all rows.</summary>
public class LogisticUpdateTests : PropertyTests
{
    [Fact]
    public void Is_the_minimum_that_a_blind_search_finds()
    {
        (TrainingSet old, TrainingSet fresh) = Halves(Lcg500.Rows(weighted: true), 350);
        LogisticModel model = new LogisticRegression().Fit(old);
        foreach (double priorWeight in (double[])[0.1, 1, 7])
        {
            LogisticModel updated = model.Update(fresh, priorWeight);
            double[] found = Values(updated);
            Assert.True(updated.Convergence.IsConverged);
            double least = Objective(model, fresh, priorWeight, found);
            Same.Within(1e-7, PatternSearch(found, b => Objective(model, fresh, priorWeight, b)), found);
            foreach (double far in priorWeight == 1 ? [-0.3, 0.2] : Array.Empty<double>())
            {
                double[] start = [.. found.Select((value, j) => value + (far * (j % 2 == 0 ? 1 : -0.5)))];
                double[] other = PatternSearch(start, b => Objective(model, fresh, priorWeight, b));
                Assert.True(least <= Objective(model, fresh, priorWeight, other) + 1e-9);
                Same.Within(1e-4, other, found);
            }

            // The covariance is the inverse of the second derivatives, taken here by differences: their product is the unit matrix.
            double[] hessian = SecondDifferences(found, b => Objective(model, fresh, priorWeight, b)), covariance = updated.Covariance.ToArray();
            for (int i = 0; i < 5; i++)
            {
                for (int j = 0; j < 5; j++)
                    Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 5).Sum(k => hessian[(i * 5) + k] * covariance[(k * 5) + j]), 1e-3);
            }

            Same.Relatively(1e-12, updated.Coefficients.Select(each => each.StandardError), Enumerable.Range(1, 4).Select(j => Math.Sqrt(covariance[(j * 5) + j])));
        }
    }

    [Fact]
    public void Is_close_to_a_fit_on_all_rows_when_the_old_ones_are_many()
    {
        // Laplace's approximation errs in the third derivative of the old likelihood: by less than a hundredth of a standard error here, with a tenth as many new rows as old ones.
        foreach (int rows in (int[])[2_000, 20_000, 200_000])
        {
            TrainingSet all = SampleData.Customers(rows, seed: 5, categories: false);
            (TrainingSet old, TrainingSet fresh) = Halves(all, rows * 10 / 11);
            LogisticModel updated = new LogisticRegression().Fit(old).Update(fresh), whole = new LogisticRegression().Fit(all);
            double worst = Enumerable.Range(0, 4).Max(j => Math.Abs(Values(whole)[j] - Values(updated)[j]) / Errors(whole)[j]);
            Assert.True(worst < 0.01, FormattableString.Invariant($"{rows} rows: {worst} standard errors"));
            Same.Relatively(0.01, Errors(whole), Errors(updated));
        }
    }

    [Fact]
    public void Chained_updates_come_near_to_one_of_all_rows()
    {
        TrainingSet all = SampleData.Customers(30_000, seed: 9, categories: false);
        LogisticModel model = new LogisticRegression().Fit(Part(all, 0, 20_000));
        LogisticModel atOnce = model.Update(Part(all, 20_000, 30_000));
        for (int first = 20_000; first < 30_000; first += 1000)
            model = model.Update(Part(all, first, first + 1000));
        for (int j = 0; j < 4; j++)
            Assert.Equal(Values(atOnce)[j], Values(model)[j], 0.03 * Errors(atOnce)[j]);
        Same.Relatively(0.01, Errors(atOnce), Errors(model));
    }

    [Fact]
    public void A_heavy_prior_moves_nothing_and_a_light_one_says_nothing()
    {
        (TrainingSet old, TrainingSet fresh) = Halves(Lcg500.Rows(), 250);
        LogisticModel model = new LogisticRegression().Fit(old), alone = new LogisticRegression().Fit(fresh);
        LogisticModel heavy = model.Update(fresh, 1e12), light = model.Update(fresh, 1e-9);
        Same.Within(1e-9, Values(model), Values(heavy));
        Same.Relatively(1e-9, Errors(model).Select(error => error / 1e6), Errors(heavy));
        Same.Within(1e-7, Values(alone), Values(light));
        Same.Relatively(1e-7, Errors(alone), Errors(light));
        Assert.Equal(alone.LogLikelihood, light.LogLikelihood, 1e-9);
        Assert.Equal(alone.NullLogLikelihood, light.NullLogLikelihood, 1e-9);
        Assert.Equal(250, light.TotalWeight);
    }

    [Property(MaxTest = 30)]
    public void The_unit_and_origin_of_a_column_do_not_matter(int seed)
    {
        TrainingSet all = SampleData.Customers(400, seed, categories: false);
        double[] changed = [.. all.Table.Numeric("visits").Values.ToArray().Select(value => (250 * value) - 7)];
        TrainingSet other = all.WithTable(Table.Create(all.Table["usage"], Column.Numeric("visits", changed), all.Table["noise"]));
        LogisticModel updated = Updated(all), rescaled = Updated(other);
        Same.Within(1e-9, updated.Score(all.Table), rescaled.Score(other.Table));
        Same.Within(1e-9, [updated.Coefficients[1].Value, updated.Coefficients[1].StandardError], [250 * rescaled.Coefficients[1].Value, 250 * rescaled.Coefficients[1].StandardError]);

        static LogisticModel Updated(TrainingSet data) => new LogisticRegression().Fit(Part(data, 0, 300)).Update(Part(data, 300, 400));
    }

    [Fact]
    public void Weights_are_copies_and_columns_go_by_name()
    {
        (TrainingSet old, TrainingSet fresh) = Halves(Lcg500.Rows(), 300);
        LogisticModel model = new LogisticRegression().Fit(old);
        double[] weights = [.. Enumerable.Range(0, 200).Select(row => (double)(row % 3))];
        Table table = Table.Create(fresh.Table["x3"], Column.Category("other", Enumerable.Repeat("a", 200)), fresh.Table["x1"], fresh.Table["x0"], fresh.Table["x2"]);
        LogisticModel weighted = model.Update(TrainingSet.Create(table, fresh.Events, weights));
        LogisticModel copied = model.Update(fresh.Rows([.. Enumerable.Range(0, 200).SelectMany(row => Enumerable.Repeat(row, row % 3))]));
        Same.Within(1e-11, Values(copied), Values(weighted));
        Assert.Equal(["x0", "x1", "x2", "x3"], weighted.Coefficients.Select(each => each.Name));
    }

    [Fact]
    public void A_few_rows_of_one_class_and_of_one_value_will_do()
    {
        LogisticModel model = new LogisticRegression().Fit(Lcg500.Rows());
        TrainingSet few = TrainingSet.Create(Table.Create(Column.Numeric("x0", new double[] { 8, 8 }), Column.Numeric("x1", new[] { 0.5, 0.5 }), Column.Numeric("x2", new double[] { 1, 0 }), Column.Numeric("x3", new[] { 4.2, 4.2 })), [true, true]);
        LogisticModel updated = model.Update(few);
        Assert.True(updated.Convergence.IsConverged);
        Same.Within(1e-6, PatternSearch(Values(updated), b => Objective(model, few, 1, b)), Values(updated));
        Assert.All(model.Score(few.Table).Zip(updated.Score(few.Table)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void New_rows_that_were_chosen_by_the_event_are_led_back_to_the_population()
    {
        TrainingSet all = SampleData.Customers(60_000, seed: 2, categories: false);
        LogisticModel model = new LogisticRegression().Fit(Part(all, 0, 30_000));
        TrainingSet fresh = Part(all, 30_000, 60_000);
        int[] chosen = [.. Enumerable.Range(0, fresh.RowCount).Where(row => fresh.Events[row] || row % 4 == 0)];
        LogisticModel straight = model.Update(fresh), moved = model.Update(fresh.Rows(chosen).WithPopulationEventRate(fresh.EventRate));
        for (int j = 0; j < 4; j++)
            Assert.Equal(Values(straight)[j], Values(moved)[j], 3 * Errors(straight)[j]);
        Assert.True(Math.Abs(Values(model.Update(fresh.Rows(chosen)))[0] - Values(straight)[0]) > 20 * Errors(straight)[0]);
        Assert.Contains(moved.Findings, finding => finding.Code == FindingCodes.PriorCorrection);
    }

    [Fact]
    public void A_column_that_was_left_out_stays_out()
    {
        TrainingSet data = Lcg500.Rows();
        double[] twice = [.. data.Table.Numeric("x0").Values.ToArray().Select(value => 2 * value)];
        TrainingSet all = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("twice", twice)]));
        (TrainingSet old, TrainingSet fresh) = Halves(all, 300);
        LogisticModel updated = new LogisticRegression().Fit(old).Update(fresh);
        Assert.Equal((0.0, double.NaN), (updated.Coefficients[4].Value, updated.Coefficients[4].StandardError));
        Assert.Equal("twice", updated.Findings.Single(finding => finding.Code == FindingCodes.CollinearColumn).ColumnName);
        LogisticModel without = new LogisticRegression().Fit(old.WithTable(old.Table.Without("twice"))).Update(fresh);
        Same.Within(1e-10, Values(without), Values(updated)[..5]);
    }

    [Fact]
    public void What_is_loaded_updates_as_what_was_saved()
    {
        (TrainingSet old, TrainingSet fresh) = Halves(Lcg500.Rows(), 300);
        LogisticModel model = new LogisticRegression().Fit(old).Update(fresh);
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Same.Bits(Values(model.Update(old)), Values(LogisticModel.Load(stream).Update(old)));
        Assert.Single(model.Findings, finding => finding.Code == FindingCodes.UpdatedModel);
    }

    [Fact]
    public void A_cancelled_token_stops_it_and_what_cannot_be_updated_says_why()
    {
        TrainingSet data = Lcg500.Rows();
        LogisticModel model = new LogisticRegression().Fit(data);
        Assert.ThrowsAny<OperationCanceledException>(() => model.Update(data, cancellationToken: new(canceled: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Update(data, 0));
        Assert.Contains("'x2'", Assert.Throws<ArgumentException>(() => model.Update(data.WithTable(data.Table.Without("x2")))).Message, StringComparison.Ordinal);
        Assert.Contains("no covariance", Assert.Throws<InvalidOperationException>(() => new LogisticRegression { L1 = 1 }.Fit(data).Update(data)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LogisticRegression { ClassWeights = ClassWeights.Balanced }.Fit(data).Update(data));
        Assert.Throws<InvalidOperationException>(() => model.Update(data).LikelihoodRatioTest());
        Assert.Throws<TrainingDataException>(() => model.Update(data.Rows([.. Enumerable.Range(0, 500).Where(row => data.Events[row])]).WithPopulationEventRate(0.2)));
    }

    /// <summary>Σ w [ln(1 + e^η) − yη] + ω/2 (b − b₀)ᵀV₀⁻¹(b − b₀) by its definition; V₀⁻¹ by elimination.</summary>
    private static double Objective(LogisticModel model, TrainingSet rows, double priorWeight, double[] b)
    {
        double sum = 0;
        for (int row = 0; row < rows.RowCount; row++)
        {
            double logOdds = b[0];
            for (int j = 1; j < b.Length; j++)
                logOdds += b[j] * rows.Table.Numeric(model.Coefficients[j - 1].Name).Values[row];
            sum += (rows.Weights.IsEmpty ? 1 : rows.Weights[row]) * (Math.Log(1 + Math.Exp(logOdds)) - (rows.Events[row] ? logOdds : 0));
        }

        double[] away = [.. b.Zip(Values(model), (x, y) => x - y)], solved = Solved(model.Covariance.ToArray(), away);
        return sum + (priorWeight / 2 * away.Zip(solved, (x, y) => x * y).Sum());
    }

    private static double[] Solved(double[] matrix, double[] right)
    {
        int n = right.Length;
        double[] a = [.. matrix], x = [.. right];
        for (int i = 0; i < n; i++)
        {
            for (int row = i + 1; row < n; row++)
            {
                double factor = a[(row * n) + i] / a[(i * n) + i];
                for (int k = i; k < n; k++)
                    a[(row * n) + k] -= factor * a[(i * n) + k];
                x[row] -= factor * x[i];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= a[(i * n) + k] * x[k];
            x[i] /= a[(i * n) + i];
        }

        return x;
    }

    /// <summary>Tries each coordinate and each pair of them a step up and down, halving the step when nothing is lower.</summary>
    private static double[] PatternSearch(double[] start, Func<double[], double> objective)
    {
        double[] best = [.. start];
        double least = objective(best);
        for (double step = 0.1; step > 1e-8; step /= 2)
        {
            bool hasMoved = true;
            for (int round = 0; hasMoved && round < 60; round++)
            {
                hasMoved = false;
                for (int i = 0; i < best.Length; i++)
                {
                    for (int j = i; j < best.Length; j++)
                    {
                        foreach ((double x, double y) in (ReadOnlySpan<(double, double)>)[(step, 0), (-step, 0), (step, -step), (-step, step), (step, -step / 2), (-step, step / 2)])
                        {
                            double[] trial = [.. best];
                            trial[i] += x;
                            if (j != i)
                                trial[j] += y;
                            double value = objective(trial);
                            if (value < least)
                                (best, least, hasMoved) = (trial, value, true);
                        }
                    }
                }
            }
        }

        return best;
    }

    private static double[] SecondDifferences(double[] at, Func<double[], double> objective)
    {
        const double Step = 1e-3;
        int n = at.Length;
        var differences = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                differences[(i * n) + j] = (Value(i, Step, j, Step) - Value(i, Step, j, -Step) - Value(i, -Step, j, Step) + Value(i, -Step, j, -Step)) / (4 * Step * Step);
        }

        return differences;

        double Value(int i, double x, int j, double y)
        {
            double[] trial = [.. at];
            trial[i] += x;
            trial[j] += y;
            return objective(trial);
        }
    }

    private static (TrainingSet Old, TrainingSet Fresh) Halves(TrainingSet data, int old) => (Part(data, 0, old), Part(data, old, data.RowCount));

    private static TrainingSet Part(TrainingSet data, int first, int end) => data.Rows([.. Enumerable.Range(first, end - first)]);

    private static double[] Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(each => each.Value)];

    private static double[] Errors(LogisticModel model) => [model.Intercept.StandardError, .. model.Coefficients.Select(each => each.StandardError)];
}
