using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Reading;

/// <summary>Owns a stream that came from elsewhere and releases it once: when told to, or at last when nobody holds it any more.</summary>
internal sealed unsafe class StreamOwner : IDisposable
{
    /// <summary>The address of the stream; 0 once it is released.</summary>
    private nint _stream;

    /// <summary>Takes the stream over: what it was read from counts as released.</summary>
    public StreamOwner(ArrowArrayStream* source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source->Release == null)
            throw new ArgumentException("The stream has been released or moved away. Each stream is read once.", nameof(source));
        var stream = (ArrowArrayStream*)NativeMemory.Alloc((nuint)sizeof(ArrowArrayStream));
        *stream = *source;
        source->Release = null;
        _stream = (nint)stream;
    }

    ~StreamOwner() => Free();

    private ArrowArrayStream* Stream => _stream != 0 ? (ArrowArrayStream*)_stream : throw new ObjectDisposedException(nameof(ArrowBatchReader));

    /// <summary>The type of the batches, handed to <paramref name="use"/> and released after it.</summary>
    public T ReadSchema<T>(Func<nint, T> use)
    {
        ArrowSchema schema = default;
        ThrowOn(Stream->GetSchema(Stream, &schema), "The schema of the Arrow stream cannot be read");
        try
        {
            return use((nint)(&schema));
        }
        finally
        {
            if (schema.Release != null)
                schema.Release(&schema);
        }
    }

    /// <summary>The next batch, or <see langword="null"/> at the end.</summary>
    public BatchOwner? Next(long rowsRead)
    {
        ArrowArray batch = default;
        ThrowOn(Stream->GetNext(Stream, &batch), Invariant($"The Arrow stream failed after {rowsRead} rows"));
        return batch.Release == null ? null : new(&batch);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void ThrowOn(int error, string what)
    {
        if (error == 0)
            return;
        string? said = Marshal.PtrToStringUTF8((nint)Stream->GetLastError(Stream));
        throw new ArrowStreamException(Invariant($"{what}: {said ?? "its producer does not say why"} (error {error}).")) { ErrorNumber = error };
    }

    private void Free()
    {
        var stream = (ArrowArrayStream*)Interlocked.Exchange(ref _stream, 0);
        if (stream == null)
            return;
        stream->Release(stream);
        NativeMemory.Free(stream);
    }
}
