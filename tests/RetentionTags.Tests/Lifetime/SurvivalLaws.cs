using RetentionTags.Data;
using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class SurvivalLaws : PropertyTests
{
    [Property]
    public void A_weight_is_as_many_copies(SmallSurvival rows)
    {
        SurvivalCurve weighted = SurvivalCurve.Of(rows.ToData()), copied = SurvivalCurve.Of(rows.Copies.ToData());
        Assert.Equal(copied.Steps, weighted.Steps);
        double last = weighted.LastTime;
        Assert.Equal(copied.Interval(last), weighted.Interval(last));
        Assert.Equal(copied.HazardInterval(last), weighted.HazardInterval(last));
        if (last > 0)
            Assert.Equal(copied.RestrictedMean(last), weighted.RestrictedMean(last));
        (SmallSurvival odd, SmallSurvival even) = Divided(rows);
        if (odd.Rows.Length > 0 && even.Rows.Length > 0)
            Assert.Equal(LogRankTest.Of(odd.Copies.ToData(), even.Copies.ToData()).Statistic, LogRankTest.Of(odd.ToData(), even.ToData()).Statistic);
    }

    [Property]
    public void The_order_of_rows_makes_no_difference_to_the_bit(SmallSurvival rows, int seed)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows.Length)];
        new Random(seed).Shuffle(order);
        double[] weights = [.. rows.Weights.Select((weight, row) => weight + (0.1 * row))], entries = [.. rows.Durations.Select((time, row) => row % 3 == 0 ? time / 2 : 0)];
        SurvivalCurve one = SurvivalCurve.Of(SurvivalData.Create(rows.Durations, rows.Events, weights.Length > 1 ? weights : [2], entries));
        SurvivalCurve other = SurvivalCurve.Of(SurvivalData.Create(
            [.. order.Select(row => rows.Durations[row])],
            [.. order.Select(row => rows.Events[row])],
            weights.Length > 1 ? [.. order.Select(row => weights[row])] : [2],
            [.. order.Select(row => entries[row])]));
        Assert.Equal(one.Steps, other.Steps);
    }

    [Property]
    public void Without_censoring_the_curve_is_the_share_that_lasts_longer(SmallSurvival rows)
    {
        SurvivalCurve curve = SurvivalCurve.Of(SurvivalData.Create(rows.Durations, [.. rows.Rows.Select(_ => true)], rows.Rows.Length > 1 ? rows.Weights : []));
        double total = rows.Rows.Length > 1 ? rows.Weights.Sum() : 1;
        for (int time = 0; time <= 10; time++)
            Same.Within(1e-14, rows.Rows.Length > 1 ? rows.Rows.Sum(row => row.Duration > time ? row.Weight : 0.0) / total : rows.Rows[0].Duration > time ? 1 : 0, curve.Survival(time));
        if (curve.LastTime > 0)
            Same.Within(1e-13, rows.Durations.Zip(rows.Weights).Sum(pair => pair.First * (rows.Rows.Length > 1 ? pair.Second : 1)) / total, curve.RestrictedMean(curve.LastTime).Value);
    }

    [Property]
    public void Every_step_is_the_one_counted_by_brute_force_and_no_step_goes_up(SmallSurvival rows)
    {
        SmallSurvival copies = rows.Copies;
        double survival = 1, hazard = 0, greenwood = 0, before = 1;
        SurvivalCurve curve = SurvivalCurve.Of(rows.ToData());
        double[] times = [.. copies.Durations.Distinct().Order()];
        Assert.Equal(times, curve.Steps.Select(step => step.Time));
        foreach (SurvivalStep step in curve.Steps)
        {
            double n = copies.Rows.Count(row => row.Duration >= step.Time), d = copies.Rows.Count(row => row.Duration == step.Time && row.IsEvent);
            Assert.Equal((n, d, copies.Rows.Count(row => row.Duration == step.Time && !row.IsEvent)), (step.AtRisk, step.Events, step.Censored));
            Assert.True(step.Survival <= before);
            before = step.Survival;
            survival *= 1 - (d / n);
            hazard += d / n;
            greenwood += d / (n * (n - d));
            Same.Within(1e-14, [survival, hazard], [step.Survival, step.CumulativeHazard]);
            if (survival > 1e-12)
                Same.Within(1e-13, survival * Math.Sqrt(greenwood), curve.StandardError(step.Time));
        }
    }

    [Property]
    public void Log_rank_is_that_of_brute_force_whatever_the_order_of_groups(SmallSurvival rows)
    {
        (SmallSurvival odd, SmallSurvival even) = Divided(rows.Copies);
        if (odd.Rows.Length == 0 || even.Rows.Length == 0)
            return;
        double excess = 0, variance = 0;
        foreach (int time in rows.Rows.Where(row => row.IsEvent).Select(row => row.Duration).Distinct())
        {
            double n1 = odd.Rows.Count(row => row.Duration >= time), n2 = even.Rows.Count(row => row.Duration >= time), n = n1 + n2;
            double d1 = odd.Rows.Count(row => row.Duration == time && row.IsEvent), d = d1 + even.Rows.Count(row => row.Duration == time && row.IsEvent);
            excess += d1 - (d * n1 / n);
            variance += n == 1 ? 0 : d * (n1 / n) * (n2 / n) * (n - d) / (n - 1);
        }

        LogRankTest test = LogRankTest.Of(odd.ToData(), even.ToData()), turned = LogRankTest.Of(even.ToData(), odd.ToData());
        Same.Within(1e-10, variance == 0 ? 0 : excess * excess / variance, test.Statistic);
        Same.Within(1e-10, test.Statistic, turned.Statistic);
        Assert.Equal(variance == 0 ? 0 : 1, test.DegreesOfFreedom);
        if (variance == 0)
            Assert.Equal(1, test.PValue);
    }

    [Property]
    public void Identical_groups_do_not_differ(SmallSurvival rows)
    {
        LogRankTest test = LogRankTest.Of(rows.ToData(), rows.ToData(), rows.ToData());
        Same.Within(1e-20, 0, test.Statistic);
    }

    [Property]
    public void Groups_of_a_column_hold_their_rows(SmallSurvival rows)
    {
        string[] levels = [.. rows.Rows.Select((_, row) => row % 2 == 0 ? "even" : "odd")];
        IReadOnlyDictionary<string, SurvivalData> parts = rows.ToData().By(Column.Category("parity", levels));
        Assert.Equal(levels.Distinct(), parts.Keys);
        Assert.Equal(rows.Rows.Where((_, row) => row % 2 == 0).Select(row => (double)row.Duration), parts["even"].Durations.ToArray());
    }

    private static (SmallSurvival Odd, SmallSurvival Even) Divided(SmallSurvival rows) =>
        (new([.. rows.Rows.Where((row, _) => (row.Duration * 7 + row.Weight) % 2 == 1)]), new([.. rows.Rows.Where((row, _) => (row.Duration * 7 + row.Weight) % 2 == 0)]));
}
