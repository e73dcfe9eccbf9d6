using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between cuts that upper halves decide: three comparisons, eight values each.</summary>
/// <remarks>
/// A search by halves in which the cut to compare with next is picked, lane by lane, out of a register by what is known so far. A comparison gives −1 or 0, so after three of them 4·m₁ + 2·m₂ + m₃ is minus the bin.
/// Picking reads the last two or three bits of the index: of −k these are those of 4 − k or 8 − k, which is the order in which cuts and weights are laid out.
/// </remarks>
internal readonly struct UpperCuts8<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;
    private readonly Vector256<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts8(double[] cuts, int[] weights)
    {
        _middle = Vector256.Create(UpperHalves.Below(cuts, 3));
        _quarters = Vector256.Create(Vector128.Create(UpperHalves.Below(cuts, 1), 0, 0, UpperHalves.Below(cuts, 5)));
        _eighths = Vector256.Create(Vector128.Create(UpperHalves.Below(cuts, 0), UpperHalves.Below(cuts, 6), UpperHalves.Below(cuts, 4), UpperHalves.Below(cuts, 2)));
        _weights = UpperHalves.Laid(bin => bin < weights.Length ? weights[bin] : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = TKeys.Of(a, b);
        Vector256<int> m1 = Avx2.CompareGreaterThan(key, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> minusQuarter = Avx2.Add(Avx2.Add(m1, m1), m2);
        Vector256<int> m3 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_eighths.AsSingle(), minusQuarter).AsInt32());
        return Avx2.PermuteVar8x32(_weights, Avx2.Add(Avx2.Add(minusQuarter, minusQuarter), m3));
    }
}
