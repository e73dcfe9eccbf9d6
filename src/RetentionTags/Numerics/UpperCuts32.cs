using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 bins between cuts that upper halves decide: <see cref="EighthSearch"/> finds the four bins that a value may lie in, and three more comparisons which of them it is.</summary>
/// <remarks>
/// The three cuts between the four bins, and the four weights, are picked by the same index and wait for nothing else; a comparison then exchanges one weight for the next. (Two comparisons one after the other would do, but the
/// second would have to wait for a pick, which takes eight cycles: measured, 14 % slower.)
/// </remarks>
internal readonly struct UpperCuts32<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly EighthSearch _search;
    private readonly Vector256<int> _cuts0;
    private readonly Vector256<int> _cuts1;
    private readonly Vector256<int> _cuts2;
    private readonly Vector256<int> _weights0;
    private readonly Vector256<int> _weights1;
    private readonly Vector256<int> _weights2;
    private readonly Vector256<int> _weights3;

    /// <param name="cuts">At most 31, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts32(double[] cuts, int[] weights)
    {
        _search = new(cut => UpperHalves.Below(cuts, cut), ofEach: 4);
        _cuts0 = UpperHalves.Laid(four => UpperHalves.Below(cuts, 4 * four));
        _cuts1 = UpperHalves.Laid(four => UpperHalves.Below(cuts, (4 * four) + 1));
        _cuts2 = UpperHalves.Laid(four => UpperHalves.Below(cuts, (4 * four) + 2));
        _weights0 = UpperHalves.Laid(four => Weight(4 * four));
        _weights1 = UpperHalves.Laid(four => Weight((4 * four) + 1));
        _weights2 = UpperHalves.Laid(four => Weight((4 * four) + 2));
        _weights3 = UpperHalves.Laid(four => Weight((4 * four) + 3));

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = TKeys.Of(a, b);
        Vector256<int> minusFour = _search.MinusEighths(key);
        Vector256<int> weights = Avx2.BlendVariable(Avx2.PermuteVar8x32(_weights0, minusFour), Avx2.PermuteVar8x32(_weights1, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts0, minusFour)));
        weights = Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(_weights2, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts1, minusFour)));
        return Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(_weights3, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts2, minusFour)));
    }
}
