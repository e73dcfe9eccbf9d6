using RetentionTags.Arrow.Writing;
using RetentionTags.Data;

namespace RetentionTags.Arrow;

/// <summary>Hands tables over by the Arrow C data interface and C stream interface, without copying values.</summary>
/// <remarks>
/// Numbers go out as 64-bit floats (format <c>g</c>), NaN as a missing value. Categories go out dictionary-encoded, with 32-bit indices (format <c>i</c>) into texts (format <c>u</c>). The
/// receiver gets the table's own memory, which stays in place until the receiver releases it; only validity bits and the texts of levels are made anew.
/// </remarks>
public static unsafe class ArrowWriter
{
    /// <summary>Hands over a table as one record batch.</summary>
    /// <param name="table">The table. For scores beside it see <see cref="Table.With"/>.</param>
    /// <param name="schema">Where the type of the batch is written; what is there is overwritten and not released.</param>
    /// <param name="batch">Where the batch is written; what is there is overwritten and not released.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static void Write(Table table, ArrowSchema* schema, ArrowArray* batch)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batch);
        ExportedSchema.Write(table, schema);
        try
        {
            ExportedArray.Write(table, batch);
        }
        catch
        {
            schema->Release(schema);
            throw;
        }
    }

    /// <summary>Hands over tables as a stream, each as one record batch.</summary>
    /// <remarks>
    /// The tables are asked for one by one, as the receiver reads: scoring a stream from another system and handing the scores on needs memory for one batch. An exception in the meantime reaches the
    /// receiver as an error of the stream, with its message.
    /// </remarks>
    /// <param name="tables">At least one table, which may have no rows; all with columns of the same names and kinds in the same order. The first is asked for at once.</param>
    /// <param name="stream">Where the stream is written; what is there is overwritten and not released.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no table.</exception>
    public static void Write(IEnumerable<Table> tables, ArrowArrayStream* stream)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(stream);
        ExportedStream.Write(tables, stream);
    }
}
