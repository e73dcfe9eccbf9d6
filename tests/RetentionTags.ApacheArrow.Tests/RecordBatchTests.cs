using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using RetentionTags.Arrow;
using RetentionTags.Data;
using Column = RetentionTags.Data.Column;
using Field = Apache.Arrow.Field;
using Schema = Apache.Arrow.Schema;
using Table = RetentionTags.Data.Table;

namespace RetentionTags.ApacheArrow.Tests;

/// <summary>Apache.Arrow's own builders and accessors as the other side.</summary>
public class RecordBatchTests
{
    [Fact]
    public void Every_type_that_its_builders_make_is_read()
    {
        using RecordBatch batch = Batch();
        ArrowReadOptions options = new() { Columns = [.. batch.Schema.FieldsList.Select(field => field.Name is "date" or "time" ? ColumnSpec.Category(field.Name) : new ColumnSpec(field.Name, field.Name is "text" or "truth" or "level" ? ColumnKind.Category : ColumnKind.Numeric))] };
        using ArrowBatch read = batch.AsTable(options);
        AssertRows(read.Table, 0, 1, 2, 3);
        RecordBatch slice = batch.Slice(1, 2);
        using ArrowBatch part = slice.AsTable(options);
        AssertRows(part.Table, 1, 2);
    }

    [Fact]
    public void A_batch_stays_its_owners()
    {
        using RecordBatch batch = Batch();
        for (int turn = 0; turn < 3; turn++)
        {
            using ArrowBatch read = batch.AsTable(new() { Columns = [ColumnSpec.Numeric("double"), ColumnSpec.Category("text")] });
            Assert.Equal(4, read.Table.RowCount);
        }

        Assert.Equal(0.5, ((DoubleArray)batch.Column("double")).GetValue(0));
        Assert.Equal("ß", ((StringArray)batch.Column("text")).GetString(3));
    }

    [Fact]
    public unsafe void Doubles_and_codes_are_not_copied()
    {
        DoubleArray doubles = new DoubleArray.Builder().AppendRange([1, 2, 3]).Build();
        DictionaryArray levels = new(new(Int32Type.Default, StringType.Default, false), new Int32Array.Builder().AppendRange([1, 0, 1]).Build(), new StringArray.Builder().Append("a").Append("b").Build());
        using RecordBatch batch = new(new Schema([new("x", DoubleType.Default, true), new("c", levels.Data.DataType, true)], null), [doubles, levels], 3);
        using ArrowBatch read = batch.AsTable();
        fixed (double* first = read.Table.Numeric("x").Values, expected = doubles.Values)
            Assert.True(first == expected);
        fixed (int* first = read.Table.Category("c").Codes, expected = ((Int32Array)levels.Indices).Values)
            Assert.True(first == expected);
    }

    [Fact]
    public void A_table_is_a_record_batch_and_comes_back()
    {
        Table table = Table.Create(Column.Numeric("x", new[] { 1.5, double.NaN, -0.0 }), Column.Category("c", ["a", null, "ß"]));
        using RecordBatch batch = table.ToRecordBatch();
        var doubles = (DoubleArray)batch.Column("x");
        Assert.Equal([1.5, null, -0.0], Enumerable.Range(0, 3).Select(doubles.GetValue));
        var levels = (DictionaryArray)batch.Column("c");
        var indices = (Int32Array)levels.Indices;
        Assert.Equal(["a", null, "ß"], Enumerable.Range(0, 3).Select(row => indices.GetValue(row) is int index ? ((StringArray)levels.Dictionary).GetString(index) : null));
        using ArrowBatch back = batch.AsTable();
        Assert.Equal(table.Numeric("x").Values, back.Table.Numeric("x").Values);
        Assert.Equal(["a", null, "ß"], Enumerable.Range(0, 3).Select(row => back.Table.Category("c")[row]));
    }

