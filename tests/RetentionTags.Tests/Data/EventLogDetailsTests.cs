using System.Globalization;
using System.Text;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Data;

/// <summary>Kinds, known-at times, orders, keys and properties of events, keys of all kinds, and logs in parts.</summary>
public class EventLogDetailsTests : PropertyTests
{
    private static readonly DateTime Day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Property(MaxTest = 60)]
    public void Details_follow_their_events(int seed)
    {
        RichLog source = RichLog.Random(seed, 200);
        EventLog log = source.ToLog();
        var expected = source.Events.OrderBy(each => each.Entity).ThenBy(each => each.Time).ThenBy(each => each.Amount < 0).ThenBy(each => each.Amount)
            .ThenBy(each => each.Kind, StringComparer.Ordinal).ThenBy(each => each.Order, StringComparer.Ordinal).ThenBy(each => each.Quantity).ThenBy(each => each.Channel, StringComparer.Ordinal).ThenBy(each => each.KnownAt);
        Assert.Equal(expected.Select(Text), Enumerable.Range(0, log.EventCount).Select(place => Text(EventAt(log, place))));
    }

    [Property(MaxTest = 60)]
    public void A_log_that_was_split_is_the_same_again(int seed, byte parts)
    {
        RichLog source = RichLog.Random(seed, 100);
        int count = 1 + (parts % 4);
        EventLog whole = source.ToLog();
        var random = new Random(seed);
        EventLog[] split = [.. source.Events.GroupBy(_ => random.Next(count)).Select(group => new RichLog(group).ToLog())];
        EventLog joined = EventLog.Concat(split);
        Assert.Equal(Enumerable.Range(0, whole.EventCount).Select(place => Text(EventAt(whole, place))), Enumerable.Range(0, joined.EventCount).Select(place => Text(EventAt(joined, place))));
        SnapshotPlan plan = SnapshotPlan.At(new(2024, 4, 1)) with { Population = Population.Active };
        FeatureSet set = new() { Families = [new RfmFeatures(), new WindowFeatures { Windows = [Window.Days(40)], Filter = EventFilter.OfKind("order") }] };
        foreach ((Column one, Column other) in set.ToTable(plan.Take(whole)).Columns.Zip(set.ToTable(plan.Take(joined)).Columns))
            Same.Bits(((NumericColumn)one).Values, ((NumericColumn)other).Values);
    }

    /// <summary>Keys far apart, negative, many and in no order go through the table; the truth is a sorted set.</summary>
    [Theory]
    [InlineData(20_000, 1_000_000_000_000)]
    [InlineData(20_000, 100)]
    [InlineData(50_000, 30_000)]
    public void Whole_numbers_are_numbered_in_order(int count, long range)
    {
        var random = new Random(5);
        long[] keys = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-range, range))];
        keys[7] = long.MaxValue;
        keys[8] = long.MinValue;
        foreach (long[] some in (long[][])[keys, keys[9..]])
        {
            EventLog log = EventLog.Create(some, Enumerable.Repeat(Day, some.Length).ToArray(), Enumerable.Range(0, some.Length).Select(i => (double)i).ToArray());
            long[] distinct = [.. new SortedSet<long>(some)];
            Assert.Equal(distinct, Enumerable.Range(0, log.Entities.Count).Select(log.Entities.NumberOf));
            for (int entity = 0; entity < distinct.Length; entity += 1 + (distinct.Length / 50))
                Assert.Equal(Enumerable.Range(0, some.Length).Where(row => some[row] == distinct[entity]).Select(row => (double)row), log.Amounts[log.EventsOf(entity)].ToArray());
        }
    }

    /// <summary>Texts in UTF-8 give the log that strings give, also where the two encodings order characters differently, and where all begin alike.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("customer_0000")]
    public void Texts_in_utf8_are_numbered_as_strings_are(string prefix)
    {
        var random = new Random(9);
        string[] pieces = ["a", "b", "é", "中", "\uFF21", "\U0001F600", "\0", "zzzzzzzzz", "9"];
        string[] keys = [.. Enumerable.Range(0, 9000).Select(_ => prefix + string.Concat(Enumerable.Range(0, 1 + random.Next(5)).Select(_ => pieces[random.Next(pieces.Length)])))];
        double[] amounts = [.. keys.Select((_, i) => (double)i)];
        DateTime[] times = [.. keys.Select((_, i) => Day.AddMinutes(random.Next(1000)))];
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(keys));
        int[] offsets = [0, .. keys.Select((_, i) => Encoding.UTF8.GetByteCount(keys[i]))];
        for (int i = 1; i < offsets.Length; i++)
            offsets[i] += offsets[i - 1];
        EventLog one = EventLog.Create(keys, times, amounts), other = EventLog.Create(new Utf8Keys(bytes, offsets), times, amounts);
        Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), Enumerable.Range(0, other.Entities.Count).Select(entity => other.Entities[entity]));
        Assert.Equal(one.Amounts.ToArray(), other.Amounts.ToArray());
        Assert.Equal(one.Times.ToArray(), other.Times.ToArray());
    }

    [Fact]
    public void Bad_texts_in_utf8_are_errors()
    {
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => EventLog.Create(new Utf8Keys("ab"u8, [0, 2, 2]), [Day, Day], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("no UTF-8", Assert.Throws<ArgumentException>(() => EventLog.Create(new Utf8Keys([0x61, 0xFF], [0, 1, 2]), [Day, Day], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("ends before", Assert.Throws<ArgumentException>(() => new Utf8Keys("ab"u8, [0, 2, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_delivered_twice_are_one()
    {
        CategoryColumn keys = Column.Category("id", ["a", "a", null, null, "b"]);
        DateTime[] times = [Day, Day, Day, Day, Day];
        EventLog log = EventLog.Create([1L, 1, 1, 1, 2], times, [5, 5, 5, 5, 1], new() { Keys = keys });
        Assert.Equal((4, 1), (log.EventCount, log.DuplicatesLeftOut));
        EventLog again = EventLog.Concat([log, log]);
        Assert.Equal((6, 4), (again.EventCount, again.DuplicatesLeftOut)); // those without a key cannot be told from new ones

        Assert.Contains("Rows 0 and 1 have the same key 'a'", Assert.Throws<ArgumentException>(() => EventLog.Create([1L, 1, 1, 1, 2], times, [5, 6, 5, 5, 1], new() { Keys = keys })).Message, StringComparison.Ordinal);
        DateTime[] known = [Day.AddDays(2), Day.AddDays(1), Day, Day, Day];
        Assert.Equal(6, Only(DuplicateEvents.KeepFirstKnown));
        Assert.Equal(5, Only(DuplicateEvents.KeepLastKnown));

        double Only(DuplicateEvents duplicates)
        {
            EventLog corrected = EventLog.Create([1L, 1, 7, 7, 2], times, [5, 6, 5, 5, 1], new() { Keys = keys, KnownAt = known, Duplicates = duplicates });
            return corrected.Amounts[corrected.EventsOf(0)][0];
        }
    }

    [Fact]
    public void Bad_details_are_errors_that_say_which()
    {
        Assert.Contains("1 orders for 2 events", Error(new() { Orders = Column.Category("order", ["a"]) }), StringComparison.Ordinal);
        Assert.Contains("'p' occurs twice", Error(new() { Properties = [Column.Numeric("p", [1, 2]), Column.Numeric("p", [1, 2])] }), StringComparison.Ordinal);
        Assert.Contains("Row 1: the known-at time", Error(new() { KnownAt = new DateTime[] { Day, DateTime.MinValue } }), StringComparison.Ordinal);
        EventLog one = EventLog.Create([1L], [Day], [1]), other = EventLog.Create([1L], [Day], [1], new() { Properties = [Column.Numeric("p", [1])] });
        Assert.Contains("Part 0 has other properties", Assert.Throws<ArgumentException>(() => EventLog.Concat([other, one])).Message.Replace("Part 1", "Part 0", StringComparison.Ordinal), StringComparison.Ordinal);

        static string Error(EventDetails details) => Assert.Throws<ArgumentException>(() => EventLog.Create([1L, 2], [Day, Day], [1, 1], details)).Message;
    }

    private static RichEvent EventAt(EventLog log, int place)
    {
        int entity = Enumerable.Range(0, log.Entities.Count).First(each => log.EventsOf(each).End.Value > place);
        return new(
            log.Entities.NumberOf(entity),
            log.Times[place],
            log.Amounts[place],
            log.KindCodes[place] < 0 ? null : log.Kinds[log.KindCodes[place]],
            log.KnownAt.IsEmpty ? log.Times[place] : log.KnownAt[place],
            log.OrderCodes[place] < 0 ? null : log.Orders[log.OrderCodes[place]],
            ((NumericColumn)log.Properties[0]).Values[place],
            ((CategoryColumn)log.Properties[1])[place]);
    }

    private static string Text(RichEvent each) => string.Create(CultureInfo.InvariantCulture, $"{each.Entity} {each.Time:O} {each.Amount:R} {each.Kind} {each.KnownAt:O} {each.Order} {each.Quantity} {each.Channel}");
}
