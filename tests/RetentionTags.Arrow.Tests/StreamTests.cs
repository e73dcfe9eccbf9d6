using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Tests;

/// <summary>Streams that end early, fail, or are let go; what was taken over is released once, whatever happens.</summary>
public unsafe class StreamTests
{
    private static readonly Node Batch = Node.Record(2, Node.Fixed("g", [1.0, 2.0]), Node.Utf8(["a", "b"], "y"));
    private static readonly int Structures = ThreeWays.Structures(Batch);

    [Fact]
    public void A_stream_that_fails_in_the_middle_tells_its_producers_words()
    {
        using var built = new HandBuilt();
        ArrowStreamException exception = Assert.Throws<ArrowStreamException>(() => ArrowReader.Read(built.Stream(Batch, [Batch, Batch], failAfter: 1)));
        Assert.Equal("The Arrow stream failed after 2 rows: the disk is on fire (error 5).", exception.Message);
        Assert.Equal(5, exception.ErrorNumber);
        Assert.Equal((Structures, Structures, 1), built.Released);
    }

    [Fact]
    public void A_stream_whose_schema_fails_says_so()
    {
        using var built = new HandBuilt();
        Assert.Equal("The schema of the Arrow stream cannot be read: its producer does not say why (error 22).", Assert.Throws<ArrowStreamException>(() => ArrowReader.Read(built.Stream(Batch, [], failAfter: -1, error: null))).Message);
        Assert.Equal("The schema of the Arrow stream cannot be read: the disk is on fire (error 22).", Assert.Throws<ArrowStreamException>(() => ArrowReader.ReadBatches(built.Stream(Batch, [], failAfter: -1))).Message);
        Assert.Equal((0, 0, 2), built.Released);
    }

    [Fact]
    public void Batch_by_batch_a_failure_comes_when_it_happens()
    {
        using var built = new HandBuilt();
        ArrowBatchReader reader = ArrowReader.ReadBatches(built.Stream(Batch, [Batch, Batch], failAfter: 1));
        Assert.True(reader.MoveNext());
        Assert.Equal([1.0, 2.0], reader.Current.Numeric("x").Values);
        Assert.Throws<ArrowStreamException>(() => reader.MoveNext());
        Assert.Equal((Structures, Structures, 1), built.Released);
        Assert.Throws<InvalidOperationException>(() => reader.Current);
        Assert.Throws<ObjectDisposedException>(() => reader.MoveNext());
    }

    [Fact]
    public void Leaving_a_loop_early_releases_everything()
    {
        using var built = new HandBuilt();
        foreach (Table table in ArrowReader.ReadBatches(built.Stream(Batch, [Batch, Batch, Batch])))
        {
            Assert.Equal(2, table.RowCount);
            break;
        }

        Assert.Equal((Structures, Structures, 1), built.Released);
    }

