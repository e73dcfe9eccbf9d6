using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Tests.Data;

public class AttributeHistoryTests
{
    private static readonly DateTime January = new(2024, 1, 1), March = new(2024, 3, 1), May = new(2024, 5, 1);

    [Fact]
    public void Rows_are_kept_by_entity_and_time()
    {
        AttributeHistory history = AttributeHistory.Create(["b", "a", "b"], [March, January, January], [Column.Numeric("price", [3.0, 1, 2]), Column.Category("level", ["z", "x", "y"])]);
        Assert.Equal((2, 3, "a"), (history.Entities.Count, history.RowCount, history.Entities[0]));
        Assert.Equal([1, 2, 3], ((NumericColumn)history.Columns[0]).Values.ToArray());
        Assert.Equal(1..3, history.RowsOf(1));
        Assert.Equal([January, January, March], history.KnownAt.ToArray());
        Assert.Equal(DateTimeKind.Utc, history.ValidFrom[0].Kind);
    }

    [Fact]
    public void Rows_that_overlap_or_cannot_be_told_apart_are_errors()
    {
        Assert.Contains("overlap", Error([January, March], new DateTime?[] { May, null }), StringComparison.Ordinal);
        Assert.Contains("two rows that are valid from 2024-01-01", Error([January, January]), StringComparison.Ordinal);
        Assert.Contains("no time at all", Error([March, May], new DateTime?[] { January, null }), StringComparison.Ordinal);
        Assert.Contains("or nothing for a value that holds", Error([January, March], new DateTime?[] { null, new(9999, 12, 31) }), StringComparison.Ordinal);
        Assert.Contains("2 moments", Assert.Throws<ArgumentException>(() => AttributeHistory.Create([7L], [January, March], [Column.Numeric("price", [1.0])])).Message, StringComparison.Ordinal);
        Assert.Contains("'price' occurs twice", Assert.Throws<ArgumentException>(() => AttributeHistory.Create([7L], [January], [Column.Numeric("price", [1.0]), Column.Numeric("price", [1.0])])).Message, StringComparison.Ordinal);
        Assert.Contains("at least one attribute", Assert.Throws<ArgumentException>(() => AttributeHistory.Create([7L], [January], [])).Message, StringComparison.Ordinal);

        static string Error(DateTime[] from, DateTime?[]? to = null) =>
            Assert.Throws<ArgumentException>(() => AttributeHistory.Create([7L, 7], from, [Column.Numeric("price", [1.0, 2])], new() { ValidTo = to ?? [] })).Message;
    }

    [Fact]
    public void A_reader_gives_the_same_as_spans()
    {
        using var table = new System.Data.DataTable();
        foreach (string column in (string[])["customer", "from", "to", "known", "level", "price"])
            table.Columns.Add(column, typeof(string));
        table.Rows.Add("7", "2024-03-01", "", "2024-03-02", "gold", "2.5");
        table.Rows.Add("7", "2024-01-01", "2024-02-01", "2024-01-01", "basic", DBNull.Value);
        var columns = new AttributeColumns { Entity = "customer", ValidFrom = "from", ValidTo = "to", KnownAt = "known", Attributes = [ColumnSpec.Category("level"), ColumnSpec.Numeric("price")] };
        AttributeHistory history = AttributeHistory.Read(table.CreateDataReader(), columns);
        Assert.Equal([new DateTime(2024, 2, 1), null], history.ValidTo.ToArray());
        Assert.Equal([January, new DateTime(2024, 3, 2)], history.KnownAt.ToArray());
        Assert.Equal("basic", ((CategoryColumn)history.Columns[0])[0]);
        Assert.Equal([double.NaN, 2.5], ((NumericColumn)history.Columns[1]).Values.ToArray());

        table.Rows.Add("8", "9999-12-31", "", "2024-03-02", "gold", "2.5");
        CellFormatException error = Assert.Throws<CellFormatException>(() => AttributeHistory.Read(table.CreateDataReader(), columns));
        Assert.Equal((3, "from"), (error.DataRow, error.ColumnName));
        table.Rows.Clear();
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => AttributeHistory.Read(table.CreateDataReader(), columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_matched_whatever_their_type_and_at_least_one_must_be()
    {
        EventLog log = EventLog.Create(["7", "8"], [January, January], [1, 1]);
        AttributeHistory history = AttributeHistory.Create([8L, 9], [January, January], [Column.Numeric("price", [5.0, 6])]);
        Table table = new LevelFeatures { Attribute = "price" }.ToTable(SnapshotPlan.At(new(2024, 2, 1)).Take(log.WithAttributes(history)));
        Assert.Equal([double.NaN, 5], table.Numeric("price").Values.ToArray());
        Assert.Contains("keys like '7'", Assert.Throws<ArgumentException>(() => log.WithAttributes(AttributeHistory.Create(["C-7"], [January], [Column.Numeric("price", [5.0])]))).Message, StringComparison.Ordinal);
        Assert.Contains("has an attribute 'price' already", Assert.Throws<ArgumentException>(() => log.WithAttributes(history).WithAttributes(history)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_about_a_log_stay_when_others_are_added()
    {
        DateTimeOffset until = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
        AttributeHistory history = AttributeHistory.Create([8L], [January], [Column.Numeric("price", [5.0])]);
        EventLog log = EventLog.Create([8L], [January], [1]);
        Assert.Equal(until, log.WithCompleteUntil(until).WithAttributes(history).CompleteUntil);
        Assert.Equal(3, new LevelFeatures { Attribute = "price" }.Define(log.WithAttributes(history).WithCompleteUntil(until)).Count);
    }
}
