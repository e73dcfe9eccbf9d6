using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class CohortRetentionTests : PropertyTests
{
    private static EventLog Log(params (long Customer, string Time, double Amount)[] events) => EventLog.Create(
        [.. events.Select(each => each.Customer)],
        [.. events.Select(each => DateTime.Parse(each.Time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal))],
        [.. events.Select(each => each.Amount)]);

    /// <summary>features-and-lifetime.md section 1.6.</summary>
    [DataFact]
    public void Cdnow_cohorts()
    {
        RetentionMatrix matrix = new CohortRetention().ToMatrix(RealData.CdnowSample());
        int[][] expected = [[781, 124, 95, 70, 65, 77, 65, 53], [857, 134, 110, 75, 77, 75, 61, 61], [719, 87, 84, 78, 63, 64, 55, 57]];
        Assert.Equal([new(1997, 1, 1), new(1997, 2, 1), new DateOnly(1997, 3, 1)], matrix.Cohorts.Select(cohort => cohort.Start));
        Assert.Equal(expected, matrix.Cohorts.Select(cohort => cohort.Cells.Take(8).Select(cell => cell.Active).ToArray()));
        Assert.Equal((18, 17, 16), (matrix.Cohorts[0].Cells.Count, matrix.Cohorts[1].Cells.Count, matrix.Cohorts[2].Cells.Count));
        Assert.True(matrix.Cohorts.All(cohort => cohort.Cells.All(cell => cell.IsComplete)));        // the log ends on 1998-06-30
        RetentionCell cell = matrix.Cohorts[0].Cells[1], pooled = matrix.Pooled(1);
        Assert.Equal(ConfidenceInterval.Wilson(124, 781), cell.Interval());
        Assert.Equal((2357, 345), (pooled.Customers, pooled.Active));
        Assert.Equal(0, matrix.EntitiesWithoutPurchase);
    }

    [Fact]
    public void A_period_that_the_log_does_not_hold_entirely_is_masked()
    {
        EventLog log = Log((1, "2024-01-10", 5), (1, "2024-03-02", 5), (2, "2024-02-10", 5), (3, "2024-01-31", 5));
        RetentionMatrix matrix = new CohortRetention().ToMatrix(log);
        RetentionCell open = matrix.Cohorts[0].Cells[2];
        Assert.Equal((2, 1, false), (open.Customers, open.Active, open.IsComplete));
        Assert.True(double.IsNaN(open.Rate) && double.IsNaN(open.Interval().Lower));
        Assert.Equal(0, matrix.Cohorts[0].Cells[1].Rate);
        Assert.False(matrix.Pooled(2).IsComplete);
        RetentionMatrix complete = new CohortRetention().ToMatrix(log.WithCompleteUntil(new(2024, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(0.5, complete.Cohorts[0].Cells[2].Rate);
        Assert.Equal(3, complete.Cohorts[0].Cells.Count);
        RetentionMatrix stale = new CohortRetention().ToMatrix(log.WithCompleteUntil(new(2024, 2, 29, 0, 0, 0, TimeSpan.Zero)));
        Assert.False(stale.Cohorts[0].Cells[1].IsComplete);
        Assert.True(stale.Cohorts[0].Cells[0].IsComplete);
        Assert.Equal(
            """
            Cohort      Customers        0      1  2
            ----------  ---------  -------  -----  -
            2024-01-01          2  100.0 %  0.0 %  -
            2024-02-01          1  100.0 %      -
            all                 3  100.0 %  0.0 %  -

            """.ReplaceLineEndings("\n"),
            matrix.ToText());
    }

    [Fact]
    public void Months_weeks_and_quarters_are_those_of_the_zone()
    {
        // 23:30 in UTC on a Sunday, the last of March, is the first of April in Berlin, a Monday and a new quarter.
        EventLog log = Log((1, "2024-03-31T23:30", 5), (1, "2024-04-08T12:00", 5), (2, "2024-03-31T12:00", 1));
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        foreach ((CalendarPeriod period, DateOnly inUtc, DateOnly other, DateOnly inBerlin) in new[]
        {
            (CalendarPeriod.Month, new DateOnly(2024, 3, 1), new DateOnly(2024, 3, 1), new DateOnly(2024, 4, 1)),
            (CalendarPeriod.Week, new DateOnly(2024, 3, 25), new DateOnly(2024, 3, 25), new DateOnly(2024, 4, 1)),
            (CalendarPeriod.Quarter, new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 1), new DateOnly(2024, 4, 1)),
        })
        {
            Assert.Equal([inUtc], new CohortRetention { Period = period }.ToMatrix(log).Cohorts.Select(cohort => cohort.Start));
            Assert.Equal([other, inBerlin], new CohortRetention { Period = period, TimeZone = berlin }.ToMatrix(log).Cohorts.Select(cohort => cohort.Start));
        }
    }

    [Fact]
    public void Refunds_and_other_kinds_are_no_activity()
    {
        EventLog log = EventLog.Create(
            [1L, 1L, 2L, 3L],
            [new(2024, 1, 5), new(2024, 2, 5), new(2024, 1, 6), new DateTime(2024, 1, 7)],
            [5, -5, 0, 4],
            new() { Kinds = Column.Category("kind", ["buy", "buy", "buy", "visit"]) });
        RetentionMatrix matrix = new CohortRetention { PurchaseKind = "buy" }.ToMatrix(log);
        Assert.Equal([2, 0], matrix.Cohorts[0].Cells.Select(cell => cell.Active));
        Assert.Equal(1, matrix.EntitiesWithoutPurchase);
        Assert.Contains("'buy', 'visit'", Assert.Throws<ArgumentException>(() => new CohortRetention { PurchaseKind = "sell" }.ToMatrix(log)).Message, StringComparison.Ordinal);
        Assert.Contains("no purchases", Assert.Throws<ArgumentException>(() => new CohortRetention().ToMatrix(Log((1, "2024-01-01", -1)))).Message, StringComparison.Ordinal);
    }

    [Property]
    public void Every_cell_is_the_one_counted_by_brute_force(SmallLog log)
    {
        EventLog events = log.ToLog();
        (long Customer, int Month)[] purchases = [.. log.Events.Where(each => each.Amount >= 0).Select(each => (each.Entity, (each.Time.Year * 12) + each.Time.Month))];
        if (purchases.Length == 0)
            return;
        RetentionMatrix matrix = new CohortRetention().ToMatrix(events);
        Dictionary<long, int> first = purchases.GroupBy(each => each.Customer).ToDictionary(group => group.Key, group => group.Min(each => each.Month));
        foreach (RetentionCohort cohort in matrix.Cohorts)
        {
            int month = (cohort.Start.Year * 12) + cohort.Start.Month;
            Assert.Equal(first.Values.Count(each => each == month), cohort.Customers);
            foreach (RetentionCell cell in cohort.Cells)
                Assert.Equal(purchases.Where(each => first[each.Customer] == month && each.Month == month + cell.Age).Select(each => each.Customer).Distinct().Count(), cell.Active);
        }

        Assert.Equal(first.Count, matrix.Cohorts.Sum(cohort => cohort.Customers));
        Assert.Equal(events.Entities.Count - first.Count, matrix.EntitiesWithoutPurchase);
    }
}
