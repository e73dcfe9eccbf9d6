using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 bins between cuts that upper halves decide: <see cref="UpperCuts8{TKeys}"/> finds the four bins that a value may lie in, and three more comparisons which of them it is.</summary>
/// <remarks>
/// The three cuts between the four bins, and the four weights, are picked by the same index and wait for nothing else; a comparison then exchanges one weight for the next. (Two comparisons one after the other would do, but the
/// second would have to wait for a pick, which takes eight cycles: measured, 14 % slower.)
/// </remarks>
internal readonly struct UpperCuts32<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;
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
        _middle = Vector256.Create(UpperHalves.Below(cuts, 15));
        _quarters = Vector256.Create(Vector128.Create(UpperHalves.Below(cuts, 7), 0, 0, UpperHalves.Below(cuts, 23)));
        _eighths = Vector256.Create(Vector128.Create(UpperHalves.Below(cuts, 3), UpperHalves.Below(cuts, 27), UpperHalves.Below(cuts, 19), UpperHalves.Below(cuts, 11)));
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
        Vector256<int> m1 = Avx2.CompareGreaterThan(key, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> minusQuarter = Avx2.Add(Avx2.Add(m1, m1), m2);
        Vector256<int> m3 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_eighths.AsSingle(), minusQuarter).AsInt32());
        Vector256<int> minusFour = Avx2.Add(Avx2.Add(minusQuarter, minusQuarter), m3);
        Vector256<int> weights = Avx2.BlendVariable(Avx2.PermuteVar8x32(_weights0, minusFour), Avx2.PermuteVar8x32(_weights1, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts0, minusFour)));
        weights = Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(_weights2, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts1, minusFour)));
        return Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(_weights3, minusFour), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_cuts2, minusFour)));
    }
}
