using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using RetentionTags.Arrow;

namespace RetentionTags.ApacheArrow;

/// <summary>
/// A record batch by the C data interface, lent and not given away: its buffers are kept in place until the array is released. (Apache.Arrow's own exporter takes the memory out of the batch.)
/// </summary>
internal sealed unsafe class PinnedBatch
{
    private readonly RecordBatch _batch;
    private readonly List<MemoryHandle> _pins = [];
    private readonly List<nint> _memory = [];

    private PinnedBatch(RecordBatch batch) => _batch = batch;

    public static void Write(RecordBatch batch, ArrowArray* array)
    {
        var pinned = new PinnedBatch(batch);
        *array = new() { Length = batch.Length, BufferCount = 1, ChildCount = batch.ColumnCount };
        array->Buffers = (void**)pinned.Allocate(sizeof(void*));
        array->Children = (ArrowArray**)pinned.Allocate(batch.ColumnCount * sizeof(ArrowArray*));
        for (int i = 0; i < batch.ColumnCount; i++)
            array->Children[i] = pinned.Of(batch.Column(i).Data);
        array->Release = &Release;
        array->PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(pinned));
    }

    /// <summary>The memory of children and dictionaries is the batch's.</summary>
    private ArrowArray* Of(ArrayData data)
    {
        var array = (ArrowArray*)Allocate(sizeof(ArrowArray));
        *array = new()
        {
            Length = data.Length,
            NullCount = data.NullCount,
            Offset = data.Offset,
            BufferCount = data.Buffers.Length,
            ChildCount = data.Children?.Length ?? 0,
            Buffers = (void**)Allocate(data.Buffers.Length * sizeof(void*)),
            Children = (ArrowArray**)Allocate((data.Children?.Length ?? 0) * sizeof(ArrowArray*)),
            Dictionary = data.Dictionary is null ? null : Of(data.Dictionary),
            Release = &ReleaseNothing,
        };
        for (int i = 0; i < data.Buffers.Length; i++)
            array->Buffers[i] = data.Buffers[i].IsEmpty ? null : Pin(data.Buffers[i].Memory);
        for (int i = 0; i < array->ChildCount; i++)
            array->Children[i] = Of(data.Children![i]);
        return array;
    }

    private void* Pin(ReadOnlyMemory<byte> memory)
    {
        MemoryHandle pin = memory.Pin();
        _pins.Add(pin);
        return pin.Pointer;
    }

    private void* Allocate(int size)
    {
        void* memory = NativeMemory.AllocZeroed((nuint)size);
        _memory.Add((nint)memory);
        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowArray* array)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)array->PrivateData);
        var pinned = (PinnedBatch)handle.Target!;
        foreach (MemoryHandle pin in pinned._pins)
            pin.Dispose();
        foreach (nint memory in pinned._memory)
            NativeMemory.Free((void*)memory);
        GC.KeepAlive(pinned._batch);
        handle.Free();
        array->Release = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleaseNothing(ArrowArray* array) => array->Release = null;
}
