using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between any cuts: the search of <see cref="UpperCuts8{TKeys}"/> on doubles, four to an instruction.</summary>
/// <remarks>A mask's sign chooses between the two cuts in each 128 bits; the last comparison chooses among four, two and two. Masks of both halves are then put side by side: 2·m₁ + m₂ is minus the quarter, and m₃ chooses between its two weights. No value reaches a cut that is NaN.</remarks>
internal readonly struct WholeCuts8 : IBinLookup
{
    private readonly Vector256<double> _middle;
    private readonly Vector256<double> _quarters;
    private readonly Vector256<double> _lowEighths;
    private readonly Vector256<double> _highEighths;
    private readonly Vector256<int> _weights0;
    private readonly Vector256<int> _weights1;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public WholeCuts8(double[] cuts, int[] weights)
    {
        _middle = Vector256.Create(Cut(3));
        _quarters = Vector256.Create(Vector128.Create(Cut(1), Cut(5)));
        _lowEighths = Vector256.Create(Vector128.Create(Cut(0), Cut(2)));
        _highEighths = Vector256.Create(Vector128.Create(Cut(4), Cut(6)));
        _weights0 = QuarterSearch.Laid(quarter => Weight(2 * quarter));
        _weights1 = QuarterSearch.Laid(quarter => Weight((2 * quarter) + 1));

        double Cut(int cut) => cut < cuts.Length ? cuts[cut] : double.NaN;

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<double> a1 = Reached(a, _middle), b1 = Reached(b, _middle);
        Vector256<double> a2 = Reached(a, Avx.PermuteVar(_quarters, a1.AsInt64())), b2 = Reached(b, Avx.PermuteVar(_quarters, b1.AsInt64()));
        Vector256<double> a3 = Reached(a, Avx.BlendVariable(Avx.PermuteVar(_lowEighths, a2.AsInt64()), Avx.PermuteVar(_highEighths, a2.AsInt64()), a1));
        Vector256<double> b3 = Reached(b, Avx.BlendVariable(Avx.PermuteVar(_lowEighths, b2.AsInt64()), Avx.PermuteVar(_highEighths, b2.AsInt64()), b1));
        Vector256<int> m1 = UpperHalves.Lower(a1, b1), m2 = UpperHalves.Lower(a2, b2), m3 = UpperHalves.Lower(a3, b3);
        Vector256<int> minusQuarters = Avx2.Add(Avx2.Add(m1, m1), m2);
        return Avx2.BlendVariable(QuarterSearch.Pick(_weights0, minusQuarters), QuarterSearch.Pick(_weights1, minusQuarters), m3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reached(Vector256<double> values, Vector256<double> cuts) => Avx.Compare(values, cuts, FloatComparisonMode.OrderedGreaterThanOrEqualNonSignaling);
}
