using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 256 bins between cuts that upper halves decide: a <see cref="WideSearch"/> finds the sixteenth of the bins that a value lies in, and for each further bin of a sixteenth one more comparison whether it is that or one above.</summary>
internal readonly struct WideUpperCuts<TKeys> : IWideLookup
    where TKeys : struct, IUpperKeys
{
    /// <summary>The most cuts.</summary>
    public const int Most = 255;

    private readonly WideSearch _search;
    private readonly Vector512<long> _lowest = Vector512.Create(long.MinValue);
    private readonly Vector512<int> _missing;

    /// <summary>The weights of the first bins of sixteenths.</summary>
    private readonly Vector512<int> _first;

    /// <summary>For each further bin the cuts beneath it, and then its weights.</summary>
    private readonly Vector512<int>[] _steps;

    /// <param name="cuts">At most <see cref="Most"/>, ascending.</param>
    /// <param name="weights">One more.</param>
    /// <param name="missing">That of NaN.</param>
    public WideUpperCuts(double[] cuts, int[] weights, int missing)
    {
        _missing = Vector512.Create(missing);
        int ofEach = (weights.Length + 15) / 16;
        _search = new(cut => UpperHalves.Below(cuts, cut), parts: 16, ofEach);
        _first = WideSearch.Laid(4, place => Weight(place * ofEach));
        _steps = new Vector512<int>[2 * (ofEach - 1)];
        for (int step = 1; step < ofEach; step++)
        {
            int bin = step;
            _steps[(2 * step) - 2] = WideSearch.Laid(4, place => UpperHalves.Below(cuts, (place * ofEach) + bin - 1));
            _steps[(2 * step) - 1] = WideSearch.Laid(4, place => Weight((place * ofEach) + bin));
        }

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b)
    {
        Vector512<int> keys = TKeys.Of(a, b, _lowest), index = _search.Sixteenths(keys), weights = Avx512F.PermuteVar16x32(_first, index);
        ref Vector512<int> step = ref MemoryMarshal.GetArrayDataReference(_steps);
        for (nuint k = 0; k < (nuint)_steps.Length; k += 2)
        {
            Vector512<int> isReached = Vector512.GreaterThan(keys, Avx512F.PermuteVar16x32(Unsafe.Add(ref step, k), index));
            weights = Vector512.ConditionalSelect(isReached, Avx512F.PermuteVar16x32(Unsafe.Add(ref step, k + 1), index), weights);
        }

        return Avx512F.BlendVariable(weights, _missing, Vector512.Equals(keys, Vector512.Create(TKeys.OfNaN)));
    }
}
