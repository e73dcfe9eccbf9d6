using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between cuts that upper halves decide: three comparisons, eight values each.</summary>
/// <remarks>An eighth of <see cref="EighthSearch"/> is a bin. Picking weights reads the last three bits of minus the bin: those of 8 less it, which is the order in which weights are laid out.</remarks>
internal readonly struct UpperCuts8<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly EighthSearch _search;
    private readonly Vector256<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts8(double[] cuts, int[] weights)
    {
        _search = new(cut => UpperHalves.Below(cuts, cut), ofEach: 1);
        _weights = UpperHalves.Laid(bin => bin < weights.Length ? weights[bin] : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b) => Avx2.PermuteVar8x32(_weights, _search.MinusEighths(TKeys.Of(a, b)));
}
