using RetentionTags.Arrow.Reading;
using RetentionTags.Data;

namespace RetentionTags.Arrow;

/// <summary>Reads what other systems hand over by the Arrow C data interface and C stream interface: DuckDB, ADBC drivers, pyarrow, Polars, Apache.Arrow.</summary>
/// <remarks>
/// <para>
/// 64-bit floats become numbers, and dictionary-encoded texts with 32-bit indices categories, over the memory they lie in, unless values are missing. Other numbers are converted: a whole number must be
/// a double exactly, a decimal must be told apart from its neighbours by one (see <see cref="ArrowReadOptions.AllowRounding"/>). Texts of every layout become categories, truth values the
/// categories <c>true</c> and <c>false</c>. Missing values become NaN or the code −1; a NaN counts as missing.
/// </para>
/// <para>
/// Every method takes over the structures that it is given, also when it fails: afterwards their release callbacks are <see langword="null"/>. What was taken over is released exactly once.
/// </para>
/// </remarks>
public static unsafe class ArrowReader
{
    /// <summary>Reads a stream to its end into one table, whose memory is its own.</summary>
    /// <param name="stream">The stream, taken over and released.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by its own type.</param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading between two batches.</param>
    /// <returns>The table, in the stream's row order.</returns>
    /// <exception cref="ArgumentException">The stream has been released; a column is absent, or its name occurs twice; a batch is not what the schema says, or all have too many rows for a table.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be read as what it is to be; the message names column, format string and remedy.</exception>
    /// <exception cref="CellFormatException">A value cannot be read; the message names row, column, value and what is expected.</exception>
    /// <exception cref="ArrowStreamException">The producer of the stream failed.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table Read(ArrowArrayStream* stream, ArrowReadOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var owner = new StreamOwner(stream);
        RecordReading record = RecordOf(owner, options);
        ColumnReading[] columns = record.Start();
        StreamReading.ReadAll(owner, (batch, _) => record.Add((ArrowArray*)batch, columns), progress, cancellationToken);
        return Table.Create([.. columns.Select(column => column.ToColumn())]);
    }

    /// <summary>Reads a stream batch by batch: each table is good until the next one is asked for.</summary>
    /// <param name="stream">The stream, taken over; released when it has been read, or the reader is disposed of.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by its own type.</param>
    /// <param name="cancellationToken">Stops the reading between two batches.</param>
    /// <returns>The tables, for <c>foreach</c>.</returns>
    /// <exception cref="ArgumentException">The stream has been released; a column is absent, or its name occurs twice.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be read as what it is to be; the message names column, format string and remedy.</exception>
    /// <exception cref="ArrowStreamException">The producer of the stream failed.</exception>
    public static ArrowBatchReader ReadBatches(ArrowArrayStream* stream, ArrowReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var owner = new StreamOwner(stream);
        try
        {
            return new(owner, RecordOf(owner, options), cancellationToken);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Reads one record batch.</summary>
    /// <param name="schema">The type of the batch, taken over and released.</param>
    /// <param name="batch">The batch: an array of structs whose children are the columns. Taken over; released when the result is disposed of.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by its own type.</param>
    /// <returns>A table over the batch's memory.</returns>
    /// <exception cref="ArgumentException">A structure has been released; a column is absent, or its name occurs twice; the batch is not what the schema says.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be read as what it is to be; the message names column, format string and remedy.</exception>
    /// <exception cref="CellFormatException">A value cannot be read; the message names row, column, value and what is expected.</exception>
    public static ArrowBatch ReadBatch(ArrowSchema* schema, ArrowArray* batch, ArrowReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batch);
        BatchOwner? owner = null;
        try
        {
            owner = batch->Release == null ? throw new ArgumentException("The record batch has been released or moved away.", nameof(batch)) : new(batch);
            return new(owner, new RecordReading(schema, options ?? new()).ToTable(owner, 0));
        }
        catch
        {
            owner?.Dispose();
            throw;
        }
        finally
        {
            if (schema->Release != null)
                schema->Release(schema);
        }
    }

    /// <summary>Reads a stream of transactions into an event log.</summary>
    /// <remarks>
    /// Keys of entities are whole numbers or texts, times are dates or timestamps; a timestamp without a zone is taken to be in <see cref="EventLogColumns.TimeZone"/>. The log equals the one that
    /// <see cref="EventLog.Read"/> makes of the same rows, with keys as they are and not trimmed, but has no <see cref="EventLog.Report"/>: rows that are no events are left out by the query.
    /// </remarks>
    /// <param name="stream">The stream, taken over and released.</param>
    /// <param name="columns">
    /// Which columns hold what. <see cref="EventLogColumns.LeaveOut"/> and <see cref="EventLogColumns.LeaveOutRowsWithoutEntity"/> must stay as they are: that is work for the query.
    /// </param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading between two batches.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">The stream has been released; a column is absent, or its name occurs twice; there are no rows; a batch is not what the schema says.</exception>
    /// <exception cref="NotSupportedException">A column's type is not what it is needed for; the message names column, format string and remedy.</exception>
    /// <exception cref="CellFormatException">A value cannot be read or is missing; the message names row, column, value and what is expected.</exception>
    /// <exception cref="ArrowStreamException">The producer of the stream failed.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static EventLog ReadEvents(ArrowArrayStream* stream, EventLogColumns columns, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var owner = new StreamOwner(stream);
        ArgumentNullException.ThrowIfNull(columns);
        EventReading events = owner.ReadSchema(schema => new EventReading((ArrowSchema*)schema, columns));
        StreamReading.ReadAll(owner, (batch, firstRow) => events.Add((ArrowArray*)batch, firstRow), progress, cancellationToken);
        return events.ToLog();
    }

    private static RecordReading RecordOf(StreamOwner stream, ArrowReadOptions? options) =>
        stream.ReadSchema(schema => new RecordReading((ArrowSchema*)schema, options ?? new()));
}
