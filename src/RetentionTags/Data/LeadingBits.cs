using System.Numerics;
using System.Runtime.CompilerServices;

namespace RetentionTags.Data;

/// <summary>Parts that values are sorted into by the leading bits of numbers.</summary>
internal static class LeadingBits
{
    /// <summary>By how many bits numbers up to a range are shifted so that at most a power of two of parts are left.</summary>
    /// <param name="range">The greatest number; it may take all bits, as one without a sign.</param>
    /// <param name="parts">A power of two, at least 2.</param>
    public static int ShiftFor<T>(T range, int parts)
        where T : unmanaged, IBinaryInteger<T>
    {
        int leadingZeros = int.CreateTruncating(T.LeadingZeroCount(range)), bits = int.CreateTruncating(T.LeadingZeroCount(T.Zero)) - leadingZeros;
        return Math.Max(0, bits - BitOperations.Log2((uint)parts));
    }

    /// <summary>The part of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of<T>(T number, int shift)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(number >>> shift);

    /// <summary>Puts each value at its place.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> places, Span<T> target)
    {
        places = places[..values.Length];
        for (int i = 0; i < values.Length; i++)
            target[places[i]] = values[i];
    }
}
