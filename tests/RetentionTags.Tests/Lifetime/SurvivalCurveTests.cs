using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class SurvivalCurveTests
{
    /// <summary>The 6-MP leukaemia trial of Freireich and others (1963), Blood 21, p. 699–716, as printed in Kalbfleisch and Prentice, table 1.2 of the first edition; below 0: censored.</summary>
    private static readonly double[] Treated = [6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35];
    private static readonly double[] Control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    internal static SurvivalData DataOf(double[] signed) => SurvivalData.Create([.. signed.Select(Math.Abs)], [.. signed.Select(time => time > 0)]);

    [Fact]
    public void Leukaemia_trial_curve_is_the_published_one()
    {
        SurvivalCurve curve = SurvivalCurve.Of(DataOf(Treated));
        double[] times = [6, 7, 10, 13, 16, 22, 23];
        Same.Within(5e-7, [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179], times.Select(curve.Survival));
        ConfidenceInterval interval = curve.Interval(6);
        Same.Within(5e-7, [0.076360, 0.619718, 0.951552], [curve.StandardError(6), interval.Lower, interval.Upper]);
        Assert.Equal(23, curve.Median);
        Assert.Equal(1, curve.Survival(5.99));
        Assert.Equal(curve.Survival(23), curve.Survival(35));
        Assert.True(double.IsNaN(curve.Survival(35.01)));
        Assert.Equal(3.0 / 21, curve.CumulativeHazard(6));
    }

    [Fact]
    public void Leukaemia_trial_log_rank_is_the_published_one()
    {
        LogRankTest test = LogRankTest.Of(DataOf(Treated), DataOf(Control));
        Same.Within(5e-7, [9, 19.250501, 16.792941], [test.Groups[0].Observed, test.Groups[0].Expected, test.Statistic]);
        Same.Relatively(1e-6, [4.168809e-05], [test.PValue]);
        Assert.Equal(1, test.DegreesOfFreedom);
        Same.Within(1e-10, 30, test.Groups[0].Expected + test.Groups[1].Expected);
    }

    [DataFact]
    public void Telco_curve()
    {
        (SurvivalData data, CategoryColumn contract) = Telco();
        SurvivalCurve curve = SurvivalCurve.Of(data);
        double[] times = [1, 6, 12, 24, 36, 48, 60, 72];
        Same.Within(5e-7, [0.945961, 0.884826, 0.843200, 0.788736, 0.748545, 0.708840, 0.664404, 0.592790], times.Select(curve.Survival));
        ConfidenceInterval interval = curve.Interval(12);
        Same.Within(5e-7, [0.834169, 0.851783, 54.492387], [interval.Lower, interval.Upper, curve.RestrictedMean(72).Value]);
        Assert.Equal((7043, 1869, 11), (curve.TotalWeight, curve.EventWeight, curve.Steps[0].Censored));

        IReadOnlyDictionary<string, SurvivalData> byContract = data.By(contract);
        string[] kinds = ["Month-to-month", "One year", "Two year"];
        SurvivalCurve[] curves = [.. kinds.Select(kind => SurvivalCurve.Of(byContract[kind]))];
        Same.Within(5e-7, [0.703097, 0.990808, 1], curves.Select(each => each.Survival(12)));
        Same.Within(5e-7, [0.585915, 0.978272, 1], curves.Select(each => each.Survival(24)));
        Same.Within(5e-6, 1550.510307, LogRankTest.Of(byContract["Month-to-month"], byContract["Two year"]).Statistic);
        Assert.Equal(2, LogRankTest.Of([.. byContract.Values]).DegreesOfFreedom);
    }

    [Fact]
    public void Quantiles_and_their_interval()
    {
        SurvivalCurve curve = SurvivalCurve.Of(DataOf(Control));
        Assert.Equal(8, curve.Median);
        ConfidenceInterval interval = curve.QuantileInterval(0.5);
        double lower = curve.Steps.First(step => curve.Interval(step.Time).Lower <= 0.5).Time, upper = curve.Steps.First(step => curve.Interval(step.Time).Upper <= 0.5).Time;
        Assert.Equal((lower, upper), (interval.Lower, interval.Upper));
        Assert.Equal(23, curve.Quantile(0.999));
        SurvivalCurve treated = SurvivalCurve.Of(DataOf(Treated));
        Assert.True(double.IsNaN(treated.Quantile(0.9)));
        Assert.Equal(double.PositiveInfinity, treated.QuantileInterval(0.5).Upper);
    }

    [Fact]
    public void Without_a_fall_or_at_its_end_there_is_no_log_log_interval()
    {
        SurvivalCurve curve = SurvivalCurve.Of(DataOf([2, 3]));
        Assert.True(double.IsNaN(curve.Interval(1).Lower));
        Assert.True(double.IsNaN(curve.Interval(3).Upper));
        Assert.True(double.IsNaN(curve.StandardError(3)));
        Assert.Equal(0, curve.StandardError(1));
        Assert.Equal(0, curve.Survival(100));
        Assert.Equal(2.5, curve.RestrictedMean(100).Value);
    }

    [Fact]
    public void Probability_of_the_event_within_a_horizon()
    {
        SurvivalCurve curve = SurvivalCurve.Of(DataOf(Treated));
        Same.Within(1e-15, 1 - (curve.Survival(16) / curve.Survival(7)), curve.EventProbability(7, 9));
        ConfidenceInterval fromStart = curve.EventInterval(0, 16), survival = curve.Interval(16);
        Same.Within(1e-14, [1 - survival.Upper, 1 - survival.Lower], [fromStart.Lower, fromStart.Upper]);
        Assert.True(double.IsNaN(curve.EventProbability(30, 10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.EventProbability(1, -1));
    }

    /// <summary>Under delayed entry whoever has not entered is not at risk: by hand, 1 of 2 at time 2, 1 of 2 at time 5, 1 of 1 at time 6.</summary>
    [Fact]
    public void Delayed_entry_changes_who_is_at_risk()
    {
        SurvivalData data = SurvivalData.Create([2, 5, 6], [true, true, true], entries: [0, 0, 3]);
        Assert.Equal([2, 2, 1], data.Times.Select(time => time.AtRisk));
        SurvivalCurve curve = SurvivalCurve.Of(data);
        Assert.Equal([0.5, 0.25, 0], curve.Steps.Select(step => step.Survival));
    }

    [Fact]
    public void Restricted_mean_has_Greenwoods_error()
    {
        SurvivalCurve curve = SurvivalCurve.Of(DataOf(Treated));
        MeanSurvivalTime mean = curve.RestrictedMean(20);
        double area = 0, variance = 0;
        double Survival(double t) => curve.Survival(t);
        double[] ends = [.. curve.Steps.Select(step => step.Time).Where(time => time < 20).Prepend(0).Append(20)];
        for (int i = 1; i < ends.Length; i++)
            area += Survival(ends[i - 1]) * (ends[i] - ends[i - 1]);
        foreach (SurvivalStep step in curve.Steps.Where(step => step.Time < 20))
        {
            double after = 0;
            for (int i = 1; i < ends.Length; i++)
                after += ends[i - 1] >= step.Time ? Survival(ends[i - 1]) * (ends[i] - ends[i - 1]) : 0;
            variance += after * after * step.Events / (step.AtRisk * (step.AtRisk - step.Events));
        }

        Same.Within(1e-12, [area, Math.Sqrt(variance)], [mean.Value, mean.StandardError]);
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.RestrictedMean(36));
    }

    [Fact]
    public void Three_groups_of_which_one_is_never_at_risk_leave_one_degree()
    {
        SurvivalData never = SurvivalData.Create([0.5, 0.5], [false, false]);
        LogRankTest two = LogRankTest.Of(DataOf(Treated), DataOf(Control)), three = LogRankTest.Of(DataOf(Treated), never, DataOf(Control));
        Assert.Equal(1, three.DegreesOfFreedom);
        Same.Within(1e-10, two.Statistic, three.Statistic);
        Assert.Equal((0, 0), (three.Groups[1].Observed, three.Groups[1].Expected));
    }

    /// <summary>The k-group statistic by the textbook: groups 1 and 2 of 3, with the inverse of their 2 × 2 covariance.</summary>
    [Fact]
    public void Three_groups_by_hand()
    {
        SurvivalData[] groups = [DataOf([1, 3, -4, 6]), DataOf([2, 3, 5, -7]), DataOf([4, -5, 8, 9])];
        double[] excess = new double[2];
        double v11 = 0, v12 = 0, v22 = 0;
        foreach (double time in (double[])[1, 2, 3, 4, 5, 6, 8, 9])
        {
            double[] n = [.. groups.Select(group => Enumerable.Range(0, 4).Count(row => group.Durations[row] >= time) * 1.0)];
            double[] d = [.. groups.Select(group => Enumerable.Range(0, 4).Count(row => group.Durations[row] == time && group.Events[row]) * 1.0)];
            (double all, double events) = (n.Sum(), d.Sum());
            double factor = all == 1 ? 0 : events * (all - events) / (all - 1);
            for (int j = 0; j < 2; j++)
                excess[j] += d[j] - (events * n[j] / all);
            v11 += factor * n[0] / all * (1 - (n[0] / all));
            v12 -= factor * n[0] / all * n[1] / all;
            v22 += factor * n[1] / all * (1 - (n[1] / all));
        }

        double expected = ((excess[0] * excess[0] * v22) - (2 * excess[0] * excess[1] * v12) + (excess[1] * excess[1] * v11)) / ((v11 * v22) - (v12 * v12));
        Same.Within(1e-12, expected, LogRankTest.Of(groups).Statistic);
    }

    [Fact]
    public void Errors_name_the_row_the_value_and_the_remedy()
    {
        Assert.Contains("Row 1: the duration is -1", Message(() => SurvivalData.Create([1, -1], [true, true])), StringComparison.Ordinal);
        Assert.Contains("Row 0: the duration is NaN", Message(() => SurvivalData.Create([double.NaN], [true])), StringComparison.Ordinal);
        Assert.Contains("1 event flags for 2 rows", Message(() => SurvivalData.Create([1, 1], [true])), StringComparison.Ordinal);
        Assert.Contains("add up to 0.5", Message(() => SurvivalData.Create([1, 1], [true, true], [0.25, 0.25])), StringComparison.Ordinal);
        Assert.Contains("Row 1: the weight is", Message(() => SurvivalData.Create([1, 1], [true, true], [2, double.PositiveInfinity])), StringComparison.Ordinal);
        Assert.Contains("Row 0: the entry is 2 and the duration 1", Message(() => SurvivalData.Create([1, 1], [true, true], entries: [2, 0])), StringComparison.Ordinal);
        Assert.Contains("no rows", Message(() => SurvivalData.Create([], [])), StringComparison.Ordinal);
        Assert.Contains("row 1: the group is missing", Message(() => SurvivalData.Create([1, 1], [true, true]).By(Column.Category("plan", ["a", null]))), StringComparison.Ordinal);
        Assert.Contains("1 groups", Message(() => LogRankTest.Of(DataOf([1]))), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalCurve.Of(DataOf([1])).Survival(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalCurve.Of(DataOf([1])).Quantile(1));
        static string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
    }

    internal static (SurvivalData Data, CategoryColumn Contract) Telco()
    {
        TrainingSet telco = RealData.Telco();
        return (SurvivalData.Create(telco.Table.Numeric("tenure").Values, telco.Events), telco.Table.Category("Contract"));
    }
}
