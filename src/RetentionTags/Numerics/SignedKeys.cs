using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Keys for any cuts.</summary>
internal readonly struct SignedKeys : IUpperKeys
{
    /// <summary>
    /// A negative number becomes minus its magnitude as a 64-bit integer: its upper half is then below that of a cut of the same upper magnitude, as it must be, when the lower half makes the number still smaller. −0 becomes 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<double> a, Vector256<double> b) => UpperHalves.Upper(Ordered(a), Ordered(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<double> a, Vector512<double> b, Vector512<long> lowest) => UpperHalves.Upper(Ordered(a, lowest), Ordered(b, lowest));

    /// <summary>The upper half of −0, which every NaN becomes, and no number that is not 0 has.</summary>
    public static int OfNaN => int.MinValue;

    /// <summary>Exchanges what has the sign bit for the sign bit less it, which is minus the magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Ordered(Vector256<double> values) => Avx.BlendVariable(values, Avx2.Subtract(Vector256.Create(long.MinValue), values.AsInt64()).AsDouble(), values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Ordered(Vector512<double> values, Vector512<long> lowest)
    {
        // Of eight classes of numbers, four bits each: the quiet and the signalling NaN become −0 (7), and both zeros 0 (8). Of −∞ and negative numbers what was subtracted is taken (0); 1, +∞ and positive ones stay as they are (1).
        const long Responses = 0x1010_1877;
        return Avx512F.Fixup((lowest - values.AsInt64()).AsDouble(), values, Vector512.Create(Responses), 0);
    }
}
