using System.Text;
using FsCheck;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;
using static System.FormattableString;

namespace RetentionTags.Tests.Data;

public class EventOrderTests : PropertyTests
{
    private static readonly DateTime Day = new(2024, 1, 1);

    /// <summary>Keys side by side, far apart, in clusters within clusters, with a few far from the others, and one that has nearly all rows.</summary>
    public static TheoryData<string> Spreads => ["one", "dense", "everywhere", "clusters", "outliers", "giant"];

    [Theory]
    [MemberData(nameof(Spreads))]
    public void However_keys_are_spread_events_come_by_key_and_time(string spread)
    {
        const int Count = 60_000;
        var random = new SplitMix64(5);
        long[] keys = [.. Enumerable.Range(0, Count).Select(i => KeyOf(spread, i, ref random))];
        DateTime[] times = [.. Enumerable.Range(0, Count).Select(i => Day.AddMinutes(i % 100 == 0 ? random.Next(1000) : i))];
        double[] amounts = [.. Enumerable.Range(0, Count).Select(i => (double)i)];
        EventLog log = EventLog.Create(keys, times, amounts);
        int[] rows = [.. Enumerable.Range(0, Count).OrderBy(i => keys[i]).ThenBy(i => times[i]).ThenBy(i => amounts[i])];
        Assert.Equal(rows.Select(row => times[row]), log.Times.ToArray());
        Assert.Equal(rows.Select(row => amounts[row]), log.Amounts.ToArray());
        Assert.All(log.Times.ToArray(), time => Assert.Equal(DateTimeKind.Utc, time.Kind));
        Assert.Equal((times.Min(), times.Max()), (log.FirstTime, log.LastTime));
        Assert.Equal(keys.Distinct().Order(), Enumerable.Range(0, log.Entities.Count).Select(log.Entities.NumberOf));
        int[] counts = [.. keys.GroupBy(key => key).OrderBy(group => group.Key).Select(group => group.Count())];
        Assert.Equal(counts, Enumerable.Range(0, log.Entities.Count).Select(entity => log.EventsOf(entity).End.Value - log.EventsOf(entity).Start.Value));
    }

