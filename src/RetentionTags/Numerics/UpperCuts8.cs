using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between cuts that upper halves decide, two to each quarter of a <see cref="QuarterSearch"/>: three comparisons, eight values each.</summary>
internal readonly struct UpperCuts8<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly QuarterSearch _search;
    private readonly Vector256<int> _cuts;
    private readonly Vector256<int> _weights0;
    private readonly Vector256<int> _weights1;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts8(double[] cuts, int[] weights)
    {
        _search = new(cut => UpperHalves.Below(cuts, cut), ofEach: 2);
        _cuts = QuarterSearch.Laid(quarter => UpperHalves.Below(cuts, 2 * quarter));
        _weights0 = QuarterSearch.Laid(quarter => Weight(2 * quarter));
        _weights1 = QuarterSearch.Laid(quarter => Weight((2 * quarter) + 1));

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = TKeys.Of(a, b), minusQuarters = _search.MinusQuarters(key);
        return Avx2.BlendVariable(QuarterSearch.Pick(_weights0, minusQuarters), QuarterSearch.Pick(_weights1, minusQuarters), Avx2.CompareGreaterThan(key, QuarterSearch.Pick(_cuts, minusQuarters)));
    }
}
