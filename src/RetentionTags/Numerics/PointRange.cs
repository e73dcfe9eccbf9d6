using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Numerics;

/// <summary>Whole numbers that lie close together are counted, not sorted.</summary>
internal static class PointRange
{
    /// <summary>The lowest and the highest of at least one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Lowest, int Highest) Of(ReadOnlySpan<int> points)
    {
        (int lowest, int highest) = (points[0], points[0]);
        Vector<int> low = new(lowest), high = low;
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(points);
        foreach (Vector<int> vector in vectors)
        {
            low = Vector.Min(low, vector);
            high = Vector.Max(high, vector);
        }

        for (int lane = 0; lane < Vector<int>.Count; lane++)
        {
            lowest = Math.Min(lowest, low[lane]);
            highest = Math.Max(highest, high[lane]);
        }

        foreach (int point in points[(vectors.Length * Vector<int>.Count)..])
        {
            lowest = Math.Min(lowest, point);
            highest = Math.Max(highest, point);
        }

        return (lowest, highest);
    }

    /// <summary>Adds to the counts: place 2(p − lowest) is that of non-events with p points, the one after it that of events.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(ReadOnlySpan<int> points, ReadOnlySpan<bool> events, int lowest, Span<int> counts)
    {
        ref int count = ref MemoryMarshal.GetReference(counts);
        ref bool isEvent = ref MemoryMarshal.GetReference(events);
        for (int i = 0; i < points.Length; i++)
            Unsafe.Add(ref count, (nint)((2 * ((long)points[i] - lowest)) + Unsafe.BitCast<bool, byte>(Unsafe.Add(ref isEvent, i))))++;
    }
}
