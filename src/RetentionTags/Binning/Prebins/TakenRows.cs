using System.Buffers;
using System.Runtime.CompilerServices;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>The rows of a few buckets of a column, each known by a slot number from 1: taken in one walk, then sorted.</summary>
internal sealed class TakenRows(int slotCount) : IDisposable
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Tile = 1 << 14;

    /// <summary>The value that a slot met first is often a frequent one; its rows are summed here instead of being kept.</summary>
    private readonly ulong[] _firstKeys = new ulong[slotCount + 1];

    /// <summary>For each slot the weights of non-events and events of its first value.</summary>
    private readonly double[] _firstSums = new double[2 * (slotCount + 1)];
    private readonly int[] _rowsOfSlot = new int[slotCount + 1];

    private ulong[] _keys = ArrayPool<ulong>.Shared.Rent(1 << 14);
    private double[] _signedWeights = ArrayPool<double>.Shared.Rent(1 << 14);
    private int _count;

    /// <summary>Takes the rows whose code has a slot.</summary>
    /// <param name="values">One for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">One for each row, or empty for weight 1 each.</param>
    /// <param name="codes">For each row its bucket.</param>
    /// <param name="slots">For each bucket its slot; 0 for those that are not wanted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Take(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<ushort> codes, ushort[] slots, CancellationToken cancellationToken)
    {
        for (int first = 0; first < values.Length; first += Tile)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Tile, values.Length - first);
            Reserve(count);
            TakeTile(values.Slice(first, count), events.Slice(first, count), weights.IsEmpty ? [] : weights.Slice(first, count), codes.Slice(first, count), slots);
        }

        Reserve(2 * slotCount);
        for (int slot = 1; slot <= slotCount; slot++)
        {
            if (_firstSums[2 * slot] > 0)
                Keep(slot, _firstKeys[slot], -_firstSums[2 * slot]);
            if (_firstSums[(2 * slot) + 1] > 0)
                Keep(slot, _firstKeys[slot], _firstSums[(2 * slot) + 1]);
        }
    }

    /// <summary>Brings the rows of all slots into the order of their values.</summary>
    public void Sort(CancellationToken cancellationToken) =>
        RadixSort.Sort(_keys.AsSpan(0, _count), _signedWeights.AsSpan(0, _count), cancellationToken);

    /// <summary>The distinct values of one slot with the weights of their non-events and events; slots are asked for in the order of their values.</summary>
    /// <param name="slot">From 1.</param>
    /// <param name="next">The first sorted row of the slot: as many as the slots before it have.</param>
    public IEnumerable<(double Value, double NonEvents, double Events)> Values(int slot, int next)
    {
        int end = next + _rowsOfSlot[slot];
        while (next < end)
        {
            ulong key = _keys[next];
            double events = 0, nonEvents = 0;
            for (; next < end && _keys[next] == key; next++)
            {
                events += Math.Max(_signedWeights[next], 0);
                nonEvents += Math.Max(-_signedWeights[next], 0);
            }

            yield return (SortableDouble.FromKey(key), nonEvents, events);
        }
    }

    /// <summary>The number of sorted rows that belong to a slot.</summary>
    public int RowsOf(int slot) => _rowsOfSlot[slot];

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_keys);
        ArrayPool<double>.Shared.Return(_signedWeights);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeTile(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<ushort> codes, ushort[] slots)
    {
        ulong[] firstKeys = _firstKeys;
        double[] firstSums = _firstSums;
        for (int row = 0; row < codes.Length; row++)
        {
            int slot = slots[codes[row]];
            if (slot == 0)
                continue;
            ulong key = SortableDouble.ToKey(values[row]);
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (firstKeys[slot] == SortableDouble.NaNKey && weight > 0)
                firstKeys[slot] = key;
            if (firstKeys[slot] == key)
                firstSums[(2 * slot) + Unsafe.BitCast<bool, byte>(events[row])] += weight;
            else if (weight > 0)
                Keep(slot, key, events[row] ? weight : -weight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(int slot, ulong key, double signedWeight)
    {
        _keys[_count] = key;
        _signedWeights[_count++] = signedWeight;
        _rowsOfSlot[slot]++;
    }

    private void Reserve(int more)
    {
        if (_count + more <= _keys.Length)
            return;
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(Math.Max(2 * _keys.Length, _count + more));
        double[] signedWeights = ArrayPool<double>.Shared.Rent(keys.Length);
        _keys.AsSpan(0, _count).CopyTo(keys);
        _signedWeights.AsSpan(0, _count).CopyTo(signedWeights);
        Dispose();
        (_keys, _signedWeights) = (keys, signedWeights);
    }
}
