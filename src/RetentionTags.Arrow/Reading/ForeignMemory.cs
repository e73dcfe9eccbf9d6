using System.Buffers;

namespace RetentionTags.Arrow.Reading;

/// <summary>Values in memory of a batch, which lives at least as long as they do.</summary>
internal sealed unsafe class ForeignMemory<T>(BatchOwner owner, T* start, int length) : MemoryManager<T>
    where T : unmanaged
{
    private readonly T* _start = start;

    public override Span<T> GetSpan()
    {
        _ = owner.Array;
        return new(_start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        _ = owner.Array;
        return new(_start + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