    [Fact]
    public void Cancellation_releases_everything()
    {
        using var built = new HandBuilt();
        using var source = new CancellationTokenSource();
        var progress = new Told(rows =>
        {
            if (rows == 2)
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => ArrowReader.Read(built.Stream(Batch, [Batch, Batch, Batch]), progress: progress, cancellationToken: source.Token));
        Assert.Equal([0, 2], progress.Rows);
        Assert.Equal((Structures, Structures, 1), built.Released);
        ArrowBatchReader reader = ArrowReader.ReadBatches(built.Stream(Batch, [Batch]), cancellationToken: source.Token);
        Assert.Throws<OperationCanceledException>(() => reader.MoveNext());
        Assert.Equal((2 * Structures, Structures, 2), built.Released);
    }

    [Fact]
    public void A_stream_is_read_once()
    {
        using var built = new HandBuilt();
        ArrowArrayStream* stream = built.Stream(Batch, [Batch]);
        ArrowBatchReader reader = ArrowReader.ReadBatches(stream);
        Assert.True(stream->Release == null);
        Assert.Single(reader);
        Assert.Throws<InvalidOperationException>(() => reader.Count());
        Assert.Contains("released or moved away", Assert.Throws<ArgumentException>(() => ArrowReader.Read(stream)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ArrowReader.Read(null));
    }

    [Fact]
    public void Progress_counts_rows()
    {
        using var built = new HandBuilt();
        var progress = new Told(_ => { });
        ArrowReader.Read(built.Stream(Batch, [Batch, Batch]), progress: progress);
        Assert.Equal([0, 2, 4, 4], progress.Rows);
    }

    [Fact]
    public void A_table_of_a_released_batch_says_what_to_do()
    {
        using var built = new HandBuilt();
        ArrowBatch batch = ArrowReader.ReadBatch(built.Schema(Batch), built.Array(Batch));
        Table table = batch.Table;
        batch.Dispose();
        batch.Dispose();
        Assert.Equal(Structures, built.Released.Arrays);
        Assert.Contains("ArrowReader.Read makes tables that stay", Assert.Throws<ObjectDisposedException>(() => table.Numeric("x").Values.Length).Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], ThreeWays.TextsOf(table["y"]));
    }

    [Fact]
    public void A_batch_that_nobody_disposes_of_is_released_in_the_end()
    {
        using var built = new HandBuilt();
        Forget(built);
        for (int turn = 0; turn < 50 && built.Released.Streams == 0; turn++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal((2 * Structures, 2 * Structures, 1), built.Released);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(HandBuilt built)
        {
            Assert.Equal(2, ArrowReader.ReadBatch(built.Schema(Batch), built.Array(Batch)).Table.RowCount);
            Assert.True(ArrowReader.ReadBatches(built.Stream(Batch, [Batch])).MoveNext());
        }
    }

    [Fact]
    public void A_batch_that_is_not_what_the_schema_says_is_an_error()
    {
        Message("The record batch has 1 columns, its schema has 2.", Batch with { Children = [Batch.Children[0]] });
        Message("Column 'x' has 1 buffers; its type float64 (format 'g') has 2.", Batch with { Children = [Batch.Children[0] with { Buffers = [null] }, Batch.Children[1]] });
        Message("Column 'x' has 2 rows, but no buffer of values.", Batch with { Children = [Batch.Children[0] with { Buffers = [null, null] }, Batch.Children[1]] });
        Message("Column 'x' has 2 rows from 0 on; its batch needs 3 from 0 on.", Batch with { Length = 3 });
        Message("Column 'x' has 2 rows from 0 on; its batch needs 2 from 1 on.", Batch with { Offset = 1 });
        Message("Column 'x': 1 values are said to be missing, but there are no validity bits.", Batch with { Children = [Batch.Children[0] with { NullCount = 1 }, Batch.Children[1]] });
        Message("Column 'x': the schema and the array do not agree on whether there is a dictionary.", Batch with { Children = [Batch.Children[0] with { Dictionary = Batch.Children[1] }, Batch.Children[1]] });
        Message("The stream has more than 2147483591 rows, the most that a table has.", Batch with { Length = 1L << 31 });
        Message("Some rows of the record batch are missing as a whole. Rows of a table hold values, each of which can be missing; leave such rows out in the query.", Batch with { Buffers = [[1]], NullCount = -1 });
        Message("Column 'y': found a text from byte 0 to -1", Batch with { Children = [Batch.Children[0], Batch.Children[1] with { Buffers = [null, Node.Bytes(0, -1, 1), []] }] });

        using var long31 = new HandBuilt();
        Assert.Contains("The record batch has 2147483648 rows; a table has up to 2147483591.", Assert.Throws<ArgumentException>(() => ArrowReader.ReadBatch(long31.Schema(Batch), long31.Array(Batch with { Length = 1L << 31 }))).Message, StringComparison.Ordinal);

        static void Message(string expected, Node batch)
        {
            using var built = new HandBuilt();
            Exception exception = Assert.ThrowsAny<Exception>(() => ArrowReader.Read(built.Stream(Batch, [batch])));
            Assert.Contains(expected.Replace("Column 'y': found", "column 'y': found", StringComparison.Ordinal), exception.Message, StringComparison.Ordinal);
            Assert.Equal((Structures, ThreeWays.Structures(batch), 1), built.Released);
        }
    }

    [Fact]
    public void Values_that_are_no_values_are_an_error_that_names_row_and_column()
    {
        Assert.StartsWith("Data row 2, column 'y': found the bytes FF, expected a text in UTF-8.", ThreeWays.Fails<CellFormatException>(Node.Record(2, new Node("u", "y", 2, [null, Node.Bytes(0, 1, 2), [65, 255]]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Data row 2, column 'x': found the index 2, expected an index into a dictionary of 2 values.", ThreeWays.Fails<CellFormatException>(Node.Record(2, Node.Fixed<byte>("C", [0, 2]) with { Dictionary = Node.Utf8(["a", "b"], "") })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Data row 1, column 'x': found the index -1", ThreeWays.Fails<CellFormatException>(Node.Record(1, Node.Fixed<short>("s", [-1]) with { Dictionary = Node.Utf8(["a", "b"], "") })).Message, StringComparison.Ordinal);
        Assert.Contains("a moment between the years 1 and 9999", ThreeWays.Fails<CellFormatException>(Node.Record(1, Node.Fixed("tsu:", [long.MaxValue])), new() { Columns = [ColumnSpec.Numeric("x")] }).Message, StringComparison.Ordinal);
        Assert.Contains("column 'y': found a view of 13 bytes", ThreeWays.Fails<CellFormatException>(Node.Record(1, new Node("vu", "y", 1, [null, Node.Bytes(13, 0, 1, 0), [], Node.Bytes(0L)]))).Message, StringComparison.Ordinal);
        using var built = new HandBuilt();
        Assert.StartsWith("Data row 4,", Assert.Throws<CellFormatException>(() => ArrowReader.Read(built.Stream(Batch, [Batch, Batch with { Children = [Batch.Children[0], new("u", "y", 2, [null, Node.Bytes(0, 1, 2), [65, 255]])] }]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_that_are_no_record_batches_and_columns_that_are_not_there_are_errors()
    {
        Assert.Contains("a record batch is a struct ('+s')", ThreeWays.Fails<ArgumentException>(Node.Fixed("g", [1.0])).Message, StringComparison.Ordinal);
        Assert.Contains("The source has no column 'z'. It has: 'x', 'y'.", ThreeWays.Fails<ArgumentException>(Batch, new() { Columns = [ColumnSpec.Numeric("z")] }).Message, StringComparison.Ordinal);
        Node twice = Node.Record(1, Node.Fixed("g", [1.0]), Node.Fixed("g", [1.0]));
        Assert.Contains("The source has 2 columns 'x'.", ThreeWays.Fails<ArgumentException>(twice, new() { Columns = [ColumnSpec.Numeric("x")] }).Message, StringComparison.Ordinal);
        Assert.Contains("Two columns are named 'x'.", ThreeWays.Fails<ArgumentException>(twice).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_that_were_released_or_are_absent_are_errors_and_the_other_one_is_released()
    {
        using var built = new HandBuilt();
        ArrowArray gone = default;
        ArrowSchema none = default;
        Assert.Throws<ArgumentNullException>(() => ArrowReader.ReadBatch(null, built.Array(Batch)));
        Assert.Throws<ArgumentNullException>(() => ArrowReader.ReadBatch(built.Schema(Batch), null));
        Assert.Equal((0, 0, 0), built.Released);
        try
        {
            ArrowReader.ReadBatch(built.Schema(Batch), &gone);
            Assert.Fail("A released batch was read.");
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("The record batch has been released or moved away.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal((Structures, 0, 0), built.Released);
        try
        {
            ArrowReader.ReadBatch(&none, built.Array(Batch));
            Assert.Fail("A released schema was read.");
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("The schema is absent, or has been released or moved away.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal((Structures, Structures, 0), built.Released);
    }

    private sealed class Told(Action<int> when) : IProgress<FitProgress>
    {
        public List<int> Rows { get; } = [];

        public void Report(FitProgress value)
        {
            Rows.Add(value.Completed);
            when(value.Completed);
        }
    }
}
