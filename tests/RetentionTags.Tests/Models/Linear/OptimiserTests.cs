using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>The optimiser: laws of the optimum (models.md section 2.4), quick ways that must lead to where Newton's method on all rows leads, offsets and warm starts.</summary>
public class OptimiserTests : PropertyTests
{
    /// <summary>Enough rows for the quick way: a sixteenth of them is 5,000.</summary>
    private const int Many = 80_000;

    private static readonly Lazy<TrainingSet> ManyRows = new(() => Random(Many, 6, seed: 3));

    [Property(MaxTest = 40)]
    public void Linear_maps_of_the_columns_leave_the_fit_what_it_is(int seed)
    {
        TrainingSet data = Random(400, 3, seed);
        double[][] x = [.. data.Table.Columns.Select(column => ((NumericColumn)column).Values.ToArray())];
        var random = new SplitMix64(seed);

        // Lower triangular with a diagonal away from 0, so invertible; and a shift.
        double[] map = [.. Enumerable.Range(0, 9).Select(_ => random.Next(2001) / 1000.0 - 1)];
        double[][] mapped = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 400).Select(row => (5 * i) + ((1.5 + map[i * 4]) * x[i][row]) + Enumerable.Range(0, i).Sum(j => map[(i * 3) + j] * x[j][row])).ToArray())];
        TrainingSet other = data.WithTable(Table.Create([.. mapped.Select((column, j) => Column.Numeric($"z{j}", column))]));
        LogisticModel model = new LogisticRegression().Fit(data), changed = new LogisticRegression().Fit(other);
        Same.Relatively(1e-12, [model.LogLikelihood, model.NullLogLikelihood], [changed.LogLikelihood, changed.NullLogLikelihood]);
        Same.Within(1e-10, model.Score(data.Table), changed.Score(other.Table));
    }

    [Theory]
    [InlineData(1e-10, 0)]
    [InlineData(1e-6, 0)]
    [InlineData(1e-10, 20)]
    public void Without_standard_errors_the_coefficients_are_the_same(double tolerance, double l2)
    {
        var recipe = new LogisticRegression { Tolerance = tolerance, L2 = l2, StandardErrors = StandardErrors.None };
        LogisticModel exact = new LogisticRegression { L2 = l2 }.Fit(ManyRows.Value), model = recipe.Fit(ManyRows.Value), few = recipe.Fit(ManyRows.Value.Rows([.. Enumerable.Range(0, 500)]));
        double error = new LogisticRegression().Fit(ManyRows.Value).Coefficients.Max(each => each.StandardError);
        Assert.True(model.Convergence.IsConverged && few.Convergence.IsConverged);
        Same.Within(2 * tolerance * error, Values(exact), Values(model));
        Same.Relatively(1e-12, [exact.LogLikelihood], [model.LogLikelihood]);
        Assert.All((LogisticModel[])[model, few], each => Assert.True(each.StandardErrors is null && double.IsNaN(each.Intercept.StandardError) && each.Covariance.ToArray().All(double.IsNaN)));
        Assert.Contains("StandardErrors.None", Assert.Throws<InvalidOperationException>(() => model.LogOddsErrors(ManyRows.Value.Table)).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 40)]
    public void Units_shifts_and_labels_do_what_they_must(int seed)
    {
        TrainingSet data = Random(400, 3, seed);
        double unit = Math.Pow(10, seed % 7), shift = seed % 1000;
        double[] changed = [.. data.Table.Numeric("x1").Values.ToArray().Select(value => (unit * value) + shift)];
        LogisticModel model = new LogisticRegression().Fit(data);
        LogisticModel other = new LogisticRegression().Fit(data.WithTable(Table.Create(data.Table["x0"], Column.Numeric("x1", changed), data.Table["x2"])));
        Same.Relatively(1e-9, [model.Coefficients[1].Value / unit, model.Coefficients[1].StandardError / unit], [other.Coefficients[1].Value, other.Coefficients[1].StandardError]);
        Same.Within(1e-9 * (1 + Math.Abs(other.Intercept.Value)), [model.Intercept.Value - (shift * other.Coefficients[1].Value), model.Coefficients[0].Value, model.Coefficients[2].Value], [other.Intercept.Value, other.Coefficients[0].Value, other.Coefficients[2].Value]);

        LogisticModel swapped = new LogisticRegression().Fit(TrainingSet.Create(data.Table, [.. data.Events.ToArray().Select(label => !label)]));
        Same.Within(1e-10, Values(model).Select(value => -value), Values(swapped));
        Same.Relatively(1e-9, model.Coefficients.Select(each => each.StandardError), swapped.Coefficients.Select(each => each.StandardError));
    }

    [Property(MaxTest = 40)]
    public void Whole_weights_are_copies(int seed)
    {
        TrainingSet data = Random(300, 3, seed);
        double[] weights = [.. Enumerable.Range(0, 300).Select(row => (double)((row + Math.Abs((long)seed)) % 4))];
        int[] copies = [.. Enumerable.Range(0, 300).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        LogisticModel weighted = new LogisticRegression().Fit(TrainingSet.Create(data.Table, data.Events, weights)), copied = new LogisticRegression().Fit(data.Rows(copies));
        Same.Within(1e-10, Values(copied), Values(weighted));
        Same.Relatively(1e-9, copied.Coefficients.Select(each => each.StandardError), weighted.Coefficients.Select(each => each.StandardError));
        Same.Relatively(1e-12, [copied.LogLikelihood, copied.NullLogLikelihood, copied.TotalWeight], [weighted.LogLikelihood, weighted.NullLogLikelihood, weighted.TotalWeight]);
    }

    /// <summary>Mean gradient and covariance of the returned coefficients, summed row by row as the definitions say. Where so many rows are not looked at after the last step, what the model tells of it is a bound.</summary>
    [Theory]
    [InlineData(false, false, 1e-10)]
    [InlineData(true, false, 1e-10)]
    [InlineData(false, true, 1e-10)]
    [InlineData(false, true, 1e-6)]
    public void What_the_quick_way_returns_is_the_optimum(bool isWeighted, bool isBig, double tolerance)
    {
        TrainingSet data = isBig ? Random(200_000, 16, seed: 9) : isWeighted ? TrainingSet.Create(ManyRows.Value.Table, ManyRows.Value.Events, [.. Enumerable.Range(0, Many).Select(row => 0.25 * (1 + (row % 7)))]) : ManyRows.Value;
        LogisticModel model = new LogisticRegression { Tolerance = tolerance }.Fit(data);
        Assert.True(model.Convergence.IsConverged && model.Convergence.RemainingStep <= tolerance);
        double[][] x = [.. data.Table.Columns.Select(column => ((NumericColumn)column).Values.ToArray())];
        int size = x.Length + 1;
        double[] slopes = new double[size], information = new double[size * size], row = new double[size];
        double logLikelihood = 0;
        for (int i = 0; i < data.RowCount; i++)
        {
            row[0] = 1;
            for (int j = 1; j < size; j++)
                row[j] = x[j - 1][i];
            double eta = row.Zip(Values(model), (a, b) => a * b).Sum(), p = 1 / (1 + Math.Exp(-eta)), weight = isWeighted ? data.Weights[i] : 1;
            logLikelihood += weight * Math.Log(data.Events[i] ? p : 1 - p);
            for (int j = 0; j < size; j++)
            {
                slopes[j] += weight * ((data.Events[i] ? 1 : 0) - p) * row[j];
                for (int k = 0; k < size; k++)
                    information[(j * size) + k] += weight * p * (1 - p) * row[j] * row[k];
            }
        }

        Same.Within((tolerance > 1e-10 ? 1e-9 : 1e-11) * data.TotalWeight, new double[size], slopes);
        double remaining = Math.Sqrt(Enumerable.Range(0, size).Sum(j => slopes[j] * Enumerable.Range(0, size).Sum(k => model.Covariance[(j * size) + k] * slopes[k])));
        Assert.InRange(remaining, 0, model.Convergence.RemainingStep + 1e-11);
        Same.Relatively(1e-10, [logLikelihood], [model.LogLikelihood]);
        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k < size; k++)
                Same.Within(tolerance > 1e-10 ? 1e-5 : isBig ? 1e-6 : 1e-9, j == k ? 1 : 0, Enumerable.Range(0, size).Sum(l => information[(j * size) + l] * model.Covariance[(l * size) + k]));
        }
    }

    [Fact]
    public async Task The_quick_way_takes_few_steps_and_any_number_of_threads_gives_its_bits()
    {
        LogisticModel many = new LogisticRegression().Fit(ManyRows.Value);
        Assert.InRange(many.Convergence.Iterations, 1, 9);
        var one = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;
        LogisticModel single = await Task.Factory.StartNew(() => new LogisticRegression().Fit(ManyRows.Value), CancellationToken.None, TaskCreationOptions.None, one);
        Same.Bits([.. Values(many)], [.. Values(single)]);
        Same.Bits(many.Covariance, single.Covariance);
    }

    /// <summary>Passes with more and with less to tell, over columns near 0 and far from it, numbers of columns that are and are not multiples of four, rows that do not fill a block, weights and an offset: what they tell is the same, and the gradient what its definition says.</summary>
    [Theory]
    [InlineData(1, 255, 0)]
    [InlineData(4, 257, 0)]
    [InlineData(7, 1000, 10)]
    [InlineData(8, 5003, -3)]
    [InlineData(13, 700, 1e3)]
    public void A_pass_for_the_slopes_alone_gives_the_gradient_of_a_whole_pass(int columns, int rows, double shift)
    {
        TrainingSet data = Offset(Random(rows, columns + 2, seed: columns), out _);
        IEnumerable<Column> shifted = Random(rows, columns, seed: 7).Table.Columns.Select((column, j) => Column.Numeric(column.Name, ((NumericColumn)column).Values.ToArray().Select(value => j == 2 ? value : value + shift).ToArray()));
        Table table = Table.Create([.. shifted, data.Table["offset"]]);
        double[] weights = [.. Enumerable.Range(0, rows).Select(row => 0.5 + (row % 3))];
        data = TrainingSet.Create(table, data.Events, weights);
        DesignMatrix design = DesignMatrix.Of(data, "offset", default);
        var pass = new LogisticPass(design, data);
        double[] coefficients = [.. Enumerable.Range(0, columns + 1).Select(j => (j - 2) / 5.0)], raw = design.ToRaw(coefficients), expected = new double[columns + 1];
        double loss = 0;
        for (int row = 0; row < rows; row++)
        {
            double eta = raw[0] + table.Numeric("offset").Values[row];
            for (int j = 0; j < columns; j++)
                eta += raw[j + 1] * table.Numeric($"x{j}").Values[row];
            double residual = weights[row] * ((1 / (1 + Math.Exp(-eta))) - (data.Events[row] ? 1 : 0));
            loss -= weights[row] * Math.Log(1 / (1 + Math.Exp(data.Events[row] ? -eta : eta)));
            expected[0] += residual;
            for (int j = 0; j < columns; j++)
                expected[j + 1] += residual * (table.Numeric($"x{j}").Values[row] - design.Centers[j]) / design.Scales[j];
        }

        pass.Run(coefficients, default);
        double[] whole = [.. pass.Gradient];
        Same.Within(1e-11 * rows, expected, whole);
        Same.Relatively(1e-11, [loss], [pass.Loss]);
        double exact = pass.Loss;
        pass.Run(coefficients, default, hasInformation: false);
        Same.Bits([exact, .. whole], [pass.Loss, .. pass.Gradient]);
        pass.Run(coefficients, default, hasInformation: false, hasLoss: false);
        Same.Bits(whole, pass.Gradient);
        Assert.True(double.IsNaN(pass.Loss));
    }

    /// <summary>Columns that hardly occur, that depend on others, that hold a wild value or separate: a part of the rows does not know, and the fit must.</summary>
    [Fact]
    public void What_a_part_of_the_rows_does_not_know_is_found_all_the_same()
    {
        TrainingSet data = ManyRows.Value;
        double[] x0 = data.Table.Numeric("x0").Values.ToArray(), x1 = data.Table.Numeric("x1").Values.ToArray();
        double[] rare = new double[Many], sum = [.. x0.Zip(x1, (a, b) => a - b)], wild = [.. x1], telling = new double[Many];
        for (int row = 300; row < 380; row++)
            rare[row] = 1; // only in the second block
        (wild[777], telling[300], telling[301]) = (1e7, 1, 1);
        bool[] events = data.Events.ToArray();
        (events[300], events[301]) = (true, true);

        LogisticModel model = Fit(Column.Numeric("rare", rare));
        Assert.True(model.Convergence.IsConverged && model.Findings.Count == 0);
        double[] p = model.Score(Table.Create(data.Table["x0"], data.Table["x2"], Column.Numeric("rare", rare)));
        Same.Within(1e-8, 0, Enumerable.Range(300, 80).Sum(row => (events[row] ? 1 : 0) - p[row]));

        Assert.Equal(FindingCodes.CollinearColumn, Assert.Single(FitOf(data.Table["x0"], data.Table["x1"], Column.Numeric("sum", sum)).Findings).Code);
        Assert.True(Fit(Column.Numeric("wild", wild)).Convergence.IsConverged);

        Finding finding = Assert.Single(Fit(Column.Numeric("telling", telling)).Findings);
        Assert.Equal(FindingCodes.Separation, finding.Code);
        Assert.Contains("'telling'", finding.Message, StringComparison.Ordinal);

        LogisticModel Fit(Column added) => FitOf(data.Table["x0"], data.Table["x2"], added);

        LogisticModel FitOf(params Column[] columns) => new LogisticRegression().Fit(TrainingSet.Create(Table.Create(columns), events));
    }

    /// <summary>Many rows are glanced at before the fit: every 64th block of 256.</summary>
    [Theory]
    [InlineData(300, double.NaN)]
    [InlineData(79_999, double.PositiveInfinity)]
    [InlineData(5, double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_named_wherever_it_is(int row, double value)
    {
        double[] x = ManyRows.Value.Table.Numeric("x1").Values.ToArray();
        x[row] = value;
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(TrainingSet.Create(Table.Create(ManyRows.Value.Table["x0"], Column.Numeric("x1", x)), ManyRows.Value.Events)));
        Assert.StartsWith(FormattableString.Invariant($"Column 'x1', row {row}: the value is "), error.Message, StringComparison.Ordinal);
    }

    /// <summary>A wild value makes the bound of the last step too wide, and a column that is constant but for one block has no deviation at a glance: both fits end at the optimum that Newton's method finds from a start.</summary>
    [Fact]
    public void A_wild_value_among_very_many_rows_is_borne()
    {
        TrainingSet data = Random(200_000, 16, seed: 10);
        double[] wild = data.Table.Numeric("x3").Values.ToArray(), rare = new double[data.RowCount];
        wild[70_000] = 4000;
        rare.AsSpan(300, 200).Fill(1);
        TrainingSet changed = data.WithTable(Table.Create([.. data.Table.Columns.Select(column => column.Name == "x3" ? Column.Numeric("x3", wild) : column), Column.Numeric("rare", rare)]));
        LogisticModel model = new LogisticRegression().Fit(changed), again = new LogisticRegression().Fit(changed, model);
        Assert.True(model.Convergence.IsConverged && model.Convergence.RemainingStep <= 1e-10 && model.Findings.Count == 0);
        Same.Within(1e-11, Values(again), Values(model));
        double[] p = model.Score(changed.Table);
        Same.Within(1e-6, 0, Enumerable.Range(300, 200).Sum(row => (changed.Events[row] ? 1 : 0) - p[row]));
    }

    /// <summary>Above 500 columns L-BFGS leads the way. Zeros in the gradient, summed naively, are what an optimum is.</summary>
    [Fact]
    public void Many_columns_are_fitted_to_the_optimum_with_standard_errors()
    {
        const int Columns = 520, Rows = 6000;
        TrainingSet data = Random(Rows, Columns, seed: 12);
        LogisticModel model = new LogisticRegression().Fit(data);
        Assert.True(model.Convergence.IsConverged, model.Convergence.ToString());
        double[] p = model.Score(data.Table);
        foreach (Column column in data.Table.Columns)
        {
            ReadOnlySpan<double> x = ((NumericColumn)column).Values;
            double slope = 0;
            for (int row = 0; row < Rows; row++)
                slope += ((data.Events[row] ? 1 : 0) - p[row]) * x[row];
            Same.Within(1e-9 * Rows, 0, slope, column.Name);
        }

        Assert.All(model.Coefficients, coefficient => Assert.InRange(coefficient.StandardError, 0.01, 0.2));
    }

    /// <summary>L-BFGS against Newton's method on the same rows.</summary>
    [Fact]
    public void L_BFGS_alone_leads_to_where_Newton_leads()
    {
        TrainingSet data = Random(5000, 30, seed: 5);
        LogisticModel newton = new LogisticRegression().Fit(data);
        DesignMatrix design = DesignMatrix.Of(data, null, default);
        var pass = new LogisticPass(design, data);
        double[] coefficients = new double[31];
        coefficients[0] = LogisticFunctions.Logit(data.EventRate);
        var descent = new QuickDescent(pass, new double[31], new bool[31], 1e-10, data.TotalWeight, _ => { }, default);
        descent.RunWithoutFactor(coefficients, data.EventRate * (1 - data.EventRate), 200, 1e-10);
        for (int j = 0; j < 30; j++)
            Same.Within(1e-8 * newton.Coefficients[j].StandardError, newton.Coefficients[j].Value, coefficients[j + 1] / design.Scales[j]);
        Assert.InRange(descent.Steps, 5, 60);
    }

    /// <summary>Shared fixture lcg500.json, logit_offset_0.3*x0_on_x1_x2 (statsmodels 0.13.5 GLM; coefficients from an 80-bit Newton solver).</summary>
    [Fact]
    public void An_offset_counts_as_it_is()
    {
        TrainingSet data = Offset(Lcg500.Rows(), out Table table);
        LogisticModel model = new LogisticRegression { OffsetColumn = "offset" }.Fit(data);
        Same.Within(1e-10, [-1.5142853759068586, -1.1569521920655166, 1.0348605812977258], Values(model));
        Same.Relatively(1e-9, [0.20763211229496784, 0.35244848820091484, 0.21774412107165883], [model.Intercept.StandardError, .. model.Coefficients.Select(each => each.StandardError)]);
        Assert.Equal(["x1", "x2"], model.Coefficients.Select(coefficient => coefficient.Name));
        Assert.Equal(3, model.Convergence.Rank);

        double[] p = model.Score(table), byHand = new double[500];
        for (int row = 0; row < 500; row++)
            byHand[row] = 1 / (1 + Math.Exp(-(model.Intercept.Value + table.Numeric("offset").Values[row] + (model.Coefficients[0].Value * table.Numeric("x1").Values[row]) + (model.Coefficients[1].Value * table.Numeric("x2").Values[row]))));
        Same.Within(1e-14, byHand, p);

        // The null model: the intercept at which Σ (y − p) = 0, by bisection.
        double low = -10, high = 10;
        for (int halving = 0; halving < 100; halving++)
        {
            double middle = (low + high) / 2, balance = 0;
            for (int row = 0; row < 500; row++)
                balance += (data.Events[row] ? 1 : 0) - (1 / (1 + Math.Exp(-(middle + table.Numeric("offset").Values[row]))));
            (low, high) = balance > 0 ? (middle, high) : (low, middle);
        }

        double nullLogLikelihood = 0;
        for (int row = 0; row < 500; row++)
        {
            double eta = low + table.Numeric("offset").Values[row];
            nullLogLikelihood += data.Events[row] ? -Math.Log(1 + Math.Exp(-eta)) : -Math.Log(1 + Math.Exp(eta));
        }

        Same.Relatively(1e-13, [nullLogLikelihood], [model.NullLogLikelihood]);
    }

    /// <summary>An offset that is what the columns say anyway leaves nothing to learn; one that is a column times a number takes that number off its coefficient.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(Many)]
    public void An_offset_takes_off_what_it_says(int rows)
    {
        TrainingSet data = rows == Many ? ManyRows.Value : Random(rows, 6, seed: 4);
        double[] offset = [.. data.Table.Numeric("x0").Values.ToArray().Select(value => 0.7 * value)];
        TrainingSet with = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("offset", offset)]));
        LogisticModel model = new LogisticRegression().Fit(data), other = new LogisticRegression { OffsetColumn = "offset" }.Fit(with);
        Same.Within(1e-9, [model.Intercept.Value, model.Coefficients[0].Value - 0.7, .. model.Coefficients.Skip(1).Select(each => each.Value)], Values(other));
        Same.Relatively(1e-9, model.Coefficients.Select(each => each.StandardError), other.Coefficients.Select(each => each.StandardError));
        Same.Relatively(1e-12, [model.LogLikelihood], [other.LogLikelihood]);
        Same.Within(1e-12, model.Score(data.Table), other.Score(with.Table));
    }

    [Fact]
    public void An_offset_alone_leaves_the_intercept_and_a_wild_one_is_borne()
    {
        TrainingSet data = Offset(Lcg500.Rows(), out Table table);
        LogisticModel only = new LogisticRegression { OffsetColumn = "offset" }.Fit(data.WithTable(table.Select("offset")));
        Assert.Empty(only.Coefficients);
        Same.Relatively(1e-14, [only.NullLogLikelihood], [only.LogLikelihood]);
        Same.Within(1e-9, data.EventWeight, only.Score(table).Sum());

        double[] wild = table.Numeric("offset").Values.ToArray();
        (wild[0], wild[1]) = (900, -900);
        LogisticModel model = new LogisticRegression { OffsetColumn = "offset" }.Fit(data.WithTable(Table.Create(table["x1"], Column.Numeric("offset", wild))));
        Assert.True(model.Convergence.IsConverged);
        Assert.True(model.LogLikelihood >= model.NullLogLikelihood);
    }

    [Fact]
    public void Offsets_that_cannot_be_used_are_errors_that_name_them()
    {
        TrainingSet data = Offset(Lcg500.Rows(), out Table table);
        Assert.Contains("'nowhere'", Assert.Throws<ArgumentException>(() => new LogisticRegression { OffsetColumn = "nowhere" }.Fit(data)).Message, StringComparison.Ordinal);
        double[] broken = table.Numeric("offset").Values.ToArray();
        broken[7] = double.NaN;
        Table bad = Table.Create(table["x1"], Column.Numeric("offset", broken));
        Assert.Contains("'offset', row 7", Assert.Throws<ArgumentException>(() => new LogisticRegression { OffsetColumn = "offset" }.Fit(data.WithTable(bad))).Message, StringComparison.Ordinal);
        LogisticModel model = new LogisticRegression { OffsetColumn = "offset" }.Fit(data.WithTable(Table.Create(table["x1"], table["offset"])));
        Assert.Contains("'offset', row 7", Assert.Throws<ArgumentException>(() => model.Score(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("'offset'", Assert.Throws<ArgumentException>(() => model.Score(Table.Create(table["x1"]))).Message, StringComparison.Ordinal);
        Assert.Contains("OffsetColumn", Assert.Throws<ArgumentException>(() => new ScorecardRecipe { Regression = new() { OffsetColumn = "offset" } }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_model_keeps_its_offset()
    {
        TrainingSet data = Offset(Lcg500.Rows(), out Table table);
        LogisticModel model = new LogisticRegression { OffsetColumn = "offset" }.Fit(data);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        LogisticModel loaded = LogisticModel.Load(stream);
        Assert.Equal(model.Recipe, loaded.Recipe);
        Same.Bits(model.Score(table), loaded.Score(table));
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(Many)]
    public void A_warm_start_leads_to_the_same_optimum_from_anywhere(int rows)
    {
        TrainingSet data = rows == Many ? ManyRows.Value : Random(rows, 6, seed: 8);
        var recipe = new LogisticRegression();
        LogisticModel cold = recipe.Fit(data), fewer = recipe.Fit(data.WithTable(data.Table.Select("x3", "x0"))), far = Far(fewer);
        foreach (LogisticModel start in (LogisticModel[])[cold, fewer, far])
        {
            LogisticModel warm = recipe.Fit(data, start);
            Assert.True(warm.Convergence.IsConverged);
            for (int j = 0; j < 6; j++)
                Same.Within(1e-8 * cold.Coefficients[j].StandardError, cold.Coefficients[j].Value, warm.Coefficients[j].Value);
            Same.Relatively(1e-8, cold.Coefficients.Select(each => each.StandardError), warm.Coefficients.Select(each => each.StandardError));
            Assert.True(start == far || warm.Convergence.Iterations <= cold.Convergence.Iterations);
        }

        Assert.InRange(recipe.Fit(data, cold).Convergence.Iterations, 0, 1);

        // Ten thousand standard deviations away, where every row is certain.
        LogisticModel Far(LogisticModel model) => recipe.Fit(data.WithTable(Table.Create([.. data.Table.Select("x3", "x0").Columns.Select(column => Column.Numeric(column.Name, ((NumericColumn)column).Values.ToArray().Select(value => value / 1e4).ToArray()))])));
    }

    [Fact]
    public void A_fit_of_many_rows_stops_soon()
    {
        TrainingSet data = Random(200_000, 20, seed: 9);
        Stopping.AssertIsSoon(token => new LogisticRegression().Fit(data, cancellationToken: token), [0.1, 0.5, 0.9], milliseconds: 60, tries: 20);
    }

    /// <summary>Rows of about normal columns that share a part, and events whose log-odds are a sum of them.</summary>
    private static TrainingSet Random(int rows, int columns, int seed)
    {
        var random = new SplitMix64(seed);
        var x = new double[columns][];
        double[] common = Normal(ref random, rows), eta = new double[rows];
        Array.Fill(eta, -1.2);
        for (int j = 0; j < columns; j++)
        {
            x[j] = Normal(ref random, rows);
            double slope = (1.0 + (j % 3)) * (j % 2 == 0 ? 1 : -1) / Math.Sqrt(4.0 * columns);
            for (int row = 0; row < rows; row++)
            {
                x[j][row] += 0.5 * common[row];
                eta[row] += slope * x[j][row];
            }
        }

        bool[] events = new bool[rows];
        for (int row = 0; row < rows; row++)
            events[row] = SampleData.Uniform(ref random) < 1 / (1 + Math.Exp(-eta[row]));
        return TrainingSet.Create(Table.Create([.. x.Select((column, j) => Column.Numeric($"x{j}", column))]), events);
    }

    private static double[] Normal(ref SplitMix64 random, int rows)
    {
        var values = new double[rows];
        for (int row = 0; row < rows; row++)
            values[row] = 1.7 * (SampleData.Uniform(ref random) + SampleData.Uniform(ref random) + SampleData.Uniform(ref random) + SampleData.Uniform(ref random) - 2);
        return values;
    }

    private static TrainingSet Offset(TrainingSet data, out Table table)
    {
        double[] offset = [.. data.Table.Numeric("x0").Values.ToArray().Select(value => 0.3 * value)];
        table = Table.Create(data.Table["x1"], Column.Numeric("offset", offset), data.Table["x2"]);
        return data.WithTable(table);
    }

    private static IEnumerable<double> Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(each => each.Value)];
}
