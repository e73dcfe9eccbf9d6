using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Keys for cuts that are all above 0: upper halves as they are. Those of negative numbers and of −0 are negative, and below every cut; in which order is no matter.</summary>
internal readonly struct PositiveKeys : IUpperKeys
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<double> a, Vector256<double> b) => UpperHalves.Upper(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<double> a, Vector512<double> b, Vector512<long> lowest) => UpperHalves.Upper(a, b);

    public static int OfNaN => UpperHalves.OfNaN;
}
