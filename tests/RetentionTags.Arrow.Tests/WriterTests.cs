using System.Runtime.InteropServices;
using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Tests;

/// <summary>What is handed over is laid out as the specification says, stays in place, and is let go when it is released.</summary>
public unsafe class WriterTests
{
    private static readonly double[] Numbers = [1.5, double.NaN, -2, .. Enumerable.Repeat(0.25, 8), double.NaN];

    [Fact]
    public void A_batch_is_laid_out_as_the_specification_says()
    {
        Table table = Table.Create(Column.Numeric("Zahl ü", Numbers), Column.Category("c", [.. Enumerable.Repeat("ß", 9), null, "a", "ß"]));
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(table, &schema, &array);

        Assert.Equal(("+s", "", 0, 2), (Text(schema.Format), Text(schema.Name), schema.Flags, schema.ChildCount));
        Assert.Equal(("g", "Zahl ü", 2, 0), (Text(schema.Children[0]->Format), Text(schema.Children[0]->Name), schema.Children[0]->Flags, schema.Children[0]->ChildCount));
        Assert.Equal(("i", "c", 2, 0), (Text(schema.Children[1]->Format), Text(schema.Children[1]->Name), schema.Children[1]->Flags, schema.Children[1]->ChildCount));
        Assert.Equal("u", Text(schema.Children[1]->Dictionary->Format));
        Assert.True(schema.Metadata == null && schema.Dictionary == null && schema.Children[0]->Dictionary == null);

        Assert.Equal((12, 0, 0, 1, 2), (array.Length, array.NullCount, array.Offset, array.BufferCount, array.ChildCount));
        Assert.True(array.Buffers[0] == null);
        ArrowArray* numbers = array.Children[0];
        Assert.Equal((12, 2, 0, 2, 0), (numbers->Length, numbers->NullCount, numbers->Offset, numbers->BufferCount, numbers->ChildCount));
        Assert.Equal<byte>([0b11111101, 0b00000111], new ReadOnlySpan<byte>(numbers->Buffers[0], 2).ToArray());
        fixed (double* values = Numbers)
            Assert.True(numbers->Buffers[1] == values);
        ArrowArray* categories = array.Children[1];
        Assert.Equal((12, 1, 2), (categories->Length, categories->NullCount, categories->BufferCount));
        Assert.Equal<byte>([0b11111111, 0b00001101], new ReadOnlySpan<byte>(categories->Buffers[0], 2).ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 0], new ReadOnlySpan<int>(categories->Buffers[1], 12));
        ArrowArray* levels = categories->Dictionary;
        Assert.Equal((2, 0, 3), (levels->Length, levels->NullCount, levels->BufferCount));
        Assert.Equal([0, 2, 3], new ReadOnlySpan<int>(levels->Buffers[1], 3));
        Assert.Equal("ßa"u8, new ReadOnlySpan<byte>(levels->Buffers[2], 3));
        schema.Release(&schema);
        array.Release(&array);
        Assert.True(schema.Release == null && array.Release == null);
    }

    [Fact]
    public void Columns_without_missing_values_have_no_bitmap()
    {
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(Table.Create(Column.Numeric("x", new[] { 1.0 }), Column.Category("c", ["a"])), &schema, &array);
        Assert.True(array.Children[0]->Buffers[0] == null && array.Children[1]->Buffers[0] == null);
        Assert.Equal((0, 0), (array.Children[0]->NullCount, array.Children[1]->NullCount));
        schema.Release(&schema);
        array.Release(&array);
    }

    /// <summary>As the specification allows: a moved child outlives its batch and is released on its own.</summary>
    [Fact]
    public void A_child_can_be_moved_out_and_kept_longer_than_its_batch()
    {
        double[] values = [1, 2, 3];
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(Table.Create(Column.Numeric("x", values), Column.Category("c", ["a", "b", "a"])), &schema, &array);
        ArrowArray child = *array.Children[1];
        ArrowSchema type = *schema.Children[1];
        array.Children[1]->Release = null;
        schema.Children[1]->Release = null;
        array.Release(&array);
        schema.Release(&schema);
        GC.Collect();
        Assert.Equal([0, 1, 0], new ReadOnlySpan<int>(child.Buffers[1], 3));
        Assert.Equal("ab"u8, new ReadOnlySpan<byte>(child.Dictionary->Buffers[2], 2));
        Assert.Equal(("i", "c", "u"), (Text(type.Format), Text(type.Name), Text(type.Dictionary->Format)));
        child.Release(&child);
        type.Release(&type);
    }

    [Fact]
    public void Memory_is_kept_until_it_is_released_and_no_longer()
    {
        ArrowSchema schema;
        ArrowArray array;
        WeakReference values = Export(&schema, &array);
        GC.Collect();
        Assert.True(values.IsAlive);
        Assert.Equal(7, ((double*)array.Children[0]->Buffers[1])[999]);
        array.Release(&array);
        schema.Release(&schema);
        for (int turn = 0; turn < 50 && values.IsAlive; turn++)
            GC.Collect();
        Assert.False(values.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Export(ArrowSchema* schema, ArrowArray* array)
        {
            double[] values = [.. Enumerable.Repeat(7.0, 1000)];
            ArrowWriter.Write(Table.Create(Column.Numeric("x", values)), schema, array);
            return new(values);
        }
    }

    [Fact]
    public void A_table_over_a_batch_is_handed_on_without_copying()
    {
        using var built = new HandBuilt();
        Node record = Node.Record(2, Node.Fixed("g", [1.0, 2.0]));
        ArrowArray* source = built.Array(record);
        void* values = source->Children[0]->Buffers[1];
        using ArrowBatch batch = ArrowReader.ReadBatch(built.Schema(record), source);
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(batch.Table.With(Column.Numeric("score", new[] { 0.5, 0.25 })), &schema, &array);
        Assert.True(array.Children[0]->Buffers[1] == values);
        array.Release(&array);
        schema.Release(&schema);
    }

    [Fact]
    public void A_stream_gives_its_schema_any_number_of_times_and_ends_for_good()
    {
        Table table = Table.Create(Column.Numeric("x", new[] { 1.0, 2.0 }));
        ArrowArrayStream stream;
        ArrowWriter.Write([table, table], &stream);
        for (int turn = 0; turn < 3; turn++)
        {
            ArrowSchema schema;
            Assert.Equal(0, stream.GetSchema(&stream, &schema));
            Assert.Equal("x", Text(schema.Children[0]->Name));
            schema.Release(&schema);
            ArrowArray batch;
            Assert.Equal(0, stream.GetNext(&stream, &batch));
            Assert.Equal(turn < 2, batch.Release != null);
            if (batch.Release != null)
                batch.Release(&batch);
        }

        Assert.True(stream.GetLastError(&stream) == null);
        stream.Release(&stream);
        Assert.True(stream.Release == null);
    }

    [Fact]
    public void Tables_are_asked_for_one_by_one_and_let_go_at_the_end()
    {
        int asked = 0;
        bool isOver = false;
        ArrowArrayStream stream;
        ArrowWriter.Write(Tables(), &stream);
        Assert.Equal(1, asked);
        ArrowArray batch;
        for (int turn = 1; turn <= 2; turn++)
        {
            Assert.Equal(0, stream.GetNext(&stream, &batch));
            Assert.Equal(turn, asked);
            batch.Release(&batch);
        }

        stream.Release(&stream);
        Assert.True(isOver);

        IEnumerable<Table> Tables()
        {
            try
            {
                while (true)
                {
                    asked++;
                    yield return Table.Create(Column.Numeric("x", new[] { 1.0 }));
                }
            }
            finally
            {
                isOver = true;
            }
        }
    }

    [Fact]
    public void Exceptions_become_the_streams_last_error()
    {
        using var memory = new HandBuilt();
        ArrowArrayStream* stream = memory.Allocate<ArrowArrayStream>();
        ArrowWriter.Write(Failing(), stream);
        Assert.Equal("The Arrow stream failed after 1 rows: no more (error 5).", Assert.Throws<ArrowStreamException>(() => ArrowReader.Read(stream)).Message);
        ArrowWriter.Write([Table.Create(Column.Numeric("x", new[] { 1.0 })), Table.Create(Column.Category("x", ["a"]))], stream);
        Assert.Contains("Table 2 of the stream has the columns 'x' (categories), the first one has 'x' (numbers).", Assert.Throws<ArrowStreamException>(() => ArrowReader.Read(stream)).Message, StringComparison.Ordinal);

        static IEnumerable<Table> Failing()
        {
            yield return Table.Create(Column.Numeric("x", new[] { 1.0 }));
            throw new InvalidDataException("no more");
        }
    }

    [Fact]
    public void What_cannot_be_handed_over_is_an_error()
    {
        using var memory = new HandBuilt();
        ArrowArrayStream* stream = memory.Allocate<ArrowArrayStream>();
        Assert.Contains("Give at least one", Assert.Throws<ArgumentException>(() => ArrowWriter.Write([], stream)).Message, StringComparison.Ordinal);
        ArrowSchema* schema = memory.Allocate<ArrowSchema>();
        ArrowArray* array = memory.Allocate<ArrowArray>();
        Assert.Contains("half of a surrogate pair", Assert.Throws<ArgumentException>(() => ArrowWriter.Write(Table.Create(Column.Numeric("x", new[] { 1.0 }), Column.Category("c", ["\uD800"])), schema, array)).Message, StringComparison.Ordinal);
        Assert.True(schema->Release == null && array->Release == null);
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
