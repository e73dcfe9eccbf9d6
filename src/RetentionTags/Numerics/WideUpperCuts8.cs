using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between cuts that upper halves decide: three comparisons, sixteen values each.</summary>
internal readonly struct WideUpperCuts8<TKeys> : IWideLookup
    where TKeys : struct, IUpperKeys
{
    private readonly WideSearch _search;
    private readonly Vector512<long> _lowest = Vector512.Create(long.MinValue);
    private readonly Vector512<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    /// <param name="missing">That of NaN.</param>
    public WideUpperCuts8(double[] cuts, int[] weights, int missing)
    {
        _search = new(cut => UpperHalves.Below(cuts, cut), parts: 8, ofEach: 1);
        _weights = WideSearch.LaidWithMissing(weights, missing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b)
    {
        Vector512<int> keys = TKeys.Of(a, b, _lowest);
        Vector512<int> from = Vector512.ConditionalSelect(Vector512.Equals(keys, Vector512.Create(TKeys.OfNaN)), Vector512.Create(8), Vector512.Create(WideSearch.Unused));
        return Avx512F.PermuteVar16x32(_weights, _search.Eighths(keys, from));
    }
}
