using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 8 bins between any cuts: the search of <see cref="WideSearch"/> on doubles, eight to an instruction. Both registers' indices are then put side by side and pick the weights.</summary>
internal readonly struct WideWholeCuts8 : IWideLookup
{
    private readonly WideNumberSearch _search;
    private readonly Vector512<int> _weights;

    /// <param name="cuts">At most 7, ascending.</param>
    /// <param name="weights">One more.</param>
    /// <param name="missing">That of NaN.</param>
    public WideWholeCuts8(double[] cuts, int[] weights, int missing)
    {
        _search = new(cuts, parts: 8, ofEach: 1);
        _weights = WideSearch.LaidWithMissing(weights, missing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b) =>
        Avx512F.PermuteVar16x32(_weights, WideNumberSearch.Narrow(_search.Eighths(a, From(a)), _search.Eighths(b, From(b))));

    /// <summary>A fourth bit of the index for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> From(Vector512<double> values) =>
        Vector512.ConditionalSelect(Vector512.Equals(values, values).AsInt64(), Vector512.Create((long)WideSearch.Unused), Vector512.Create(8L));
}
