using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Doubles as unsigned keys of the same order: −∞ &lt; … &lt; −0 = 0 &lt; … &lt; ∞. NaN has no place in the order; its key is 0, which is below all others.</summary>
internal static class SortableDouble
{
    /// <summary>The key that stands for NaN.</summary>
    public const ulong NaNKey = 0;

    private const ulong SignBit = 1UL << 63;

    /// <summary>Positive numbers get their sign bit set, negative ones all bits flipped; adding 0.0 turns −0 into 0. The value is not NaN.</summary>
    public static ulong ToKey(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    /// <summary>The plain form of <see cref="ToKeys"/>.</summary>
    public static ulong ToKeyOrNaNKey(double value) => double.IsNaN(value) ? NaNKey : ToKey(value);

    public static double FromKey(ulong key) =>
        BitConverter.UInt64BitsToDouble((key & SignBit) != 0 ? key & ~SignBit : ~key);

    /// <summary>
    /// One key for each value, <see cref="NaNKey"/> for NaN. Four lanes: the comparison with 0 gives all ones for negative numbers, so one exclusive-or flips either all
    /// bits or the sign; the comparison of a value with itself gives zeros for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToKeys(ReadOnlySpan<double> values, Span<ulong> keys)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref ulong key = ref MemoryMarshal.GetReference(keys);
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref value, (nuint)i) + Vector256<double>.Zero;
            Vector256<ulong> flips = Vector256.LessThan(x.AsInt64(), Vector256<long>.Zero).AsUInt64() | Vector256.Create(SignBit);
            ((x.AsUInt64() ^ flips) & Vector256.Equals(x, x).AsUInt64()).StoreUnsafe(ref key, (nuint)i);
        }

        for (; i < values.Length; i++)
            keys[i] = ToKeyOrNaNKey(values[i]);
    }
}
