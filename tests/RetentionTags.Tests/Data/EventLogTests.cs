using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Data;

public class EventLogTests : PropertyTests
{
    private static readonly DateTime Day = new(2024, 1, 1);

    [Property]
    public void The_order_of_events_changes_nothing(SmallLog log)
    {
        EventLog one = log.ToLog(), other = new SmallLog([.. log.Events.Reverse()]).ToLog();
        Assert.Equal(one.Times.ToArray(), other.Times.ToArray());
        Assert.Equal(one.Amounts.ToArray(), other.Amounts.ToArray());
    }

    [Property]
    public void Every_event_is_found_under_its_entity_in_order_of_time(SmallLog log)
    {
        EventLog events = log.ToLog();
        Assert.Equal(log.Events.Length, events.EventCount);
        for (int entity = 0; entity < events.Entities.Count; entity++)
        {
            Range range = events.EventsOf(entity);
            var expected = log.Events.Where(each => each.Entity == events.Entities.NumberOf(entity)).OrderBy(each => each.Time).ThenBy(each => each.Amount < 0).ThenBy(each => each.Amount).ToArray();
            Assert.Equal(expected.Select(each => each.Time), events.Times[range].ToArray());
            Assert.Equal(expected.Select(each => each.Amount), events.Amounts[range].ToArray());
        }
    }

    [Fact]
    public void Texts_and_numbers_give_keys_in_order()
    {
        DateTime[] times = [.. Enumerable.Repeat(new DateTime(2024, 1, 1), 3)];
        EventLog texts = EventLog.Create(["b", "10", "9"], times, new double[3]), numbers = EventLog.Create([10L, 9, 100], times, new double[3]);
        Assert.Equal(["10", "9", "b"], Enumerable.Range(0, 3).Select(entity => texts.Entities[entity]));
        Assert.Equal(["9", "10", "100"], Enumerable.Range(0, 3).Select(entity => numbers.Entities[entity]));
        Assert.Equal((2, -1, -1), (texts.Entities.Find("b"), texts.Entities.Find("c"), texts.Entities.Find(11)));
        Assert.Equal((1, 1, -1, -1), (numbers.Entities.Find(10), numbers.Entities.Find("10"), numbers.Entities.Find(11), numbers.Entities.Find("b")));
        Assert.Throws<InvalidOperationException>(() => texts.Entities.NumberOf(0));
    }

    [Fact]
    public void Bad_input_is_an_error_that_names_the_row()
    {
        DateTime local = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Local);
        Assert.Contains("Row 0: the time 2024-01-01", Assert.Throws<ArgumentException>(() => EventLog.Create([1L], [local], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the amount is NaN", Assert.Throws<ArgumentException>(() => EventLog.Create([1L, 1], [Day, Day], [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the entity key is empty", Assert.Throws<ArgumentException>(() => EventLog.Create(["a", ""], [Day, Day], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("1 times for 2 events", Assert.Throws<ArgumentException>(() => EventLog.Create([1L, 2], [Day], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the time is 9999-12-31", Assert.Throws<ArgumentException>(() => EventLog.Create([1L, 2], [Day, DateTime.MaxValue], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("at least one event", Assert.Throws<ArgumentException>(() => EventLog.Create(Array.Empty<long>(), [], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Completeness_can_be_stated()
    {
        EventLog log = EventLog.Create([1L], [new DateTime(2024, 1, 1)], [1]);
        Assert.Null(log.CompleteUntil);
        DateTimeOffset moment = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(moment, log.WithCompleteUntil(moment).CompleteUntil);
        Assert.Equal(log.LastTime, log.WithCompleteUntil(moment).LastTime);
    }

    /// <summary>Data README: rows, customers and sums of the files.</summary>
    [DataFact]
    public void Reads_the_real_logs_whole()
    {
        EventLog sample = RealData.CdnowSample(), master = RealData.CdnowMaster(), retail = RealData.OnlineRetail();
        Assert.Equal((6919, 2357), (sample.EventCount, sample.Entities.Count));
        Assert.Equal((69659, 23570), (master.EventCount, master.Entities.Count));
        Assert.Equal((541909 - 135080, 4372, 135080), (retail.EventCount, retail.Entities.Count, retail.Report!.LeftOut[0].Rows));
        Same.Within(0.005, [244091.94, 2500315.63], [sample.Amounts.ToArray().Sum(), master.Amounts.ToArray().Sum()]);
    }
}