    [Fact]
    public void A_stream_is_read_to_its_end()
    {
        using var file = new MemoryStream();
        using (RecordBatch batch = Batch())
        {
            using var writer = new ArrowStreamWriter(file, batch.Schema, leaveOpen: true);
            writer.WriteRecordBatch(batch);
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        file.Position = 0;
        using var reader = new ArrowStreamReader(file);
        Table table = reader.ToTable(new() { Columns = [ColumnSpec.Numeric("double"), ColumnSpec.Category("text")] });
        Assert.Equal([0.5, double.NaN, 2.5, 3.5, 0.5, double.NaN, 2.5, 3.5], table.Numeric("double").Values);
        Assert.Equal(["a", null, "", "ß", "a", null, "", "ß"], Enumerable.Range(0, 8).Select(row => table.Category("text")[row]));
    }

    [Fact]
    public void Types_that_tables_do_not_hold_are_an_error()
    {
        using RecordBatch batch = new(new Schema([new("blob", BinaryType.Default, true)], null), [new BinaryArray.Builder().Append([1, 2]).Build()], 1);
        Assert.Contains("Column 'blob' has the Arrow type binary", Assert.Throws<NotSupportedException>(() => batch.AsTable()).Message, StringComparison.Ordinal);
    }

    private static void AssertRows(Table table, params int[] rows)
    {
        string?[] texts = ["a", null, "", "ß"];
        string?[] truths = ["true", "false", null, "true"];
        string?[] levels = ["b", "a", null, "b"];
        double[] doubles = [0.5, double.NaN, 2.5, 3.5];
        double[] whole = [7, double.NaN, -9, 1L << 40];
        double[] decimals = [1.25, -0.01, double.NaN, 1000];
        Assert.Equal(rows.Select(row => doubles[row]), table.Numeric("double").Values.ToArray());
        Assert.Equal(rows.Select(row => (double)row / 4), table.Numeric("float").Values.ToArray());
        Assert.Equal(rows.Select(row => whole[row]), table.Numeric("long").Values.ToArray());
        Assert.Equal(rows.Select(row => (double)row), table.Numeric("byte").Values.ToArray());
        Assert.Equal(rows.Select(row => decimals[row]), table.Numeric("decimal").Values.ToArray());
        Assert.Equal(rows.Select(row => texts[row]), Enumerable.Range(0, rows.Length).Select(row => table.Category("text")[row]));
        Assert.Equal(rows.Select(row => truths[row]), Enumerable.Range(0, rows.Length).Select(row => table.Category("truth")[row]));
        Assert.Equal(rows.Select(row => levels[row]), Enumerable.Range(0, rows.Length).Select(row => table.Category("level")[row]));
        Assert.Equal(rows.Select(row => $"2024-02-{26 + row}"), Enumerable.Range(0, rows.Length).Select(row => table.Category("date")[row]));
        Assert.Equal(rows.Select(row => $"2024-02-29T0{row}:30:00.0000000Z"), Enumerable.Range(0, rows.Length).Select(row => table.Category("time")[row]));
    }

    private static RecordBatch Batch()
    {
        var decimals = new Decimal128Type(10, 2);
        var time = new TimestampType(TimeUnit.Microsecond, "UTC");
        (string Name, IArrowArray Array)[] columns =
        [
            ("double", new DoubleArray.Builder().Append(0.5).AppendNull().Append(2.5).Append(3.5).Build()),
            ("float", new FloatArray.Builder().AppendRange([0, 0.25f, 0.5f, 0.75f]).Build()),
            ("long", new Int64Array.Builder().Append(7).AppendNull().Append(-9).Append(1L << 40).Build()),
            ("byte", new UInt8Array.Builder().AppendRange([0, 1, 2, 3]).Build()),
            ("decimal", new Decimal128Array.Builder(decimals).Append(1.25m).Append(-0.01m).AppendNull().Append(1000m).Build()),
            ("text", new StringArray.Builder().Append("a").AppendNull().Append("").Append("ß").Build()),
            ("truth", new BooleanArray.Builder().Append(true).Append(false).AppendNull().Append(true).Build()),
            ("level", new DictionaryArray(new(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().Append(1).Append(0).AppendNull().Append(1).Build(), new StringArray.Builder().Append("a").Append("b").Build())),
            ("date", new Date32Array.Builder().AppendRange(Enumerable.Range(26, 4).Select(day => new DateTime(2024, 2, day))).Build()),
            ("time", new TimestampArray.Builder(time).AppendRange(Enumerable.Range(0, 4).Select(hour => new DateTimeOffset(2024, 2, 29, hour, 30, 0, TimeSpan.Zero))).Build()),
        ];
        return new(new Schema([.. columns.Select(column => new Field(column.Name, column.Array.Data.DataType, true))], null), columns.Select(column => column.Array), 4);
    }
}
