using System.Numerics;
using System.Runtime.CompilerServices;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Histograms;

/// <summary>
/// Buckets found by value: a hash table with linear probing over the keys' leading bits. All keys that agree but for the last
/// <see cref="DroppedBits"/> bits share a bucket, that is: numbers of the same sign, exponent and leading bits of the mantissa.
/// </summary>
internal sealed class BucketTable
{
    private const int KeyBits = 64;
    private const int SmallestSize = 16;

    /// <summary>2⁶⁴ divided by the golden ratio, odd: spreads consecutive numbers evenly (Knuth, The Art of Computer Programming, volume 3, 6.4).</summary>
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly int _capacity;
    private ValueBucket[] _buckets;

    /// <summary>Place of a bucket plus 1; 0 is free. At most two thirds of the slots are taken.</summary>
    private int[] _slots;
    private int _slotShift;

    /// <param name="capacity">The number of buckets up to which the table grows; it holds one more, until it is coarsened.</param>
    /// <param name="droppedBits">From 0, every number has a bucket of its own, to 63.</param>
    /// <param name="expectedCount">Buckets to have room for at once.</param>
    public BucketTable(int capacity, int droppedBits, int expectedCount)
    {
        _capacity = capacity;
        DroppedBits = droppedBits;
        _buckets = new ValueBucket[Math.Clamp(expectedCount, SmallestSize, capacity + 1)];
        _slots = [];
        RenewSlots();
    }

    public int Count { get; private set; }

    public int DroppedBits { get; private set; }

    /// <summary>In the order in which they were opened.</summary>
    public ReadOnlySpan<ValueBucket> Buckets => _buckets.AsSpan(0, Count);

    /// <summary>The bucket of a key, opened if there is none. The reference holds until the next call. No more than one bucket is opened before <see cref="KeepCapacity"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ValueBucket Find(ulong key)
    {
        ulong prefix = key >> DroppedBits;
        int[] slots = _slots;
        for (int slot = SlotOf(prefix); ; slot = (slot + 1) & (slots.Length - 1))
        {
            int place = slots[slot] - 1;
            if (place < 0)
                return ref Open(slot, key);
            ref ValueBucket bucket = ref _buckets[place];
            if (bucket.Lowest >> DroppedBits == prefix)
                return ref bucket;
        }
    }

    /// <summary>The buckets in ascending order of their values.</summary>
    public ValueBucket[] Sorted()
    {
        var keys = new ulong[Count];
        ValueBucket[] sorted = Buckets.ToArray();
        for (int i = 0; i < keys.Length; i++)
            keys[i] = sorted[i].Lowest;
        RadixSort.Sort<ValueBucket>(keys, sorted);
        return sorted;
    }

    /// <summary>After a bucket too many was opened: drops as many further bits as it takes, and no more, to keep the capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KeepCapacity()
    {
        if (Count > _capacity)
            Coarsen();
    }

    /// <summary>Drops further bits. What shares a bucket already goes on doing so.</summary>
    public void Drop(int droppedBits) => Rebuild(Sorted(), droppedBits);

    /// <summary>Neighbours share a bucket when all bits in which they differ are dropped, so one walk tells the number of buckets at every resolution.</summary>
    private static int DroppedBitsFor(ReadOnlySpan<ValueBucket> sorted, int capacity)
    {
        Span<int> joinedBy = stackalloc int[KeyBits + 1];
        joinedBy.Clear();
        for (int i = 1; i < sorted.Length; i++)
            joinedBy[BitOperations.Log2(sorted[i - 1].Lowest ^ sorted[i].Lowest) + 1]++;
        int droppedBits = 0;
        for (int count = sorted.Length; count > capacity;)
            count -= joinedBy[++droppedBits];
        return droppedBits;
    }

    private void Rebuild(ReadOnlySpan<ValueBucket> sorted, int droppedBits)
    {
        DroppedBits = droppedBits;
        int last = -1;
        foreach (ref readonly ValueBucket bucket in sorted)
        {
            if (last >= 0 && _buckets[last].Lowest >> droppedBits == bucket.Lowest >> droppedBits)
                _buckets[last].Absorb(bucket);
            else
                _buckets[++last] = bucket;
        }

        Count = last + 1;
        RenewSlots();
    }

    /// <summary>
    /// Both halves of the 128-bit product: whole numbers have their varying bits in the upper half of the key, which the lower half of the product alone would spread
    /// badly (measured: 3.7 looks a number instead of 1.2 for 0 … 15,999).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong prefix)
    {
        ulong high = Math.BigMul(prefix, Golden, out ulong low);
        return (int)((high ^ low) >> _slotShift);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Coarsen()
    {
        ValueBucket[] sorted = Sorted();
        Rebuild(sorted, DroppedBitsFor(sorted, _capacity));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref ValueBucket Open(int slot, ulong key)
    {
        if (Count == _buckets.Length)
        {
            Array.Resize(ref _buckets, Math.Min(2 * Count, _capacity + 1));
            RenewSlots();
            slot = FreeSlot(key >> DroppedBits);
        }

        _slots[slot] = Count + 1;
        ref ValueBucket bucket = ref _buckets[Count++];
        bucket = new() { Lowest = key, Highest = key };
        return ref bucket;
    }

    /// <summary>Makes at least one and a half times as many slots as there is room for buckets, and enters every bucket.</summary>
    private void RenewSlots()
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)_buckets.Length * 3 / 2);
        if (_slots.Length == size)
            Array.Clear(_slots);
        else
            _slots = new int[size];
        _slotShift = KeyBits - BitOperations.Log2((uint)size);
        for (int place = 0; place < Count; place++)
            _slots[FreeSlot(_buckets[place].Lowest >> DroppedBits)] = place + 1;
    }

    private int FreeSlot(ulong prefix)
    {
        int slot = SlotOf(prefix);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }
}
