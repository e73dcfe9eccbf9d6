using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Data;

/// <summary>The ranks of a few rows.</summary>
/// <remarks>
/// Every row is compared with every other, four or eight at a time in the lanes of a vector, and a rank is counted by subtracting the comparison's −1 or by adding 1 where its mask lets it through. There is no branch
/// that depends on a value: for up to some forty rows that is several times as fast as sorting, which misses a branch for each of them.
/// </remarks>
internal static class RowRanks
{
    /// <summary>Rows are read and ranks are written up to a multiple of this; what is beyond the last row means nothing.</summary>
    public const int Lanes = 8;

    /// <summary>Others are met so many at a time.</summary>
    private const int Step = 4;

    /// <summary>How many rows are before each by a number; rows that agree in it have the same rank.</summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="numbers">The rows' numbers, and room beyond them for <see cref="Lanes"/> more, which are overwritten.</param>
    /// <param name="ranks">Takes the ranks.</param>
    /// <returns>Whether two rows agree.</returns>
    public static bool Of(int count, Span<long> numbers, Span<int> ranks)
    {
        numbers.Slice(count, Lanes).Fill(long.MaxValue); // before none
        if (Vector512.IsHardwareAccelerated)
            OfEight(count, numbers, ranks);
        else if (Vector256.IsHardwareAccelerated)
            OfFour(count, numbers, ranks);
        else
            OfEach(count, numbers, ranks);
        return HaveEqual(ranks[..count]);
    }

    /// <summary>How many rows are before each by key and then by time; rows that agree in both have the same rank.</summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="keys">The rows' keys.</param>
    /// <param name="ticks">The rows' times.</param>
    /// <param name="ranks">Takes the ranks.</param>
    /// <returns>Whether two rows agree in both.</returns>
    public static bool Of<TKey>(int count, ReadOnlySpan<TKey> keys, ReadOnlySpan<long> ticks, Span<int> ranks)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        if (typeof(TKey) == typeof(long) && Vector256.IsHardwareAccelerated)
            OfFour(count, MemoryMarshal.Cast<TKey, long>(keys), ticks, ranks);
        else
            OfEach(count, keys, ticks, ranks);
        return HaveEqual(ranks[..count]);
    }

    /// <summary>Which of up to 64 keys in order is not the one before it, a bit for each.</summary>
    /// <param name="count">How many keys there are, at least one.</param>
    /// <param name="keys">The keys, and room beyond them for a vector unless there is one only.</param>
    public static ulong FirstOfEqual<TKey>(int count, ReadOnlySpan<TKey> keys)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        ulong isNew = 1;
        if (typeof(TKey) == typeof(long) && Vector256.IsHardwareAccelerated)
        {
            ReadOnlySpan<long> numbers = MemoryMarshal.Cast<TKey, long>(keys);
            for (int i = 1; i < count; i += Vector256<long>.Count)
                isNew |= (ulong)(~Vector256.Equals(Vector256.Create(numbers[i..]), Vector256.Create(numbers[(i - 1)..]))).ExtractMostSignificantBits() << i;
            return isNew & (ulong.MaxValue >> (64 - count));
        }

        for (int i = 1; i < count; i++)
            isNew |= keys[i] == keys[i - 1] ? 0 : 1UL << i;
        return isNew;
    }

    /// <summary>Distinct ranks add up to a known sum; equal ones to less.</summary>
    private static bool HaveEqual(ReadOnlySpan<int> ranks)
    {
        int sum = 0;
        foreach (int rank in ranks)
            sum += rank;
        return sum != ranks.Length * (ranks.Length - 1) / 2;
    }

    private static void Put(Vector256<long> four, Span<int> ranks) => Vector256.Narrow(four, four).GetLower().CopyTo(ranks);

    private static void OfEight(int count, ReadOnlySpan<long> numbers, Span<int> ranks)
    {
        for (int first = 0; first < count; first += Vector512<long>.Count)
        {
            Vector512<long> eight = Vector512.Create(numbers[first..]), rank = Vector512<long>.Zero, other = Vector512<long>.Zero;
            for (int next = 0; next < count; next += Step)
            {
                ReadOnlySpan<long> others = numbers.Slice(next, Step);
                rank = Vector512.ConditionalSelect(Vector512.GreaterThan(eight, Vector512.Create(others[0])), rank + Vector512<long>.One, rank);
                other = Vector512.ConditionalSelect(Vector512.GreaterThan(eight, Vector512.Create(others[1])), other + Vector512<long>.One, other);
                rank = Vector512.ConditionalSelect(Vector512.GreaterThan(eight, Vector512.Create(others[2])), rank + Vector512<long>.One, rank);
                other = Vector512.ConditionalSelect(Vector512.GreaterThan(eight, Vector512.Create(others[3])), other + Vector512<long>.One, other);
            }

            rank += other;
            Vector512.Narrow(rank, rank).GetLower().CopyTo(ranks[first..]);
        }
    }

    private static void OfFour(int count, ReadOnlySpan<long> numbers, Span<int> ranks)
    {
        for (int first = 0; first < count; first += Vector256<long>.Count)
        {
            Vector256<long> four = Vector256.Create(numbers[first..]), rank = Vector256<long>.Zero;
            for (int next = 0; next < count; next += Step)
            {
                ReadOnlySpan<long> others = numbers.Slice(next, Step);
                rank -= Vector256.GreaterThan(four, Vector256.Create(others[0]));
                rank -= Vector256.GreaterThan(four, Vector256.Create(others[1]));
                rank -= Vector256.GreaterThan(four, Vector256.Create(others[2]));
                rank -= Vector256.GreaterThan(four, Vector256.Create(others[3]));
            }

            Put(rank, ranks[first..]);
        }
    }

    /// <summary>The plain form.</summary>
    internal static void OfEach(int count, ReadOnlySpan<long> numbers, Span<int> ranks)
    {
        for (int row = 0; row < count; row++)
        {
            int rank = 0;
            foreach (long other in numbers[..count])
                rank += other < numbers[row] ? 1 : 0;
            ranks[row] = rank;
        }
    }

    private static void OfFour(int count, ReadOnlySpan<long> keys, ReadOnlySpan<long> ticks, Span<int> ranks)
    {
        ReadOnlySpan<long> otherKeys = keys[..count], otherTicks = ticks[..count];
        for (int first = 0; first < count; first += Vector256<long>.Count)
        {
            Vector256<long> key = Vector256.Create(keys[first..]), time = Vector256.Create(ticks[first..]), rank = Vector256<long>.Zero;
            for (int other = 0; other < otherKeys.Length; other++)
            {
                Vector256<long> otherKey = Vector256.Create(otherKeys[other]);
                rank -= Vector256.GreaterThan(key, otherKey) | (Vector256.Equals(key, otherKey) & Vector256.GreaterThan(time, Vector256.Create(otherTicks[other])));
            }

            Put(rank, ranks[first..]);
        }
    }

    /// <summary>The plain form.</summary>
    internal static void OfEach<TKey>(int count, ReadOnlySpan<TKey> keys, ReadOnlySpan<long> ticks, Span<int> ranks)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        for (int row = 0; row < count; row++)
        {
            int rank = 0;
            for (int other = 0; other < count; other++)
                rank += keys[other] < keys[row] | (keys[other] == keys[row] & ticks[other] < ticks[row]) ? 1 : 0;
            ranks[row] = rank;
        }
    }
}
