using System.Collections;
using RetentionTags.Arrow.Reading;
using RetentionTags.Data;

namespace RetentionTags.Arrow;

/// <summary>The tables of an Arrow stream, one record batch after another. Goes through the stream once; each table is good until the next one is asked for.</summary>
/// <remarks>
/// Memory holds one batch at a time, so ten million rows are scored with room for a few thousand. Columns lie in the batch's own memory where the layouts agree (see <see cref="ArrowReader"/>). The
/// stream is released at its end, on an error, and by <see cref="Dispose"/>, which <c>foreach</c> calls by itself.
/// </remarks>
public sealed class ArrowBatchReader : IEnumerable<Table>, IEnumerator<Table>
{
    private readonly StreamOwner _stream;
    private readonly RecordReading _record;
    private readonly CancellationToken _cancellationToken;
    private BatchOwner? _batch;
    private Table? _current;
    private bool _isStarted;

    internal ArrowBatchReader(StreamOwner stream, RecordReading record, CancellationToken cancellationToken) =>
        (_stream, _record, _cancellationToken) = (stream, record, cancellationToken);

    /// <summary>The rows of all batches so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>The table of the current batch.</summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="MoveNext"/> has not been called, or returned <see langword="false"/>.</exception>
    public Table Current => _current ?? throw new InvalidOperationException("There is no current batch: call MoveNext first, and only go on while it returns true.");

    /// <inheritdoc/>
    object IEnumerator.Current => Current;

    /// <summary>Releases the current batch and goes on to the next one.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArrowStreamException">The producer of the stream failed.</exception>
    /// <exception cref="CellFormatException">A value cannot be read; the message names row, column and value.</exception>
    /// <exception cref="ArgumentException">A batch is not what the stream's schema says.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public bool MoveNext()
    {
        try
        {
            Leave();
            _cancellationToken.ThrowIfCancellationRequested();
            _batch = _stream.Next(RowsRead);
            _current = _batch is null ? null : _record.ToTable(_batch, RowsRead);
        }
        catch
        {
            Dispose();
            throw;
        }

        if (_current is null)
            Dispose();
        RowsRead += _current?.RowCount ?? 0;
        return _current is not null;
    }

    /// <summary>This reader itself, once.</summary>
    /// <returns>The tables.</returns>
    /// <exception cref="InvalidOperationException">The stream is being read already.</exception>
    public IEnumerator<Table> GetEnumerator()
    {
        if (_isStarted)
            throw new InvalidOperationException("An Arrow stream is read once. Use ArrowReader.Read for a table that stays.");
        _isStarted = true;
        return this;
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Not supported: a stream goes forwards.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Reset() => throw new NotSupportedException("An Arrow stream goes forwards only.");

    /// <summary>Releases the current batch and the stream, the first time; later calls do nothing.</summary>
    public void Dispose()
    {
        Leave();
        _stream.Dispose();
    }

    private void Leave()
    {
        _current = null;
        _batch?.Dispose();
        _batch = null;
    }
}
