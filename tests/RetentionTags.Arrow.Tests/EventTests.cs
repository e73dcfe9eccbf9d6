using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Tests;

/// <summary>Logs from streams are those that are made of the same values otherwise.</summary>
public unsafe class EventTests
{
    private static readonly long[] Hours = [30, 10, 20, 10];
    private static readonly DateTime[] Times = [.. Hours.Select(hour => new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour))];
    private static readonly double[] Amounts = [1.5, -2, 0, 4];
    private static readonly EventLogColumns Columns = new() { Entity = "id", Time = "at", Amount = "amount" };

    [Theory]
    [InlineData("c")]
    [InlineData("C")]
    [InlineData("s")]
    [InlineData("S")]
    [InlineData("i")]
    [InlineData("I")]
    [InlineData("l")]
    [InlineData("L")]
    public void Keys_are_whole_numbers_of_every_width(string format)
    {
        long[] keys = [7, 3, 7, 100];
        Node ids = format switch
        {
            "c" or "C" => Node.Fixed(format, [.. keys.Select(key => (byte)key)], name: "id"),
            "s" or "S" => Node.Fixed(format, [.. keys.Select(key => (short)key)], name: "id"),
            "i" or "I" => Node.Fixed(format, [.. keys.Select(key => (int)key)], name: "id"),
            _ => Node.Fixed(format, keys, name: "id"),
        };
        Logs.AssertSame(EventLog.Create([.. keys, .. keys], [.. Times, .. Times], [.. Amounts, .. Amounts]), Read(Record(ids), Columns));
    }

    [Fact]
    public void Keys_are_texts_of_every_layout()
    {
        string[] keys = ["bob", "Zoë", "bob", "a key of more bytes"];
        EventLog expected = EventLog.Create([.. keys, .. keys], [.. Times, .. Times], [.. Amounts, .. Amounts]);
        byte[] bytes = [.. "bobZoëbob"u8, .. "a key of more bytes"u8];
        byte[] views = [3, 0, 0, 0, .. "bob"u8, .. new byte[9], 4, 0, 0, 0, .. "Zoë"u8, .. new byte[8], 3, 0, 0, 0, .. "bob"u8, .. new byte[9], 19, 0, 0, 0, .. "a ke"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        Logs.AssertSame(expected, Read(Record(Node.Utf8(keys, "id")), Columns));
        Logs.AssertSame(expected, Read(Record(new("U", "id", 4, [null, Node.Bytes<long>(0, 3, 7, 10, 29), bytes])), Columns));
        Logs.AssertSame(expected, Read(Record(new("vu", "id", 4, [null, views, "a key of more bytes"u8.ToArray(), Node.Bytes(19L)])), Columns));
        Logs.AssertSame(expected, Read(Record(Node.Fixed<byte>("C", [1, 0, 1, 2], name: "id") with { Dictionary = Node.Utf8(["Zoë", "bob", "a key of more bytes"], "") }), Columns));
    }

    [Fact]
    public void Everything_that_a_log_knows_is_read()
    {
        Node record = Record(Node.Fixed("l", [7L, 3, 7, 100], name: "id"),
            Node.Utf8(["visit", null, "order", "order"], "kind"),
            Node.Utf8(["o1", "o2", null, "o4"], "order"),
            Node.Fixed("i", [1, 2, 3, 4], name: "quantity"),
            Node.Fixed("tdD", [19790, 19783, 19783, 19783], name: "known"),
            Node.Fixed("f", [0.5f, 1, 2, 3], name: "dwell"));
        EventLogColumns columns = Columns with { Kind = "kind", Order = "order", Quantity = "quantity", KnownAt = "known", Properties = [ColumnSpec.Numeric("dwell"), ColumnSpec.Category("quantity")] };
        DateTime[] known = [.. new[] { 19790, 19783, 19783, 19783 }.Select(day => DateTime.UnixEpoch.AddDays(day))];
        EventLog expected = EventLog.Create([7, 3, 7, 100, 7, 3, 7, 100], [.. Times, .. Times], [1.5, -4, 0, 16, 1.5, -4, 0, 16], new()
        {
            Kinds = Column.Category("kind", ["visit", null, "order", "order", "visit", null, "order", "order"]),
            Orders = Column.Category("order", ["o1", "o2", null, "o4", "o1", "o2", null, "o4"]),
            KnownAt = (DateTime[])[.. known, .. known],
            Properties = [Column.Numeric("dwell", new[] { 0.5, 1, 2, 3, 0.5, 1, 2, 3 }), Column.Category("quantity", ["1", "2", "3", "4", "1", "2", "3", "4"])],
        });
        Logs.AssertSame(expected, Read(record, columns));
    }

    [Fact]
    public void Times_without_a_zone_are_taken_to_be_in_the_zone_that_is_named()
    {
        // 2024-03-31 01:30 and 12:00, 2024-10-27 02:30 (shown twice: the first is meant) on Berlin's clocks.
        DateTime[] clocks = [new(2024, 3, 31, 1, 30, 0), new(2024, 3, 31, 12, 0, 0), new(2024, 10, 27, 2, 30, 0), new(2024, 1, 1)];
        DateTime[] moments = [new(2024, 3, 31, 0, 30, 0), new(2024, 3, 31, 10, 0, 0), new(2024, 10, 27, 0, 30, 0), new(2023, 12, 31, 23, 0, 0)];
        EventLogColumns columns = Columns with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        Node ids = Node.Fixed("l", [1L, 2, 3, 4], name: "id");
        Node amounts = Node.Fixed("g", Amounts, name: "amount");
        Node At(string format) => Node.Fixed(format, [.. clocks.Select(clock => (clock.Ticks - DateTime.UnixEpoch.Ticks) / 10)], name: "at");
        EventLog log = Read(Node.Record(4, ids, At("tsu:"), amounts), columns);
        for (int entity = 0; entity < 4; entity++)
            Assert.Equal(DateTime.SpecifyKind(moments[entity], DateTimeKind.Utc), log.Times[log.EventsOf(entity).Start]);
        log = Read(Node.Record(4, ids, At("tsu:Asia/Tokyo"), amounts), columns);
        for (int entity = 0; entity < 4; entity++)
            Assert.Equal(DateTime.SpecifyKind(clocks[entity], DateTimeKind.Utc), log.Times[log.EventsOf(entity).Start]);
        Node skipped = Node.Record(1, Node.Fixed("l", [1L], name: "id"), Node.Fixed<long>("tss:", [(new DateTime(2024, 3, 31, 2, 30, 0).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond], name: "at"), Node.Fixed("g", [1.0], name: "amount"));
        Assert.Contains("a time that exists in 'Europe/Berlin'", Fails<CellFormatException>(skipped, columns), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_event_is_an_error_that_names_row_and_column()
    {
        Node ids = Node.Fixed("l", [7L, 3, 7, 100], name: "id");
        Assert.Contains("Data row 2, column 'id': found nothing (NULL)", Fails<CellFormatException>(Record(Node.Fixed("l", [7L, 3, 7, 100], [true, false, true, true], "id")), Columns), StringComparison.Ordinal);
        Assert.Contains("Data row 3, column 'id': found an empty text", Fails<CellFormatException>(Record(Node.Utf8(["a", "b", "", "c"], "id")), Columns), StringComparison.Ordinal);
        Assert.Contains("Data row 1, column 'id': found the key 18446744073709551615", Fails<CellFormatException>(Record(Node.Fixed<ulong>("L", [ulong.MaxValue, 1, 2, 3], name: "id")), Columns), StringComparison.Ordinal);
        Assert.Contains("a key is a whole number of up to 64 bits or a text", Fails<NotSupportedException>(Record(Node.Fixed("g", Amounts, name: "id")), Columns), StringComparison.Ordinal);
        Node record = Record(ids);
        Node Changed(int place, Node column) => record with { Children = [.. record.Children[..place], column, .. record.Children[(place + 1)..]] };
        Assert.Contains("Data row 4, column 'at': found nothing (NULL)", Fails<CellFormatException>(Changed(1, Node.Fixed("tsu:", Hours, [true, true, true, false], "at")), Columns), StringComparison.Ordinal);
        Assert.Contains("a moment is a date or a timestamp", Fails<NotSupportedException>(Changed(1, Node.Fixed("l", Hours, name: "at")), Columns), StringComparison.Ordinal);
        Assert.Contains("whole tenths of a microsecond", Fails<CellFormatException>(Changed(1, Node.Fixed("tsn:", [1L, 2, 3, 4], name: "at")), Columns), StringComparison.Ordinal);
        Assert.Contains("Data row 2, column 'amount': found nothing (NULL or NaN)", Fails<CellFormatException>(Changed(2, Node.Fixed("g", Amounts, [true, false, true, true], "amount")), Columns), StringComparison.Ordinal);
        Assert.Contains("column 'amount' holds texts", Fails<NotSupportedException>(Changed(2, Node.Utf8(["1", "2", "3", "4"], "amount")), Columns), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("The source has no column 'id'.", Fails<ArgumentException>(Node.Record(4, record.Children[1], record.Children[2]), Columns), StringComparison.Ordinal);
        Assert.Contains("in its WHERE", Fails<ArgumentException>(record, Columns with { LeaveOutRowsWithoutEntity = true }), StringComparison.Ordinal);
        using var built = new HandBuilt();
        Assert.Contains("The stream has no rows.", Assert.Throws<ArgumentException>(() => ArrowReader.ReadEvents(built.Stream(record, []), Columns)).Message, StringComparison.Ordinal);
    }

    private static Node Record(Node ids, params Node[] others) => Node.Record(4,
    [
        ids,
        Node.Fixed("tsm:", [.. Times.Select(time => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond)], name: "at"),
        Node.Fixed("g", Amounts, name: "amount"),
        .. others,
    ]);

    /// <summary>Two batches of the same rows.</summary>
    private static EventLog Read(Node record, EventLogColumns columns)
    {
        using var built = new HandBuilt();
        EventLog log = ArrowReader.ReadEvents(built.Stream(record, [record, record]), columns);
        Assert.Equal((ThreeWays.Structures(record), 2 * ThreeWays.Structures(record), 1), built.Released);
        return log;
    }

    private static string Fails<TException>(Node record, EventLogColumns columns)
        where TException : Exception
    {
        using var built = new HandBuilt();
        string message = Assert.ThrowsAny<TException>(() => ArrowReader.ReadEvents(built.Stream(record, [record, record]), columns)).Message;
        Assert.Equal((ThreeWays.Structures(record), 1), (built.Released.Schemas, built.Released.Streams));
        return message;
    }
}
