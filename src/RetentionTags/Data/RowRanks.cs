using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Data;

/// <summary>The ranks of a few rows by key and time.</summary>
/// <remarks>
/// Every row is compared with every other, four at a time in the lanes of a vector, and a rank is counted by subtracting the comparison's −1. There is no branch that depends on a value: for up to some forty rows that is
/// several times as fast as sorting, which misses a branch for each of them.
/// </remarks>
internal static class RowRanks
{
    /// <summary>Rows are read and ranks are written up to a multiple of this; what is beyond the last row means nothing.</summary>
    public const int Lanes = 4;

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

    /// <summary>The same of rows that have one key.</summary>
    public static bool Of(int count, ReadOnlySpan<long> ticks, Span<int> ranks)
    {
        ReadOnlySpan<long> others = ticks[..count];
        for (int first = 0; first < count; first += Lanes)
        {
            Vector256<long> time = Vector256.Create(ticks[first..]), rank = Vector256<long>.Zero;
            foreach (long other in others)
                rank -= Vector256.GreaterThan(time, Vector256.Create(other));
            Put(rank, ranks[first..]);
        }

        return HaveEqual(ranks[..count]);
    }

    /// <summary>Distinct ranks add up to a known sum; equal ones to less.</summary>
    private static bool HaveEqual(ReadOnlySpan<int> ranks)
    {
        int sum = 0;
        foreach (int rank in ranks)
            sum += rank;
        return sum != ranks.Length * (ranks.Length - 1) / 2;
    }

    private static void Put(Vector256<long> four, Span<int> ranks) => (ranks[0], ranks[1], ranks[2], ranks[3]) = ((int)four[0], (int)four[1], (int)four[2], (int)four[3]);

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

    private static void OfFour(int count, ReadOnlySpan<long> keys, ReadOnlySpan<long> ticks, Span<int> ranks)
    {
        ReadOnlySpan<long> otherKeys = keys[..count], otherTicks = ticks[..count];
        for (int first = 0; first < count; first += Lanes)
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
}
