namespace RetentionTags.Arrow.Reading;

/// <summary>Values that come in portions, in arrays that are put together at the end; in one array when there are no more than expected.</summary>
internal sealed class Blocks<T>(int expected)
{
    private const int SmallestBlock = 1 << 12;
    private const int LargestBlock = 1 << 20;

    private readonly List<(T[] Items, int Count)> _full = [];
    private T[] _items = [];
    private int _count;

    /// <summary>All values so far.</summary>
    public long Count { get; private set; }

    /// <summary>Room for more, to be filled at once.</summary>
    public Span<T> Add(int count)
    {
        if (_items.Length - _count < count)
            Grow(count);
        Span<T> room = _items.AsSpan(_count, count);
        _count += count;
        Count += count;
        return room;
    }

    /// <summary>All values, in order; there can be no more after this.</summary>
    public ReadOnlyMemory<T> ToMemory()
    {
        if (_full.Count == 0)
            return _items.AsMemory(0, _count);
        T[] all = GC.AllocateUninitializedArray<T>((int)Count);
        _full.Add((_items, _count));
        int place = 0;
        for (int block = 0; block < _full.Count; block++)
        {
            (T[] items, int count) = _full[block];
            items.AsSpan(0, count).CopyTo(all.AsSpan(place));
            place += count;
            _full[block] = default;
        }

        return all;
    }

    private void Grow(int count)
    {
        if (_count > 0)
            _full.Add((_items, _count));
        int size = Count == 0 && expected > 0 ? expected : (int)Math.Clamp(Count, SmallestBlock, LargestBlock);
        _items = GC.AllocateUninitializedArray<T>(Math.Max(size, count));
        _count = 0;
    }
}
