using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 20 bins between cuts that upper halves decide: a <see cref="QuarterSearch"/> finds the five bins that a value may lie in, and four more comparisons which of them it is.</summary>
/// <remarks>
/// The four cuts between the five bins, and the five weights, are picked by the same index and wait for nothing else; a comparison then exchanges one weight for the next. Picking out of four costs a third of what picking out of eight does
/// (<see cref="UpperCuts32{TKeys}"/>), so two comparisons more are still cheaper: measured, 24 %.
/// </remarks>
internal readonly struct UpperCuts20<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    private readonly QuarterSearch _search;
    private readonly Vector256<int> _cuts0;
    private readonly Vector256<int> _cuts1;
    private readonly Vector256<int> _cuts2;
    private readonly Vector256<int> _cuts3;
    private readonly Vector256<int> _weights0;
    private readonly Vector256<int> _weights1;
    private readonly Vector256<int> _weights2;
    private readonly Vector256<int> _weights3;
    private readonly Vector256<int> _weights4;

    /// <param name="cuts">At most 19, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts20(double[] cuts, int[] weights)
    {
        _search = new(cut => UpperHalves.Below(cuts, cut), ofEach: 5);
        _cuts0 = QuarterSearch.Laid(five => UpperHalves.Below(cuts, 5 * five));
        _cuts1 = QuarterSearch.Laid(five => UpperHalves.Below(cuts, (5 * five) + 1));
        _cuts2 = QuarterSearch.Laid(five => UpperHalves.Below(cuts, (5 * five) + 2));
        _cuts3 = QuarterSearch.Laid(five => UpperHalves.Below(cuts, (5 * five) + 3));
        _weights0 = QuarterSearch.Laid(five => Weight(5 * five));
        _weights1 = QuarterSearch.Laid(five => Weight((5 * five) + 1));
        _weights2 = QuarterSearch.Laid(five => Weight((5 * five) + 2));
        _weights3 = QuarterSearch.Laid(five => Weight((5 * five) + 3));
        _weights4 = QuarterSearch.Laid(five => Weight((5 * five) + 4));

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = TKeys.Of(a, b), minusFive = _search.MinusQuarters(key);
        Vector256<int> weights = Exchange(QuarterSearch.Pick(_weights0, minusFive), _weights1, _cuts0, key, minusFive);
        weights = Exchange(weights, _weights2, _cuts1, key, minusFive);
        weights = Exchange(weights, _weights3, _cuts2, key, minusFive);
        return Exchange(weights, _weights4, _cuts3, key, minusFive);
    }

    /// <summary>The weights of the bins above in place of others where the cut is reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Exchange(Vector256<int> weights, Vector256<int> above, Vector256<int> cuts, Vector256<int> key, Vector256<int> minusFive) =>
        Avx2.BlendVariable(weights, QuarterSearch.Pick(above, minusFive), Avx2.CompareGreaterThan(key, QuarterSearch.Pick(cuts, minusFive)));
}
