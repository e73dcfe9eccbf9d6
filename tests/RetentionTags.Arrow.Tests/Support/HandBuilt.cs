using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RetentionTags.Arrow.Tests.Support;

/// <summary>
/// Structures of the C interfaces in native memory, made from <see cref="Node"/>s by the words of the specification, and how often each was released. When an array is released its buffers are
/// overwritten, so that whoever reads them afterwards reads nonsense.
/// </summary>
internal sealed unsafe class HandBuilt : IDisposable
{
    private const byte Poison = 0xDD;

    private readonly List<nint> _memory = [];
    private readonly Counts* _counts;

    public HandBuilt() => _counts = Allocate<Counts>();

    /// <summary>How often the release callback of any schema, array and stream was called.</summary>
    public (int Schemas, int Arrays, int Streams) Released => (_counts->Schemas, _counts->Arrays, _counts->Streams);

    public ArrowSchema* Schema(Node node)
    {
        ArrowSchema* schema = Allocate<ArrowSchema>();
        *schema = new()
        {
            Format = Text(node.Format),
            Name = Text(node.Name),
            Flags = 2,
            ChildCount = node.Children.Length,
            Children = (ArrowSchema**)Pointers(node.Children.Length),
            Dictionary = node.Dictionary is null ? null : Schema(node.Dictionary),
            Release = &Release,
            PrivateData = _counts,
        };
        for (int i = 0; i < node.Children.Length; i++)
            schema->Children[i] = Schema(node.Children[i]);
        return schema;
    }

    public ArrowArray* Array(Node node)
    {
        ArrowArray* array = Allocate<ArrowArray>();
        Owned* owned = Allocate<Owned>();
        *array = new()
        {
            Length = node.Length,
            NullCount = node.NullCount,
            Offset = node.Offset,
            BufferCount = node.Buffers.Length,
            ChildCount = node.Children.Length,
            Buffers = Pointers(node.Buffers.Length),
            Children = (ArrowArray**)Pointers(node.Children.Length),
            Dictionary = node.Dictionary is null ? null : Array(node.Dictionary),
            Release = &Release,
            PrivateData = owned,
        };
        *owned = new() { Counts = _counts, Sizes = (long*)Pointers(node.Buffers.Length) };
        for (int i = 0; i < node.Buffers.Length; i++)
        {
            array->Buffers[i] = node.Buffers[i] is null ? null : Copy(node.Buffers[i]!);
            owned->Sizes[i] = node.Buffers[i]?.Length ?? 0;
        }

        for (int i = 0; i < node.Children.Length; i++)
            array->Children[i] = Array(node.Children[i]);
        return array;
    }

    /// <summary>A stream of batches of one type. With <paramref name="failAfter"/> it fails once it has given that many.</summary>
    public ArrowArrayStream* Stream(Node type, Node[] batches, int failAfter = int.MaxValue, string? error = "the disk is on fire")
    {
        ArrowArrayStream* stream = Allocate<ArrowArrayStream>();
        StreamState* state = Allocate<StreamState>();
        *state = new()
        {
            Counts = _counts,
            Schema = Schema(type),
            Batches = (ArrowArray**)Pointers(batches.Length),
            Count = batches.Length,
            FailAfter = failAfter,
            Error = error is null ? null : Text(error),
        };
        for (int i = 0; i < batches.Length; i++)
            state->Batches[i] = Array(batches[i]);
        *stream = new() { GetSchema = &GetSchema, GetNext = &GetNext, GetLastError = &GetLastError, Release = &Release, PrivateData = state };
        return stream;
    }

    /// <summary>Zeroed memory that lives as long as this object.</summary>
    public T* Allocate<T>()
        where T : unmanaged => (T*)Zeroed(sizeof(T));

    public void Dispose()
    {
        foreach (nint memory in _memory)
            NativeMemory.AlignedFree((void*)memory);
    }

    private void** Pointers(int count) => count == 0 ? null : (void**)Zeroed(count * sizeof(void*));

    private byte* Text(string text) => (byte*)Copy([.. Encoding.UTF8.GetBytes(text), 0]);

    private void* Copy(byte[] bytes)
    {
        void* memory = Zeroed(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }

    private void* Zeroed(int size)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)size, 64);
        NativeMemory.Clear(memory, (nuint)size);
        _memory.Add((nint)memory);
        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowSchema* schema)
    {
        ((Counts*)schema->PrivateData)->Schemas++;
        for (long i = 0; i < schema->ChildCount; i++)
        {
            if (schema->Children[i]->Release != null)
                schema->Children[i]->Release(schema->Children[i]);
        }

        if (schema->Dictionary != null && schema->Dictionary->Release != null)
            schema->Dictionary->Release(schema->Dictionary);
        schema->Release = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowArray* array)
    {
        Owned* owned = (Owned*)array->PrivateData;
        owned->Counts->Arrays++;
        for (long i = 0; i < array->ChildCount; i++)
        {
            if (array->Children[i]->Release != null)
                array->Children[i]->Release(array->Children[i]);
        }

        if (array->Dictionary != null && array->Dictionary->Release != null)
            array->Dictionary->Release(array->Dictionary);
        for (long i = 0; i < array->BufferCount; i++)
            new Span<byte>(array->Buffers[i], (int)owned->Sizes[i]).Fill(Poison);
        array->Release = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowArrayStream* stream)
    {
        ((StreamState*)stream->PrivateData)->Counts->Streams++;
        stream->Release = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(ArrowArrayStream* stream, ArrowSchema* schema)
    {
        var state = (StreamState*)stream->PrivateData;
        if (state->FailAfter < 0)
            return 22;
        *schema = *state->Schema;
        state->Schema->Release = null;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(ArrowArrayStream* stream, ArrowArray* batch)
    {
        var state = (StreamState*)stream->PrivateData;
        if (state->Next == state->FailAfter)
            return 5;
        *batch = default;
        if (state->Next == state->Count)
            return 0;
        *batch = *state->Batches[state->Next];
        state->Batches[state->Next]->Release = null;
        state->Next++;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetLastError(ArrowArrayStream* stream) => ((StreamState*)stream->PrivateData)->Error;

    private struct Counts
    {
        public int Schemas;
        public int Arrays;
        public int Streams;
    }

    private struct Owned
    {
        public Counts* Counts;
        public long* Sizes;
    }

    private struct StreamState
    {
        public Counts* Counts;
        public ArrowSchema* Schema;
        public ArrowArray** Batches;
        public int Count;
        public int Next;
        public int FailAfter;
        public byte* Error;
    }
}
