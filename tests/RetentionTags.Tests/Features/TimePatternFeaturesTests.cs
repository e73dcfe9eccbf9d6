using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class TimePatternFeaturesTests : PropertyTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Over a change of the clocks on 31 March, with parts of the day that go beyond midnight and leave gaps.</summary>
    [Property(MaxTest = 60)]
    public void Shares_equal_a_naive_computation(int seed)
    {
        RichLog log = RichLog.Random(seed);
        SnapshotPlan plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6, Berlin) with { Population = Population.Active };
        if (plan.TryTake(log.ToLog()) is not Snapshot snapshot)
            return;
        Table table = new TimePatternFeatures
        {
            Windows = [Window.Days(9), Window.Observation],
            Weekend = [DayOfWeek.Friday, DayOfWeek.Saturday],
            DayParts = [new("late", new(22, 30), new(5, 0)), new("noon", new(11, 0), new(14, 0))],
        }.ToTable(snapshot);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            long entity = long.Parse(snapshot.KeyOf(row), CultureInfo.InvariantCulture);
            DateTime cut = snapshot.CutOffOf(row).UtcDateTime, clock = TimeZoneInfo.ConvertTimeFromUtc(cut, Berlin);
            foreach ((string window, DateTime? start) in ((string, DateTime?)[])[("9d", TimeZoneInfo.ConvertTimeToUtc(clock.AddDays(-9), Berlin)), ("observed", null)])
            {
                DateTime[] clocks = [.. log.Visible(entity, start, cut, cut).Select(each => TimeZoneInfo.ConvertTimeFromUtc(each.Time, Berlin))];
                foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
                    Check(day.ToString().ToLowerInvariant(), time => time.DayOfWeek == day);
                Check("weekend", time => time.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday);
                Check("late", time => time.TimeOfDay >= new TimeSpan(22, 30, 0) || time.Hour < 5);
                Check("noon", time => time.Hour is >= 11 and < 14);

                void Check(string name, Func<DateTime, bool> isIn) => table.Is(row, $"{name}_share_{window}", clocks.Length == 0 ? double.NaN : (double)clocks.Count(isIn) / clocks.Length);
            }
        }
    }

    [Fact]
    public void Clocks_are_those_of_the_zone_before_and_after_they_are_changed()
    {
        // In Berlin clocks jump from 02:00 to 03:00 on Sunday 31 March 2024: 04:30 UTC is 05:30 on Saturday, in the night, and 06:30 on Sunday, in the morning; 23:30 UTC on Saturday is Sunday there.
        EventLog log = EventLog.Create([1L, 1, 1, 1], [new(2024, 3, 30, 4, 30, 0), new(2024, 3, 30, 5, 30, 0), new(2024, 3, 31, 4, 30, 0), new(2024, 3, 30, 23, 30, 0)], [1, 1, 1, 1]);
        Table table = new TimePatternFeatures { Windows = [Window.Days(30)] }.ToTable(SnapshotPlan.At(new(2024, 4, 2), Berlin).Take(log));
        Assert.Equal([0.5, 0.5, 1], ((string[])["saturday", "sunday", "weekend"]).Select(name => table.Numeric($"{name}_share_30d").Values[0]));
        Assert.Equal([0.5, 0.5, 0, 0], ((string[])["night", "morning", "afternoon", "evening"]).Select(name => table.Numeric($"{name}_share_30d").Values[0]));
    }

    [Fact]
    public void Parts_of_the_day_that_overlap_or_have_one_name_are_errors()
    {
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => new TimePatternFeatures { DayParts = [new("a", new(22, 0), new(6, 0)), new("b", new(5, 0), new(8, 0))] }).Message, StringComparison.Ordinal);
        Assert.Contains("called 'a'", Assert.Throws<ArgumentException>(() => new TimePatternFeatures { DayParts = [new("a", new(1, 0), new(2, 0)), new("a", new(5, 0), new(8, 0))] }).Message, StringComparison.Ordinal);
        Assert.Equal(2, new TimePatternFeatures { DayParts = [new("a", new(22, 0), new(6, 0)), new("b", new(6, 0), new(22, 0))] }.DayParts.Count);
    }
}
