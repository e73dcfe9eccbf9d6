using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Keys for any cuts.</summary>
internal readonly struct SignedKeys : IUpperKeys
{
    /// <summary>
    /// Flipping the bits of a negative upper half gives −1 − magnitude: that is below a cut of this magnitude, as it must be when the lower half makes the number still smaller; where the lower half is zero, 1 is added
    /// (a mask is −1, and is subtracted). −0 so gets the key of 0, and the largest negative number does not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> upper = UpperHalves.Upper(a, b);
        Vector256<int> negative = Avx2.ShiftRightArithmetic(upper, 31);
        Vector256<int> isWhole = Avx2.CompareEqual(UpperHalves.Lower(a, b), Vector256<int>.Zero);
        return Avx2.Subtract(Avx2.Xor(upper, Avx2.ShiftRightLogical(negative, 1)), Avx2.And(isWhole, negative));
    }
}
