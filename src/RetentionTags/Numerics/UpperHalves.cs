using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// Doubles compared by their upper 32 bits, eight to an instruction. Read as integers and with the bits below the sign flipped in negative numbers, doubles are ordered as the numbers are; so the upper
/// halves alone decide whether a value reaches a cut whose lower half is zero: x ≥ c ⇔ key(x) ≥ key(c).
/// </summary>
internal static class UpperHalves
{
    /// <summary>A key that no number is above, for places without a cut.</summary>
    public const int NoCut = int.MaxValue;

    /// <summary>Whether the lower half of a cut is zero: so are whole numbers below 2²¹, quarters, and most cuts that <see cref="ShortestCut"/> chooses.</summary>
    public static bool Decide(double cut) => (uint)BitConverter.DoubleToInt64Bits(cut) == 0;

    /// <summary>The key of a cut whose lower half is zero. Below 0 it is minus that of the magnitude, so that −0 and 0 share one.</summary>
    public static int KeyOf(double cut)
    {
        int upper = (int)(BitConverter.DoubleToInt64Bits(cut) >> 32);
        return upper < 0 ? -(upper & int.MaxValue) : upper;
    }

    /// <summary>
    /// The keys of eight numbers. Flipping the bits of a negative upper half gives −1 − magnitude: that is below a cut of this magnitude, as it must be when the lower half makes the number still smaller;
    /// where the lower half is zero, 1 is added (a mask is −1, and is subtracted). −0 so gets the key of 0, and the largest negative number does not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Keys(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> upper = Upper(a, b);
        Vector256<int> negative = Avx2.ShiftRightArithmetic(upper, 31);
        Vector256<int> wholeUpper = Avx2.CompareEqual(Lower(a, b), Vector256<int>.Zero);
        return Avx2.Subtract(Avx2.Xor(upper, Avx2.ShiftRightLogical(negative, 1)), Avx2.And(wholeUpper, negative));
    }

    /// <summary>The upper halves of eight numbers in the order of rows; see <see cref="IBinLookup"/> for what the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Upper(Vector256<double> a, Vector256<double> b) => Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsInt32();

    /// <summary>The lower halves; of masks, which are −1 or 0 throughout, either half will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Lower(Vector256<double> a, Vector256<double> b) => Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsInt32();
}
