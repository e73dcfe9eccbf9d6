using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Numerics;

/// <summary>
/// Sorts unsigned keys that carry nothing with them. Only the highest bits in which any two keys differ are sorted by digits, three or four of eight bits; keys that agree in all of these stand together
/// afterwards, are mostly few or equal, and are sorted where they stand.
/// </summary>
internal static class KeySort
{
    private const int DigitBits = 8;
    private const int Buckets = 1 << DigitBits;

    /// <summary>More digits than this cost more than sorting the keys that agree so far.</summary>
    private const int MaxDigits = 4;

    /// <summary>Fewer keys are sorted by comparisons.</summary>
    private const int FewKeys = 1024;

    /// <summary>Runs no longer than this are sorted by insertion.</summary>
    private const int ShortRun = 24;

    /// <summary>Keys between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 20;

    /// <summary>Sorts, with as much memory again as the keys take.</summary>
    /// <returns>Whichever of the two spans holds the sorted keys.</returns>
    public static Span<T> Sort<T>(Span<T> keys, Span<T> scratch, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        if (keys.Length >= FewKeys)
            return Sort(keys, scratch, DigitsFor(keys.Length), cancellationToken);
        keys.Sort();
        return keys;
    }

    /// <summary>The same with a number of digits, from 1 to 4, whatever the number of keys.</summary>
    internal static Span<T> Sort<T>(Span<T> keys, Span<T> scratch, int maxDigits, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        int width = VaryingBits(keys, cancellationToken);
        int digits = Math.Min((width + DigitBits - 1) / DigitBits, maxDigits), low = Math.Max(0, width - (digits * DigitBits));
        Span<int> counts = new int[digits * Buckets];
        for (int first = 0; first < keys.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Count<T>(keys.Slice(first, Math.Min(Stride, keys.Length - first)), counts, digits, low);
        }

        Span<T> from = keys, to = scratch[..keys.Length];
        for (int digit = 0; digit < digits; digit++)
        {
            Span<int> offsets = counts.Slice(digit * Buckets, Buckets);
            TurnIntoOffsets(offsets);
            for (int first = 0; first < keys.Length; first += Stride)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Scatter(from.Slice(first, Math.Min(Stride, keys.Length - first)), to, offsets, low + (digit * DigitBits));
            }

            Span<T> sorted = to;
            to = from;
            from = sorted;
        }

        if (low > 0)
            SortRuns(from, to, low, cancellationToken);
        return from;
    }

    /// <summary>As many digits as leave about one key for each pattern of four, if there are enough bits to tell them apart by.</summary>
    private static int DigitsFor(int keys) => Math.Clamp((BitOperations.Log2((uint)keys) + 2 + DigitBits - 1) / DigitBits, 2, MaxDigits);

    /// <summary>The number of bits from the highest one that is not the same in all keys down to the lowest; 0 when all keys are equal.</summary>
    private static int VaryingBits<T>(ReadOnlySpan<T> keys, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        T any = T.Zero, all = T.AllBitsSet;
        for (int first = 0; first < keys.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (T key in keys.Slice(first, Math.Min(Stride, keys.Length - first)))
            {
                any |= key;
                all &= key;
            }
        }

        int bits = Unsafe.SizeOf<T>() * 8;
        return bits - int.CreateTruncating(T.LeadingZeroCount(any ^ all));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count<T>(ReadOnlySpan<T> keys, Span<int> counts, int digits, int low)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        ref int count = ref MemoryMarshal.GetReference(counts);
        if (digits == MaxDigits)
        {
            foreach (T key in keys)
            {
                uint bits = uint.CreateTruncating(key >> low);
                Unsafe.Add(ref count, bits & (Buckets - 1))++;
                Unsafe.Add(ref count, Buckets + ((bits >> DigitBits) & (Buckets - 1)))++;
                Unsafe.Add(ref count, (2 * Buckets) + ((bits >> (2 * DigitBits)) & (Buckets - 1)))++;
                Unsafe.Add(ref count, (3 * Buckets) + (bits >> (3 * DigitBits)))++;
            }

            return;
        }

        foreach (T key in keys)
        {
            uint bits = uint.CreateTruncating(key >> low);
            for (int digit = 0; digit < digits; digit++)
                Unsafe.Add(ref count, (uint)(digit * Buckets) + ((bits >> (digit * DigitBits)) & (Buckets - 1)))++;
        }
    }

    /// <summary>Counts become the places where each bucket starts.</summary>
    public static void TurnIntoOffsets(Span<int> counts)
    {
        int offset = 0;
        foreach (ref int count in counts)
        {
            int here = count;
            count = offset;
            offset += here;
        }
    }

    /// <summary>Offsets start at 0 and end at the number of keys, so every place lies inside <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter<T>(ReadOnlySpan<T> keys, Span<T> to, Span<int> offsets, int shift)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        ref T place = ref MemoryMarshal.GetReference(to);
        ref int offset = ref MemoryMarshal.GetReference(offsets);
        foreach (T key in keys)
            Unsafe.Add(ref place, Unsafe.Add(ref offset, uint.CreateTruncating(key >> shift) & (Buckets - 1))++) = key;
    }

    /// <summary>Sorts each run of keys that agree above the lowest bits. Long ones are sorted as all keys were, by bits further down.</summary>
    private static void SortRuns<T>(Span<T> keys, Span<T> scratch, int low, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        int next = Stride;
        for (int first = 0, end; first < keys.Length; first = end)
        {
            if (first >= next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                next += Stride;
            }

            T prefix = keys[first] >> low;
            bool isSorted = true;
            for (end = first + 1; end < keys.Length && keys[end] >> low == prefix; end++)
                isSorted &= keys[end] >= keys[end - 1];
            if (isSorted)
                continue;
            Span<T> run = keys[first..end];
            if (run.Length <= ShortRun)
                InsertionSort(run);
            else if (Sort(run, scratch[first..end], cancellationToken) is var sorted && sorted != run)
                sorted.CopyTo(run);
        }
    }

    private static void InsertionSort<T>(Span<T> keys)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 1; i < keys.Length; i++)
        {
            T key = keys[i];
            int place = i;
            for (; place > 0 && keys[place - 1] > key; place--)
                keys[place] = keys[place - 1];
            keys[place] = key;
        }
    }
}
