using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class GroupedLogisticTests : PropertyTests
{
    /// <summary>models.md section 9.1: the weighted fit of lcg500 by an independent solver in 80-bit floating point, and R's standard errors.</summary>
    [Fact]
    public void Equals_the_80_bit_solver_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows(weighted: true);
        GroupedLogistic fit = GroupedLogistic.Fit(Columns(data.Table), Weights(data, true), Weights(data, false));
        Assert.True(fit.IsConverged);
        Same.Within(1e-9, [-1.0625729654784022, .1698637966295179, -1.234715194532938, .9690895129780533, .1009865170499823], fit.Coefficients);
        Same.Within(1e-9, [.2198641410729, .1271868891805, .2396401364131, .1486886882121, .2482723274261], Enumerable.Range(0, 5).Select(i => Math.Sqrt(fit.Covariance[(i * 5) + i])));
        Same.Within(1e-8, 1201.6126565605568, -2 * fit.LogLikelihood);
    }

    /// <summary>The same section: offset 0.3 x0, columns x1 and x2.</summary>
    [Fact]
    public void Takes_an_offset_as_it_stands()
    {
        TrainingSet data = Lcg500.Rows();
        double[][] columns = Columns(data.Table);
        GroupedLogistic fit = GroupedLogistic.Fit([columns[1], columns[2]], Weights(data, true), Weights(data, false), [.. columns[0].Select(x => 0.3 * x)]);
        Same.Within(1e-9, [-1.5142853759068586, -1.1569521920655166, 1.0348605812977258], fit.Coefficients);
    }

    [Property]
    public void Groups_are_their_rows(ScoredRows rows)
    {
        if (rows.Rows.All(row => row.IsEvent || row.Weight == 0) || rows.Rows.All(row => !row.IsEvent || row.Weight == 0))
            return;
        double[] scores = [.. rows.Scores.Distinct()];
        GroupedLogistic fit = GroupedLogistic.Fit([scores], [.. scores.Select(score => Weight(score, true))], [.. scores.Select(score => Weight(score, false))]);
        LogisticModel model = new LogisticRegression().Fit(TrainingSet.Create(Table.Create(Column.Numeric("x", rows.Scores)), rows.Events, rows.Weights));
        if (model.Convergence.Reason == StopReason.Separation)
            Assert.False(fit.IsConverged);
        if (model.Convergence.Reason == StopReason.Converged)
        {
            Assert.True(fit.IsConverged);
            Same.Within(1e-6, [model.Intercept.Value, model.Coefficients[0].Value], fit.Coefficients);
        }

        double Weight(double score, bool isEvent) => rows.Rows.Where(row => row.Score == score && row.IsEvent == isEvent).Sum(row => row.Weight);
    }

    /// <summary>Without an intercept the likelihood's derivative Σ w (p − y) x is 0 by itself.</summary>
    [Fact]
    public void Without_an_intercept_the_score_equation_holds()
    {
        double[] x = [-2, -1, 0.5, 1, 3], events = [1, 2, 2, 4, 9], nonEvents = [7, 3, 3, 2, 1];
        GroupedLogistic fit = GroupedLogistic.Fit([x], events, nonEvents, hasIntercept: false);
        Assert.True(fit.IsConverged);
        Same.Within(1e-12, 0, Enumerable.Range(0, 5).Sum(g => x[g] * (((events[g] + nonEvents[g]) / (1 + Math.Exp(-fit.Coefficients[0] * x[g]))) - events[g])));
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 5 }, new double[] { 4, 3, 2, 0 })]
    [InlineData(new double[] { 0, 0, 1, 5 }, new double[] { 4, 3, 2, 0 })]
    [InlineData(new double[] { 0, 0, 0, 0 }, new double[] { 4, 3, 2, 1 })]
    [InlineData(new double[] { 0, 0, 0, 0 }, new double[] { 0, 0, 0, 0 })]
    public void No_optimum_is_said(double[] events, double[] nonEvents) =>
        Assert.False(GroupedLogistic.Fit([[1, 2, 3, 4]], events, nonEvents).IsConverged);

    [Fact]
    public void Light_rows_have_the_optimum_of_heavy_ones()
    {
        // With all weights multiplied by one number the optimum stays where it is, however little the loss changes around it.
        double[] column = [-4, -2, -1, 0, 1, 2, 5], events = [1, 3, 2, 5, 4, 8, 9], nonEvents = [9, 8, 7, 5, 5, 3, 1];
        double[] expected = GroupedLogistic.Fit([column], events, nonEvents).Coefficients;
        foreach (double part in (double[])[1e-3, 1e-12, 1e-24, 1e-30])
        {
            GroupedLogistic light = GroupedLogistic.Fit([column], [.. events.Select(weight => weight * part)], [.. nonEvents.Select(weight => weight * part)]);
            Assert.True(light.IsConverged);
            Same.Within(1e-9, expected, light.Coefficients);
        }
    }

    [Fact]
    public void A_constant_column_has_0()
    {
        GroupedLogistic fit = GroupedLogistic.Fit([[7, 7], [1, 2]], [3, 4], [5, 1]);
        Assert.True(fit.IsConverged);
        Same.Within(1e-12, [Math.Log(3.0 / 5) - Math.Log(4 / (3.0 / 5)), 0, Math.Log(4 / (3.0 / 5))], fit.Coefficients);
    }

    private static double[][] Columns(Table table) => [.. table.Columns.Select(column => ((NumericColumn)column).Values.ToArray())];

    private static double[] Weights(TrainingSet data, bool isEvent) => [.. Enumerable.Range(0, data.RowCount).Select(row => data.Events[row] == isEvent ? data.WeightOf(row) : 0)];
}
