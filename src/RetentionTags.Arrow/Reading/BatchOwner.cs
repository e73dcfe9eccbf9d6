using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Reading;

/// <summary>Owns a batch that came from elsewhere and releases it once: when told to, or at last when nobody holds it any more.</summary>
internal sealed unsafe class BatchOwner : IDisposable
{
    /// <summary>The address of the batch; 0 once it is released.</summary>
    private nint _array;

    /// <summary>Takes the batch over: what it was read from counts as released.</summary>
    public BatchOwner(ArrowArray* source)
    {
        var array = (ArrowArray*)NativeMemory.Alloc((nuint)sizeof(ArrowArray));
        *array = *source;
        source->Release = null;
        _array = (nint)array;
    }

    ~BatchOwner() => Free();

    public ArrowArray* Array => _array != 0 ? (ArrowArray*)_array : throw new ObjectDisposedException(nameof(ArrowBatch),
        "The record batch that this column lies in has been released. A table over a batch is good until the batch is disposed of, or the next one is read; ArrowReader.Read makes tables that stay.");

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var array = (ArrowArray*)Interlocked.Exchange(ref _array, 0);
        if (array == null)
            return;
        if (array->Release != null)
            array->Release(array);
        NativeMemory.Free(array);
    }
}
