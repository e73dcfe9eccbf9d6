using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Ipc;
using RetentionTags.Arrow;
using Table = RetentionTags.Data.Table;

namespace RetentionTags.ApacheArrow;

/// <summary>Record batches of Apache.Arrow as tables, and tables as record batches, by the rules of <see cref="ArrowReader"/> and <see cref="ArrowWriter"/>.</summary>
public static unsafe class RecordBatchTables
{
    /// <summary>A table over a record batch, whose memory is used where the layout allows it and stays in place until the result is disposed of.</summary>
    /// <param name="batch">The batch. It stays the caller's, and must not be disposed of before the result.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by its own type.</param>
    /// <returns>The table, to be disposed of when it has been used.</returns>
    /// <exception cref="ArgumentException">A column is absent, or its name occurs twice.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be read as what it is to be; the message names column, format string and remedy.</exception>
    /// <exception cref="CellFormatException">A value cannot be read; the message names row, column, value and what is expected.</exception>
    public static ArrowBatch AsTable(this RecordBatch batch, ArrowReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArrowSchema schema;
        ArrowArray array;
        CArrowSchemaExporter.ExportSchema(batch.Schema, (CArrowSchema*)&schema);
        PinnedBatch.Write(batch, &array);
        return ArrowReader.ReadBatch(&schema, &array, options);
    }

    /// <summary>Reads a stream of record batches to its end into one table, whose memory is its own.</summary>
    /// <param name="stream">The stream, which is read and disposed of.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by its own type.</param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading between two batches.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A column is absent, or its name occurs twice.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be read as what it is to be; the message names column, format string and remedy.</exception>
    /// <exception cref="CellFormatException">A value cannot be read; the message names row, column, value and what is expected.</exception>
    /// <exception cref="ArrowStreamException">The stream failed.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table ToTable(this IArrowArrayStream stream, ArrowReadOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArrowArrayStream exported;
        CArrowArrayStreamExporter.ExportArrayStream(stream, (CArrowArrayStream*)&exported);
        return ArrowReader.Read(&exported, options, progress, cancellationToken);
    }

    /// <summary>A table as a record batch over the same memory: 64-bit floats, and texts by a dictionary with 32-bit indices; missing values are null.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The batch, to be disposed of when it has been used.</returns>
    public static RecordBatch ToRecordBatch(this Table table)
    {
        ArrowSchema schema;
        ArrowArray array;
        ArrowWriter.Write(table, &schema, &array);
        return CArrowArrayImporter.ImportRecordBatch((CArrowArray*)&array, CArrowSchemaImporter.ImportSchema((CArrowSchema*)&schema));
    }
}
