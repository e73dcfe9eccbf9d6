using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Arrow.Tests.Support;

/// <summary>Reads a column by all three ways, which must agree and release everything once.</summary>
internal static unsafe class ThreeWays
{
    public static double[] Numbers(Node column, ArrowReadOptions? options = null, long rows = -1, long offset = 0)
    {
        double[] numbers = [];
        Each(Record(column, rows, offset), options, batch => numbers = [.. ((NumericColumn)batch.Columns[0]).Values], (whole, copies) =>
            Same.Bits([.. Enumerable.Repeat(numbers, copies).SelectMany(each => each)], ((NumericColumn)whole.Columns[0]).Values));
        return numbers;
    }

    public static IEnumerable<string?> Texts(Node column, ArrowReadOptions? options = null, long rows = -1, long offset = 0)
    {
        string?[] texts = [];
        Each(Record(column, rows, offset), options, batch => texts = [.. TextsOf(batch.Columns[0])], (whole, copies) =>
            Assert.Equal(Enumerable.Repeat(texts, copies).SelectMany(each => each), TextsOf(whole.Columns[0])));
        return texts;
    }

    public static IEnumerable<string?> TextsOf(Column column) => Enumerable.Range(0, column.Length).Select(row => ((CategoryColumn)column)[row]);

    /// <summary>One batch; a stream of three as one table; the same stream batch by batch.</summary>
    public static void Each(Node record, ArrowReadOptions? options, Action<Table> ofBatch, Action<Table, int> ofWhole)
    {
        using (var built = new HandBuilt())
        {
            ArrowSchema* schema = built.Schema(record);
            ArrowArray* array = built.Array(record);
            using (ArrowBatch batch = ArrowReader.ReadBatch(schema, array, options))
                ofBatch(batch.Table);
            Assert.True(schema->Release == null && array->Release == null);
            Assert.Equal((Structures(record), Structures(record), 0), built.Released);
        }

        using (var built = new HandBuilt())
        {
            ofWhole(ArrowReader.Read(built.Stream(record, [record, record, record]), options), 3);
            Assert.Equal((Structures(record), 3 * Structures(record), 1), built.Released);
        }

        using (var built = new HandBuilt())
        {
            int batches = 0;
            foreach (Table table in ArrowReader.ReadBatches(built.Stream(record, [record, record, record]), options))
            {
                Assert.Equal(batches * Structures(record), built.Released.Arrays);
                ofWhole(table, 1);
                batches++;
            }

            Assert.Equal(3, batches);
            Assert.Equal((Structures(record), 3 * Structures(record), 1), built.Released);
        }
    }

    /// <summary>Reading fails, by whichever way, and releases everything all the same.</summary>
    public static TException Fails<TException>(Node record, ArrowReadOptions? options = null)
        where TException : Exception
    {
        using var built = new HandBuilt();
        TException ofBatch = Assert.ThrowsAny<TException>(() => ArrowReader.ReadBatch(built.Schema(record), built.Array(record), options));
        Assert.Equal((Structures(record), Structures(record), 0), built.Released);
        using var again = new HandBuilt();
        TException ofStream = Assert.ThrowsAny<TException>(() => ArrowReader.Read(again.Stream(record, [record]), options));
        Assert.Equal(1, again.Released.Streams);
        Assert.Equal(Structures(record), again.Released.Schemas);
        Assert.Equal(ofBatch.Message, ofStream.Message);
        return ofBatch;
    }

    public static int Structures(Node node) => 1 + node.Children.Sum(Structures) + (node.Dictionary is null ? 0 : Structures(node.Dictionary));

    private static Node Record(Node column, long rows, long offset) => Node.Record(rows < 0 ? column.Length : rows, column) with { Offset = offset };
}
