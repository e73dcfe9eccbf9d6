using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Keys for cuts that are all above 0: upper halves as they are. Those of negative numbers and of −0 are negative, and below every cut; in which order is no matter.</summary>
internal readonly struct PositiveKeys : IUpperKeys
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<double> a, Vector256<double> b) => UpperHalves.Upper(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<double> a, Vector512<double> b, Vector512<long> lowest) => UpperHalves.Upper(WithOneNaN(a), WithOneNaN(b));

    /// <summary>The upper half of the NaN with the sign and the highest bit of the fraction, which every NaN becomes.</summary>
    public static int OfNaN => -1 << 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> WithOneNaN(Vector512<double> values)
    {
        // Of eight classes of numbers, four bits each, the first two are the quiet and the signalling NaN: 3 makes them that NaN, and 1 leaves a number as it is.
        const long Responses = 0x1111_1133;
        return Avx512F.Fixup(values, values, Vector512.Create(Responses), 0);
    }
}
