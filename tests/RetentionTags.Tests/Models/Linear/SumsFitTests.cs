using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

public class SumsFitTests : PropertyTests
{
    [Property(MaxTest = 40)]
    public void Sums_lead_where_rows_do(int seed)
    {
        TrainingSet data = Weighted(SampleData.Customers(400 + Math.Abs(seed % 300), seed, categories: false), seed);
        LogisticRegression recipe = new() { L2 = seed % 3 == 0 ? 2.5 : 0, PenaltyScale = seed % 2 == 0 ? PenaltyScale.Raw : PenaltyScale.Standardized };
        LogisticModel rows = recipe.Fit(data), sums = recipe.Fit(new NaiveSums(data));
        Assert.Equal(StopReason.Converged, sums.Convergence.Reason);
        Same.Within(1e-9, Values(rows), Values(sums));
        Same.Within(1e-8, [rows.LogLikelihood, rows.NullLogLikelihood, rows.TotalWeight, rows.Convergence.Rank], [sums.LogLikelihood, sums.NullLogLikelihood, sums.TotalWeight, sums.Convergence.Rank]);
        Same.Relatively(1e-7, [rows.Convergence.ConditionNumber], [sums.Convergence.ConditionNumber]);
        Assert.Equal(rows.StandardErrors, sums.StandardErrors);
        if (recipe.L2 == 0)
            Same.Relatively(1e-7, rows.Covariance.ToArray(), sums.Covariance.ToArray());
        Assert.Equal(rows.Findings.Select(finding => (finding.Code, finding.ColumnName)), sums.Findings.Select(finding => (finding.Code, finding.ColumnName)));
    }

    [Fact]
    public void Columns_that_say_nothing_new_are_left_out()
    {
        TrainingSet data = SampleData.Customers(500, categories: false);
        double[] usage = data.Table.Numeric("usage").Values.ToArray();
        data = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("twice", usage.Select(value => 2 * value).ToArray()), Column.Numeric("one", usage.Select(_ => 1.0).ToArray())]));
        LogisticModel rows = new LogisticRegression().Fit(data), sums = new LogisticRegression().Fit(new NaiveSums(data));
        Same.Within(1e-9, Values(rows), Values(sums));
        Assert.Equal(rows.Findings, sums.Findings);
        Assert.Equal(["twice", "one"], sums.Findings.Select(finding => finding.ColumnName));
        Assert.All(sums.Coefficients.TakeLast(2), coefficient => Assert.True(coefficient.Value == 0 && double.IsNaN(coefficient.StandardError)));
    }

    [Fact]
    public void A_start_that_is_near_saves_passes()
    {
        TrainingSet data = SampleData.Customers(2000, categories: false);
        NaiveSums cold = new(data), warm = new(data);
        LogisticModel model = new LogisticRegression().Fit(cold), again = new LogisticRegression().Fit(warm, model);
        Same.Within(1e-10, Values(model), Values(again));
        Assert.True(warm.Calls < cold.Calls, $"{warm.Calls} passes from a start, {cold.Calls} without");
    }

    [Fact]
    public void Separated_rows_end_with_a_warning()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => i - 19.5)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", x)), x.Select(value => value > 0).ToArray());
        LogisticModel model = new LogisticRegression { MaxIterations = 12 }.Fit(new NaiveSums(data));
        Assert.Equal(StopReason.MaxIterations, model.Convergence.Reason);
        Assert.Contains(model.Findings, finding => finding.Code == FindingCodes.NotConverged);
    }

    [Fact]
    public void What_sums_do_not_tell_is_refused()
    {
        var rows = new NaiveSums(SampleData.Customers(100, categories: false));
        LogisticRegression[] recipes =
        [
            new() { L1 = 1 }, new() { MinCoefficient = 0 }, new() { Bounds = [new("usage", 0, 1)] }, new() { PenaltyFactors = [new("usage", 0)] }, new() { ClassWeights = ClassWeights.Balanced },
            new() { OffsetColumn = "usage" }, new() { BiasReduction = BiasReduction.Firth }, new() { StandardErrors = StandardErrors.Robust },
        ];
        Assert.All(recipes, recipe => Assert.Contains("needs the rows", Assert.Throws<InvalidOperationException>(() => recipe.Fit(rows)).Message, StringComparison.Ordinal));
        TrainingSet some = SampleData.Customers(100, categories: false), events = some.WithTable(some.Table.Without("noise"));
        Assert.Contains("not finite", Assert.Throws<TrainingDataException>(() => new LogisticRegression().Fit(new NaiveSums(events.WithTable(Table.Create(Column.Numeric("x", Enumerable.Repeat(double.NaN, 100).ToArray())))))).Message, StringComparison.Ordinal);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new LogisticRegression().Fit(rows, null, stopped.Token));
    }

    private static IEnumerable<double> Values(LogisticModel model) => [model.Intercept.Value, .. model.Coefficients.Select(coefficient => coefficient.Value)];

    private static TrainingSet Weighted(TrainingSet data, int seed) => TrainingSet.Create(data.Table, data.Events.ToArray(), Enumerable.Range(0, data.RowCount).Select(row => 0.5 + ((row * 7) + Math.Abs(seed % 11)) % 4).ToArray());
}
