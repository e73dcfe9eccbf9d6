using System.Runtime.CompilerServices;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// Counts a column of few distinct values without sorting its rows: one walk over them, with a hash table of the values met so far. A column of many values is given up as soon as it shows.
/// </summary>
internal static class FewValues
{
    /// <summary>The most distinct values, the missing one included, that count as few: above the largest number of pre-bins, and the table still fits into the second cache.</summary>
    public const int Most = 4096;

    private const int TableBits = 13;
    private const ulong Free = ulong.MaxValue;

    /// <summary>Rows between two looks at the cancellation token, and whose keys are computed at once.</summary>
    private const int Tile = 1024;

    /// <summary>The distinct values in order; <see langword="null"/> when there are more than <see cref="Most"/>.</summary>
    public static SortedValues? TryFind(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        var table = new ulong[1 << TableBits];
        table.AsSpan().Fill(Free);
        var counts = new ulong[weights.IsEmpty ? table.Length : 0];
        var sums = new double[2 * table.Length];
        Span<ulong> keys = stackalloc ulong[Tile];
        int distinct = 0;
        for (int first = 0; first < values.Length; first += Tile)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Tile, values.Length - first);
            SortableDouble.ToKeys(values.Slice(first, count), keys);
            if (weights.IsEmpty)
                Add(keys[..count], events.Slice(first, count), table, counts, ref distinct);
            else
                Add(keys[..count], events.Slice(first, count), weights.Slice(first, count), table, sums, ref distinct);
            if (distinct > Most)
                return null;
        }

        for (int place = 0; place < counts.Length; place++)
            (sums[2 * place], sums[(2 * place) + 1]) = (CodeCounts.NonEvents(counts[place]), CodeCounts.Events(counts[place]));
        return ToSorted(table, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<ulong> keys, ReadOnlySpan<bool> events, ulong[] table, ulong[] counts, ref int distinct)
    {
        for (int row = 0; row < keys.Length; row++)
            counts[PlaceOf(keys[row], table, ref distinct)] += 1 | (events[row] ? 1UL << 32 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<ulong> keys, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ulong[] table, double[] sums, ref int distinct)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            if (weights[row] > 0)
                sums[(2 * PlaceOf(keys[row], table, ref distinct)) + (events[row] ? 1 : 0)] += weights[row];
        }
    }

    /// <summary>Open addressing: the first free place from the hash on belongs to a new key. A tile more than <see cref="Most"/> values still leaves places free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(ulong key, ulong[] table, ref int distinct)
    {
        int place = (int)((key * 0x9E3779B97F4A7C15) >> (64 - TableBits));
        while (table[place] != key)
        {
            if (table[place] == Free)
            {
                table[place] = key;
                distinct++;
                break;
            }

            place = (place + 1) & ((1 << TableBits) - 1);
        }

        return place;
    }

    private static SortedValues ToSorted(ulong[] table, double[] sums)
    {
        int missing = Array.IndexOf(table, SortableDouble.NaNKey);
        int[] places = [.. Enumerable.Range(0, table.Length).Where(place => table[place] is not (Free or SortableDouble.NaNKey))];
        ulong[] keys = [.. places.Select(place => table[place])];
        Array.Sort(keys, places);
        return SortedValues.OfCounted(
            [.. keys.Select(SortableDouble.FromKey)],
            [.. places.Select(place => sums[(2 * place) + 1])],
            [.. places.Select(place => sums[2 * place])],
            missing < 0 ? 0 : sums[(2 * missing) + 1],
            missing < 0 ? 0 : sums[2 * missing]);
    }
}
