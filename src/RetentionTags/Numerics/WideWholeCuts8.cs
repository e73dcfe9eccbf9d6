using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between any cuts: the search of <see cref="WideSearch"/> on doubles, eight to an instruction. Both registers' indices, −1 for NaN, are then put side by side and pick the weights.</summary>
internal readonly struct WideWholeCuts8 : IWideLookup
{
    private readonly WideNumberSearch _search;
    private readonly Vector512<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    public WideWholeCuts8(double[] cuts, int[] weights)
    {
        _search = new(cuts, parts: 8, ofEach: 1);
        _weights = WideSearch.Laid(3, bin => bin < weights.Length ? weights[bin] : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b, Vector512<int> missing)
    {
        Vector512<int> index = WideNumberSearch.Narrow(WideNumberSearch.Mark(_search.Eighths(a), a), WideNumberSearch.Mark(_search.Eighths(b), b));
        return Avx512F.BlendVariable(Avx512F.PermuteVar16x32(_weights, index), missing, Vector512.LessThan(index, Vector512<int>.Zero));
    }
}
