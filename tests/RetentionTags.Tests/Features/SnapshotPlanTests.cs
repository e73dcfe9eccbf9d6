using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Tests.Features;

public class SnapshotPlanTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Windows_are_counted_in_calendar_days_of_the_zone()
    {
        // Clocks go forward on 2024-03-31: the day has 23 hours.
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 4, 1), Berlin) with { ObservationDays = 1, GapDays = 2, PerformanceDays = 3 };
        Assert.Equal(Moment("2024-04-01T00:00+02:00"), plan.CutOffs[0]);
        Assert.Equal(Moment("2024-03-31T00:00+01:00"), plan.ObservationStart(plan.CutOffs[0]));
        Assert.Equal(TimeSpan.FromHours(23), plan.CutOffs[0] - plan.ObservationStart(plan.CutOffs[0])!.Value);
        Assert.Equal(Moment("2024-04-03T00:00+02:00"), plan.PerformanceStart(plan.CutOffs[0]));
        Assert.Equal(Moment("2024-04-06T00:00+02:00"), plan.PerformanceEnd(plan.CutOffs[0]));
        Assert.Equal(new DateOnly(2024, 3, 31), plan.ReferenceDay(plan.CutOffs[0]));
    }

    [Fact]
    public void A_time_that_the_clocks_skip_is_the_moment_of_the_jump_and_one_shown_twice_the_first()
    {
        SnapshotPlan plan = new() { CutOffs = [Moment("2024-03-30T02:30+01:00")], TimeZone = Berlin, PerformanceDays = 1 };
        Assert.Equal(Moment("2024-03-31T03:00+02:00"), plan.PerformanceEnd(plan.CutOffs[0]));
        SnapshotPlan autumn = new() { CutOffs = [Moment("2024-10-26T02:30+02:00")], TimeZone = Berlin, PerformanceDays = 1 };
        Assert.Equal(Moment("2024-10-27T02:30+02:00"), autumn.PerformanceEnd(autumn.CutOffs[0]));
    }

    [Fact]
    public void Without_a_gap_the_label_starts_where_features_end()
    {
        // Even at the second of two equal clock times.
        SnapshotPlan plan = new() { CutOffs = [Moment("2024-10-27T02:30+01:00")], TimeZone = Berlin, PerformanceDays = 1 };
        Assert.Equal(plan.CutOffs[0], plan.PerformanceStart(plan.CutOffs[0]));
    }

    [Fact]
    public void A_cut_within_a_day_sees_a_part_of_it() =>
        Assert.Equal(new DateOnly(2024, 5, 5), new SnapshotPlan { CutOffs = [Moment("2024-05-05T12:00Z")] }.ReferenceDay(Moment("2024-05-05T12:00Z")));

    [Theory]
    [InlineData("2024-01-11", 20, true)]
    [InlineData("2024-01-11", 21, false)]
    [InlineData("2024-01-12", 20, false)]
    public void A_label_is_mature_when_the_log_reaches_the_end_of_its_window(string asOf, int days, bool mature)
    {
        // The last event is on 30 January, so the log is taken to be complete for that day.
        EventLog log = EventLog.Create([1L, 1], [new(2024, 1, 1), new(2024, 1, 30, 15, 0, 0)], [1, 1]);
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.ParseExact(asOf, "yyyy-MM-dd")) with { PerformanceDays = days };
        if (mature)
        {
            Assert.Equal([true], plan.Take(log).Repurchased());
            return;
        }

        string message = Assert.Throws<TrainingDataException>(() => plan.Take(log)).Message;
        Assert.Contains("not mature", message, StringComparison.Ordinal);
        Assert.Contains("2024-01-31 00:00", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_knows_best_how_far_a_log_is_complete()
    {
        EventLog log = EventLog.Create([1L, 1], [new(2024, 1, 1), new(2024, 1, 30)], [1, 1]);
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 1, 11)) with { PerformanceDays = 30 };
        Assert.Equal([true], plan.Take(log.WithCompleteUntil(Moment("2024-03-01T00:00Z"))).Repurchased());
        Assert.Throws<TrainingDataException>(() => (plan with { PerformanceDays = 15 }).Take(log.WithCompleteUntil(Moment("2024-01-15T00:00Z"))));
    }

    [Fact]
    public void Settings_out_of_range_are_errors_that_name_the_setting()
    {
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 1, 1));
        Assert.Contains("ObservationDays is from 1 to 36,525", Assert.Throws<ArgumentOutOfRangeException>(() => plan with { ObservationDays = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("GapDays is from 0 to 36,525", Assert.Throws<ArgumentOutOfRangeException>(() => plan with { GapDays = -1 }).Message, StringComparison.Ordinal);
        Assert.Contains("PerformanceDays is from 1 to 36,525", Assert.Throws<ArgumentOutOfRangeException>(() => plan with { PerformanceDays = -7 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_midnight_is_skipped_the_day_begins_at_the_jump_and_windows_still_go_from_midnight_to_midnight()
    {
        // In Santiago clocks go from 24:00 on 7 September 2024 to 01:00 on the 8th.
        TimeZoneInfo santiago = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 9, 8), santiago) with { ObservationDays = 7, PerformanceDays = 10 };
        Assert.Equal(Moment("2024-09-08T01:00-03:00"), plan.CutOffs[0]);
        Assert.Equal(Moment("2024-09-01T00:00-04:00"), plan.ObservationStart(plan.CutOffs[0]));
        Assert.Equal(Moment("2024-09-18T00:00-03:00"), plan.PerformanceEnd(plan.CutOffs[0]));
        Assert.Equal(Moment("2024-09-08T01:00-03:00"), (SnapshotPlan.At(new(2024, 9, 1), santiago) with { PerformanceDays = 7 }).PerformanceEnd(SnapshotPlan.At(new(2024, 9, 1), santiago).CutOffs[0]));
    }

    [Fact]
    public void Seconds_within_the_hour_that_is_skipped_lead_to_the_jump_itself() => Assert.Equal(
        Moment("2024-03-31T03:00+02:00"),
        new SnapshotPlan { CutOffs = [Moment("2024-03-30T02:30:45+01:00")], TimeZone = Berlin, PerformanceDays = 1 }.PerformanceEnd(Moment("2024-03-30T02:30:45+01:00")));

    [Fact]
    public void A_plan_to_score_keeps_all_but_the_label()
    {
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 4, 1), Berlin) with { ObservationDays = 30, GapDays = 7, PerformanceDays = 90, PurchaseKind = "order" };
        SnapshotPlan now = plan.ToScoreAt(new(2024, 8, 1));
        Assert.Equal(SnapshotPlan.At(new(2024, 8, 1), Berlin) with { ObservationDays = 30, PurchaseKind = "order" }, now);
    }

    [Fact]
    public void A_cut_long_after_the_log_ends_is_a_finding()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 30, 15, 0, 0)], [1]);
        Assert.Empty(SnapshotPlan.At(new(2024, 1, 31)).Take(log).Findings);
        Finding finding = Assert.Single(SnapshotPlan.At(new(2024, 3, 1)).Take(log).Findings);
        Assert.Equal(FindingCodes.StaleLog, finding.Code);
        Assert.Contains("30 days before the cut", finding.Message, StringComparison.Ordinal);
        Assert.Empty(SnapshotPlan.At(new(2024, 3, 1)).Take(log.WithCompleteUntil(Moment("2024-03-01T00:00Z"))).Findings);
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Before all events but one, at the moment of the last one, which it does not see, and after all of them.</summary>
    [Theory]
    [InlineData(Population.Buyers)]
    [InlineData(Population.Active)]
    public void Rows_are_those_who_were_there_before_a_cut_whether_or_not_the_log_goes_on(Population population)
    {
        DateTime day = new(2024, 3, 1);
        (long Entity, DateTime Time, double Amount)[] events = [(1, day, 5), (2, day.AddDays(2), -1), (2, day.AddDays(4), 3), (3, day.AddDays(4), -2), (4, day.AddDays(9), 7), (5, day.AddDays(9), -7)];
        EventLog log = EventLog.Create([.. events.Select(each => each.Entity)], [.. events.Select(each => each.Time)], [.. events.Select(each => each.Amount)]);
        DateOnly first = DateOnly.FromDateTime(day);
        SnapshotPlan plan = SnapshotPlan.AtEach([first.AddDays(1), first.AddDays(5), first.AddDays(9), first.AddDays(10), first.AddDays(12)]) with { Population = population };
        Snapshot snapshot = plan.Take(log);
        string[] expected = [.. plan.CutOffs.SelectMany(cut => events.Where(each => each.Time < cut.UtcDateTime && (population == Population.Active || each.Amount >= 0)).Select(each => $"{each.Entity}").Distinct().Order().Select(key => $"{key} {cut:MM-dd}"))];
        Assert.Equal(expected, Enumerable.Range(0, snapshot.RowCount).Select(row => $"{snapshot.KeyOf(row)} {snapshot.CutOffOf(row):MM-dd}"));
    }
}