    /// <summary>A few and many events of one moment, refunds and equal amounts among them, with a kind that tells them apart.</summary>
    [Theory]
    [InlineData(40, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 400)]
    public void Events_of_one_moment_come_by_amount_with_refunds_last(int moments, int amounts)
    {
        const int Count = 3000;
        var random = new SplitMix64(7);
        long[] keys = [.. Enumerable.Range(0, Count).Select(_ => (long)random.Next(20))];
        DateTime[] times = [.. Enumerable.Range(0, Count).Select(_ => Day.AddDays(random.Next(moments)))];
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => (double)random.Next(2 * amounts) - amounts)];
        string[] kinds = [.. Enumerable.Range(0, Count).Select(_ => random.Next(2) == 0 ? "a" : "b")];
        int[] rows = [.. Enumerable.Range(0, Count).OrderBy(i => keys[i]).ThenBy(i => times[i]).ThenBy(i => values[i] < 0).ThenBy(i => values[i]).ThenBy(i => kinds[i], StringComparer.Ordinal)];
        EventLog plain = EventLog.Create(keys, times, values), log = EventLog.Create(keys, times, values, new() { Kinds = Column.Category("kind", kinds) });
        Assert.Equal(rows.Select(row => values[row]), plain.Amounts.ToArray());
        Assert.Equal(rows.Select(row => values[row]), log.Amounts.ToArray());
        Assert.Equal(rows.Select(row => kinds[row]), log.KindCodes.ToArray().Select(code => log.Kinds[code]));
    }

    /// <summary>Those of up to 32 characters in ASCII are kept as numbers; the others show that it makes no difference.</summary>
    [Theory]
    [InlineData("counted")]
    [InlineData("hexadecimal")]
    [InlineData("signed")]
    [InlineData("words")]
    [InlineData("wide")]
    [InlineData("guid")]
    [InlineData("accents")]
    [InlineData("zeros")]
    public void Keys_in_UTF_8_are_those_of_strings(string kind)
    {
        var random = new SplitMix64(6);
        string[] keys = [.. Enumerable.Range(0, 5000).Select(_ => TextOf(kind, random.Next(700)))];
        var bytes = keys.Select(Encoding.UTF8.GetBytes).ToArray();
        int[] offsets = [0, .. bytes.Select((_, i) => bytes.Take(i + 1).Sum(text => text.Length))];
        DateTime[] times = [.. Enumerable.Range(0, keys.Length).Select(i => Day.AddDays(random.Next(50)))];
        double[] amounts = [.. Enumerable.Range(0, keys.Length).Select(i => (double)i)];
        EventLog expected = EventLog.Create(keys, times, amounts), log = EventLog.Create(new Utf8Keys([.. bytes.SelectMany(text => text)], offsets), times, amounts);
        Assert.Equal(expected.Times.ToArray(), log.Times.ToArray());
        Assert.Equal(expected.Amounts.ToArray(), log.Amounts.ToArray());
        Assert.False(log.Entities.AreNumbers);
        Assert.Equal(expected.Entities.Count, log.Entities.Count);
        for (int entity = 0; entity < log.Entities.Count; entity++)
        {
            Assert.Equal(expected.Entities[entity], log.Entities[entity]);
            Assert.Equal(entity, log.Entities.Find(expected.Entities[entity]));
            Assert.Equal(expected.EventsOf(entity), log.EventsOf(entity));
        }

        string first = log.Entities[0];
        Assert.All([first + "!", first[..^1], "", "~", first + "\0", new string('x', 40), "ü"], absent => Assert.Equal(expected.Entities.Find(absent), log.Entities.Find(absent)));
        Assert.Throws<InvalidOperationException>(() => log.Entities.NumberOf(0));
    }

    [Fact]
    public void Entities_all_of_whose_events_repeat_others_stay()
    {
        EventDetails details = new() { Keys = Column.Category("key", ["a", "b", "a", "c"]), KnownAt = new[] { Day, Day, Day.AddDays(1), Day }, Duplicates = DuplicateEvents.KeepFirstKnown };
        EventLog numbers = EventLog.Create([1L, 3, 2, 3], [Day, Day, Day, Day], [1, 2, 3, 4], details), texts = EventLog.Create(new Utf8Keys("1323"u8, [0, 1, 2, 3, 4]), [Day, Day, Day, Day], [1, 2, 3, 4], details);
        foreach (EventLog log in (EventLog[])[numbers, texts])
        {
            Assert.Equal((3, 3, 1), (log.Entities.Count, log.EventCount, log.DuplicatesLeftOut));
            Assert.Equal([0..1, 1..1, 1..3], Enumerable.Range(0, 3).Select(log.EventsOf));
        }
    }

    /// <summary>Two of them at a time where none is longer than 16 characters, to the last one that has room behind it; the others one by one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    public void Texts_of_any_length_and_count_are_numbers_in_their_order(int longest)
    {
        var random = new SplitMix64(longest);
        for (int count = 1; count <= 24; count++)
        {
            string[] texts = [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, 1 + random.Next(longest)).Select(place => (place % 3 == 0 ? "b7" : "05")[random.Next(2)])))];
            byte[] bytes = [.. "before"u8, .. Encoding.ASCII.GetBytes(string.Concat(texts)), .. new byte[random.Next(40)]];
            int[] offsets = [6, .. texts.Select((_, i) => 6 + texts.Take(i + 1).Sum(text => text.Length))];
            var keys = new Utf8Keys(bytes, offsets);
            TextCode code = TextCode.Of(keys)!;
            var numbers = new UInt128[count];
            code.ToNumbers(keys, 0, numbers);
            Assert.Equal(texts, numbers.Select(code.ToText));
            Assert.Equal(texts.Order(StringComparer.Ordinal), numbers.Order().Select(code.ToText));
            Assert.True(code.IsShort || longest > 17);
            if (!code.IsShort)
                continue;
            var moved = new long[count - 1];
            code.ToNumbers(keys, 1, moved);
            Assert.Equal(numbers.Skip(1), moved.Select(TextCode.ToNumber));
        }
    }

    [Fact]
    public void Offsets_that_fall_are_found_wherever_they_are()
    {
        for (int row = 1; row < 40; row++)
        {
            int[] offsets = [.. Enumerable.Range(1, 40)];
            offsets[row] = offsets[row - 1] - 1;
            string message = Assert.Throws<ArgumentException>(() => { _ = new Utf8Keys(new byte[40], offsets); }).Message;
            Assert.StartsWith(Invariant($"Row {row - 1}:"), message, StringComparison.Ordinal);
        }
    }

    [Property]
    public bool Numbers_of_texts_are_in_their_order_and_lead_back(NonNull<string>[] given, bool areShort)
    {
        string[] texts = [.. given.Select(text => string.Concat(text.Get.Where(character => character is > '\0' and <= '~').Take(areShort ? 8 : 20))).Where(text => text.Length > 0).Order(StringComparer.Ordinal)];
        int[] offsets = [0, .. texts.Select((_, i) => texts.Take(i + 1).Sum(text => text.Length))];
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(texts));
        var keys = new Utf8Keys(bytes, offsets);
        if (texts.Length == 0 || TextCode.Of(keys) is not TextCode code)
            return texts.Length == 0 || !areShort;
        var numbers = new UInt128[texts.Length];
        code.ToNumbers(keys, 0, numbers);
        long[] moved = new long[texts.Length];
        if (code.IsShort)
            code.ToNumbers(keys, 0, moved);
        return texts.SequenceEqual(numbers.Select(code.ToText)) && numbers.SequenceEqual(numbers.Order()) && texts.All(text => code.NumberOf(text) == numbers[Array.IndexOf(texts, text)])
            && (!code.IsShort || (numbers.SequenceEqual(moved.Select(TextCode.ToNumber)) && moved.SequenceEqual(moved.Order())));
    }

    private static long KeyOf(string spread, int i, ref SplitMix64 random) => spread switch
    {
        "one" => 7,
        "dense" => random.Next(9000),
        "everywhere" => (long)SplitMix64.Mix((ulong)random.Next(9000)),
        "clusters" => (random.Next(3) * (1L << 50)) + (random.Next(4) * (1L << 20)) + random.Next(300),
        "outliers" => i % 1000 == 0 ? (i % 2000 == 0 ? long.MaxValue - random.Next(5) : long.MinValue + random.Next(5)) : random.Next(5000),
        _ => random.Next(10) > 0 ? 1234 : random.Next(100_000),
    };

    private static string TextOf(string kind, int number) => kind switch
    {
        "counted" => Invariant($"C-{number + 10_000_000}"),
        "hexadecimal" => Invariant($"C{SplitMix64.Mix((ulong)number) >> (number % 9):X}"),
        "signed" => Invariant($"C-{(long)SplitMix64.Mix((ulong)number)}"),
        "words" => Invariant($"{(char)('A' + (number % 26))}{(char)('a' + (number % 24))}_{number % 10}{(number % 7 == 0 ? "" : "x")}"),
        "wide" => Invariant($"{SplitMix64.Mix((ulong)number):x16}{SplitMix64.Mix((ulong)number + 1):x16}"),
        "guid" => Invariant($"{SplitMix64.Mix((ulong)number):x16}-1234-{SplitMix64.Mix((ulong)number + 1):x16}"),
        "accents" => Invariant($"é{number % 300}"),
        _ => Invariant($"a\0{number % 40}"),
    };
}
