using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between cuts that upper halves decide: three comparisons, eight values each.</summary>
/// <remarks>
/// A search by halves in which the cut to compare with next is picked, lane by lane, out of a register by what is known so far. A comparison gives −1 or 0, so after three of them 4·m₁ + 2·m₂ + m₃ is minus the bin.
/// Picking reads the last two or three bits of the index: of −k these are those of 4 − k or 8 − k, which is the order in which cuts and weights are laid out.
/// </remarks>
internal readonly struct UpperCuts8 : IBinLookup
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;
    private readonly Vector256<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts8(double[] cuts, ReadOnlySpan<int> weights)
    {
        _middle = Vector256.Create(Below(3));
        _quarters = Vector256.Create(Vector128.Create(Below(1), 0, 0, Below(5)));
        _eighths = Vector256.Create(Vector128.Create(Below(0), Below(6), Below(4), Below(2)));
        Span<int> laid = stackalloc int[8];
        for (int bin = 0; bin < weights.Length; bin++)
            laid[-bin & 7] = weights[bin];
        _weights = Vector256.Create<int>(laid);

        // Keys are compared by "greater": a key reaches a cut when it is greater than one less.
        int Below(int cut) => cut < cuts.Length ? UpperHalves.KeyOf(cuts[cut]) - 1 : UpperHalves.NoCut;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = UpperHalves.Keys(a, b);
        Vector256<int> m1 = Avx2.CompareGreaterThan(key, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> minusQuarter = Avx2.Add(Avx2.Add(m1, m1), m2);
        Vector256<int> m3 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_eighths.AsSingle(), minusQuarter).AsInt32());
        return Avx2.PermuteVar8x32(_weights, Avx2.Add(Avx2.Add(minusQuarter, minusQuarter), m3));
    }
}
