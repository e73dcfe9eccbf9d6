using System.Buffers;

namespace RetentionTags.Numerics;

/// <summary>
/// Least-significant-digit radix sort of 64-bit keys with one item each: stable, linear, and interruptible.
/// Six digits of 11 bits; a pass in which every key has the same digit is left out, so short keys cost less.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int DigitCount = 6;
    private const int Buckets = 1 << DigitBits;
    private const ulong DigitMask = Buckets - 1;

    /// <summary>Keys between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    public static void Sort<T>(Span<ulong> keys, Span<T> items, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ulong[] keyScratch = ArrayPool<ulong>.Shared.Rent(keys.Length);
        T[] itemScratch = ArrayPool<T>.Shared.Rent(items.Length);
        int[] counts = ArrayPool<int>.Shared.Rent(DigitCount * Buckets);
        try
        {
            CountDigits(keys, counts.AsSpan(0, DigitCount * Buckets), cancellationToken);
            Span<ulong> fromKeys = keys, toKeys = keyScratch.AsSpan(0, keys.Length);
            Span<T> fromItems = items, toItems = itemScratch.AsSpan(0, items.Length);
            for (int digit = 0; digit < DigitCount; digit++)
            {
                Span<int> bucket = counts.AsSpan(digit * Buckets, Buckets);
                if (!TryTurnIntoOffsets(bucket, keys.Length))
                    continue;
                for (int first = 0; first < keys.Length; first += Stride)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    int count = Math.Min(Stride, keys.Length - first);
                    Scatter(fromKeys.Slice(first, count), fromItems.Slice(first, count), toKeys, toItems, bucket, digit * DigitBits);
                }

                Span<ulong> sortedKeys = toKeys;
                toKeys = fromKeys;
                fromKeys = sortedKeys;
                Span<T> sortedItems = toItems;
                toItems = fromItems;
                fromItems = sortedItems;
            }

            if (fromKeys != keys)
            {
                fromKeys.CopyTo(keys);
                fromItems.CopyTo(items);
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(keyScratch);
            ArrayPool<T>.Shared.Return(itemScratch);
            ArrayPool<int>.Shared.Return(counts);
        }
    }

    private static void CountDigits(ReadOnlySpan<ulong> keys, Span<int> counts, CancellationToken cancellationToken)
    {
        counts.Clear();
        for (int i = 0; i < keys.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (int digit = 0; digit < DigitCount; digit++)
                counts[(digit * Buckets) + (int)((keys[i] >> (digit * DigitBits)) & DigitMask)]++;
        }
    }

    /// <summary>Counts become the places where each bucket starts; false when one bucket holds everything.</summary>
    private static bool TryTurnIntoOffsets(Span<int> bucket, int total)
    {
        int offset = 0;
        for (int value = 0; value < bucket.Length; value++)
        {
            int count = bucket[value];
            if (count == total)
                return false;
            bucket[value] = offset;
            offset += count;
        }

        return true;
    }

    private static void Scatter<T>(ReadOnlySpan<ulong> keys, ReadOnlySpan<T> items, Span<ulong> toKeys, Span<T> toItems, Span<int> offsets, int shift)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int place = offsets[(int)((key >> shift) & DigitMask)]++;
            toKeys[place] = key;
            toItems[place] = items[i];
        }
    }
}
