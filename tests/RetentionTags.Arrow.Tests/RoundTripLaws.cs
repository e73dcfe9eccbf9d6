using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Arrow.Tests;

/// <summary>What is handed over and read again is the same.</summary>
public unsafe class RoundTripLaws : PropertyTests
{
    [Property]
    public void A_table_comes_back_as_it_was(Table table)
    {
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(table, &schema, &array);
        using ArrowBatch batch = ArrowReader.ReadBatch(&schema, &array);
        AssertSame(table, batch.Table);
        Assert.True(schema.Release == null && array.Release == null);
    }

    [Property]
    public void A_stream_comes_back_as_one_table_below_another(Table table, Table other)
    {
        ArrowArrayStream stream;
        ArrowWriter.Write([table, other, table], &stream);
        Table whole = ArrowReader.Read(&stream);
        int[] rows = [.. Enumerable.Range(0, whole.RowCount)];
        AssertSame(table, whole.Rows(rows.AsSpan(0, table.RowCount)));
        AssertSame(other, whole.Rows(rows.AsSpan(table.RowCount, other.RowCount)));
        AssertSame(table, whole.Rows(rows.AsSpan(table.RowCount + other.RowCount)));
    }

    [Property]
    public void A_stream_of_a_stream_is_the_stream(Table table)
    {
        ArrowArrayStream stream, relayed;
        ArrowWriter.Write([table, table], &stream);
        ArrowWriter.Write(ArrowReader.ReadBatches(&stream), &relayed);
        int batches = 0;
        foreach (Table batch in ArrowReader.ReadBatches(&relayed))
        {
            AssertSame(table, batch);
            batches++;
        }

        Assert.Equal(2, batches);
    }

    private static void AssertSame(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.Kind)), actual.Columns.Select(column => (column.Name, column.Kind)));
        foreach (Column column in expected.Columns)
        {
            if (column is NumericColumn numbers)
                Same.Bits(numbers.Values, actual.Numeric(column.Name).Values);
            else
                Assert.Equal(ThreeWays.TextsOf(column), ThreeWays.TextsOf(actual[column.Name]));
        }
    }
}
