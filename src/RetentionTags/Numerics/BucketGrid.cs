using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>
/// A division of the numbers into up to 65,536 buckets in ascending order that costs a few instructions a value: fine where a sample has many values and coarse where it has few.
/// Bucket 0 is that of NaN, and of nothing else.
/// </summary>
/// <remarks>
/// <para>
/// The range of the sample's keys (<see cref="SortableDouble"/>) is cut into at most 4,096 cells of equal width 2^s, and each cell into 2^b buckets, where b follows from the number of sampled values in it.
/// With u the distance of a key from the lowest one, the cell is u &gt;&gt; s and the bucket (u &gt;&gt; (s − b)) + offset. Values outside the range are taken into its first or last bucket.
/// </para>
/// <para>Whatever the sample, buckets are intervals: of two values in different buckets, the one in the lower bucket is lower.</para>
/// </remarks>
internal sealed class BucketGrid
{
    private const int CellBits = 12;

    /// <summary>Buckets for each sampled value, at least; at most twice as many. With 4,096 of them no more than 2¹⁵ + 2¹² + 1 buckets are made.</summary>
    private const int BucketsPerSample = 4;
    private const int MaxSample = 4096;

    /// <summary>Values coded at once: their distances stay in the first cache.</summary>
    private const int Tile = 512;

    private readonly long _lowest;
    private readonly long _highest;
    private readonly int _cellShift;

    /// <summary>For each cell s − b in the lower six bits and above them the offset. Cell 0 is NaN.</summary>
    private readonly long[] _cells;

    /// <param name="sample">Keys of at most 4,096 values in any order, none of them NaN; at least one.</param>
    public BucketGrid(ReadOnlySpan<ulong> sample)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample.Length, MaxSample);
        (ulong lowest, ulong highest) = RangeOf(sample);
        _lowest = ToSigned(lowest);
        _highest = ToSigned(highest);
        _cellShift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(highest - lowest) - CellBits);
        var sampled = new int[(int)((highest - lowest) >> _cellShift) + 2];
        foreach (ulong key in sample)
            sampled[(int)((Math.Clamp(key, lowest, highest) - lowest) >> _cellShift) + 1]++;
        _cells = new long[sampled.Length];
        _cells[0] = _cellShift;
        long next = 1;
        for (int cell = 1; cell < _cells.Length; cell++)
        {
            int bits = sampled[cell] == 0 ? 0 : Math.Min(_cellShift, BitOperations.Log2((uint)(BucketsPerSample * sampled[cell]) - 1) + 1);
            long offset = next - ((long)cell << bits);
            _cells[cell] = (offset << 6) | (long)(_cellShift - bits);
            next += 1L << bits;
        }

        Count = (int)next;
    }

    /// <summary>The number of buckets.</summary>
    public int Count { get; }

    /// <summary>The bucket of each value. The distances of a tile are computed four at a time; the look-ups are scalar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ToBuckets(ReadOnlySpan<double> values, Span<ushort> buckets)
    {
        Span<ulong> distances = stackalloc ulong[Tile];
        ref ulong distance = ref MemoryMarshal.GetReference(distances);
        ref long cells = ref MemoryMarshal.GetArrayDataReference(_cells);
        int cellShift = _cellShift;
        for (int first = 0; first < values.Length; first += Tile)
        {
            int count = Math.Min(Tile, values.Length - first);
            ToDistances(values.Slice(first, count), distances);
            ref ushort bucket = ref MemoryMarshal.GetReference(buckets.Slice(first, count));
            for (int i = 0; i < count; i++)
            {
                ulong u = Unsafe.Add(ref distance, i);
                long cell = Unsafe.Add(ref cells, (nint)(u >> cellShift));
                Unsafe.Add(ref bucket, i) = (ushort)((long)(u >> (int)(cell & 63)) + (cell >> 6));
            }
        }
    }

    /// <summary>The plain form of <see cref="ToBuckets"/>.</summary>
    public int BucketOf(double value)
    {
        ulong u = DistanceOf(value);
        long cell = _cells[(int)(u >> _cellShift)];
        return (int)((long)(u >> (int)(cell & 63)) + (cell >> 6));
    }

    /// <summary>
    /// From the lowest key to the highest. An end that more than 1/64 of the sample share, such as a 0 that means "unknown", is left to the first or last bucket: it may be
    /// so far away that the other values would have few cells.
    /// </summary>
    private static (ulong Lowest, ulong Highest) RangeOf(ReadOnlySpan<ulong> sample)
    {
        const int FewEnough = 64;
        ulong lowest = ulong.MaxValue, highest = 0;
        foreach (ulong key in sample)
            (lowest, highest) = (Math.Min(lowest, key), Math.Max(highest, key));
        ulong second = highest, secondLast = lowest;
        foreach (ulong key in sample)
        {
            second = key > lowest ? Math.Min(second, key) : second;
            secondLast = key < highest ? Math.Max(secondLast, key) : secondLast;
        }

        ulong from = sample.Count(lowest) * FewEnough > sample.Length ? second : lowest;
        ulong to = sample.Count(highest) * FewEnough > sample.Length ? secondLast : highest;
        return from <= to ? (from, to) : (lowest, highest);
    }

    /// <summary>How far a key is above the lowest one, and one cell more; 0 for NaN.</summary>
    private ulong DistanceOf(double value) =>
        double.IsNaN(value) ? 0 : (ulong)(Math.Clamp(ToSigned(SortableDouble.ToKey(value)), _lowest, _highest) - _lowest) + (1UL << _cellShift);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToDistances(ReadOnlySpan<double> values, Span<ulong> distances)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref ulong distance = ref MemoryMarshal.GetReference(distances);
        Vector256<long> lowest = Vector256.Create(_lowest), highest = Vector256.Create(_highest), magnitude = Vector256.Create(long.MaxValue);
        Vector256<long> start = Vector256.Create(1L << _cellShift) - lowest;
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref value, (nuint)i) + Vector256<double>.Zero;
            Vector256<long> bits = x.AsInt64();
            Vector256<long> key = bits ^ (Vector256.LessThan(bits, Vector256<long>.Zero) & magnitude);
            key = Vector256.Max(Vector256.Min(key, highest), lowest);
            ((key + start) & Vector256.Equals(x, x).AsInt64()).AsUInt64().StoreUnsafe(ref distance, (nuint)i);
        }

        for (; i < values.Length; i++)
            distances[i] = DistanceOf(values[i]);
    }

    /// <summary>Keys as signed numbers of the same order, which vectors can compare.</summary>
    private static long ToSigned(ulong key) => (long)(key ^ (1UL << 63));
}
