using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// Numbers whole numbers densely by their order. Keys that lie close together are looked up in an array over their range. Others go into a table with open addressing, whose cache lines are asked for a
/// batch of keys ahead; the distinct ones are then sorted by digits.
/// </summary>
internal static class NumberKeys
{
    private const int Batch = 64;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int FewKeys = 1 << 12;
    private const int MaxRange = 1 << 28;

    /// <summary>The distinct keys in ascending order, and for each row the place of its key among them.</summary>
    public static (long[] Distinct, int[] Numbers) Encode(ReadOnlySpan<long> keys)
    {
        long least = long.MaxValue, greatest = long.MinValue;
        foreach (long key in keys)
        {
            least = Math.Min(least, key);
            greatest = Math.Max(greatest, key);
        }

        ulong range = (ulong)(greatest - least);
        return range < (ulong)Math.Clamp(4L * keys.Length, FewKeys, MaxRange) ? ByRange(keys, least, (int)range + 1) : ByTable(keys);
    }

    private static (long[] Distinct, int[] Numbers) ByRange(ReadOnlySpan<long> keys, long least, int range)
    {
        var numberOf = new int[range];
        foreach (long key in keys)
            numberOf[key - least] = 1;
        int count = 0;
        foreach (int isThere in numberOf)
            count += isThere;
        var distinct = new long[count];
        for (int place = 0, number = 0; place < range; place++)
        {
            if (numberOf[place] == 0)
                continue;
            distinct[number] = least + place;
            numberOf[place] = number++;
        }

        int[] numbers = GC.AllocateUninitializedArray<int>(keys.Length);
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = numberOf[keys[row] - least];
        return (distinct, numbers);
    }

    private static (long[] Distinct, int[] Numbers) ByTable(ReadOnlySpan<long> keys)
    {
        var table = new Table();
        int[] numbers = GC.AllocateUninitializedArray<int>(keys.Length);
        for (int first = 0; first < keys.Length; first += Batch)
        {
            int count = Math.Min(Batch, keys.Length - first);
            table.Number(keys.Slice(first, count), numbers.AsSpan(first, count));
        }

        long[] distinct = table.ToKeys();
        int[] placeOf = PlacesOf(distinct);
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = placeOf[numbers[row]];
        return (distinct, numbers);
    }

    /// <summary>Sorts the keys, and tells where each went.</summary>
    private static int[] PlacesOf(long[] keys)
    {
        var sortable = new ulong[keys.Length];
        var numbers = new int[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            (sortable[i], numbers[i]) = ((ulong)keys[i] ^ (1UL << 63), i);
        RadixSort.Sort<int>(sortable, numbers);
        var placeOf = new int[keys.Length];
        for (int place = 0; place < keys.Length; place++)
        {
            keys[place] = (long)(sortable[place] ^ (1UL << 63));
            placeOf[numbers[place]] = place;
        }

        return placeOf;
    }

    /// <summary>Keys in the order in which they came, each with a number. At most half of the slots are taken.</summary>
    private sealed class Table
    {
        private readonly int[] _home = new int[Batch];
        private Slot[] _slots = new Slot[2 * FewKeys];
        private int _shift = 64 - 13;
        private int _count;

        /// <summary>The keys in the order of their numbers.</summary>
        public long[] ToKeys()
        {
            var keys = new long[_count];
            foreach (Slot slot in _slots)
            {
                if (slot.Number > 0)
                    keys[slot.Number - 1] = slot.Key;
            }

            return keys;
        }

        public void Number(ReadOnlySpan<long> keys, Span<int> numbers)
        {
            while (2 * (_count + keys.Length) > _slots.Length)
                Grow();
            Prefetch(keys);
            Slot[] slots = _slots;
            for (int i = 0; i < keys.Length; i++)
            {
                int place = _home[i];
                while (slots[place].Key != keys[i] || slots[place].Number == 0)
                {
                    if (slots[place].Number == 0)
                    {
                        slots[place] = new(keys[i], ++_count);
                        break;
                    }

                    place = (place + 1) & (slots.Length - 1);
                }

                numbers[i] = slots[place].Number - 1;
            }
        }

        private unsafe void Prefetch(ReadOnlySpan<long> keys)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                int place = HomeOf(keys[i]);
                _home[i] = place;
                if (Sse.IsSupported)
                    Sse.Prefetch0(Unsafe.AsPointer(ref _slots[place]));
            }
        }

        private int HomeOf(long key)
        {
            ulong mixed = (ulong)key * Multiplier;
            mixed ^= mixed >> 32;
            return (int)((mixed * Multiplier) >> _shift);
        }

        private void Grow()
        {
            Slot[] old = _slots;
            _slots = new Slot[4 * old.Length];
            _shift -= 2;
            foreach (Slot slot in old)
            {
                if (slot.Number == 0)
                    continue;
                int place = HomeOf(slot.Key);
                while (_slots[place].Number != 0)
                    place = (place + 1) & (_slots.Length - 1);
                _slots[place] = slot;
            }
        }
    }

    /// <summary>A key and its number plus 1; 0 is an empty slot.</summary>
    private readonly record struct Slot(long Key, int Number);
}
