using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 256 bins between any cuts: as <see cref="WideUpperCuts{TKeys}"/>, on doubles. For each further bin of a sixteenth 16 is added to the index where its cut is reached, and at the end the index picks the weight, by its last four bits and by what is above them.</summary>
internal readonly struct WideWholeCuts : IWideLookup
{
    /// <summary>The most cuts.</summary>
    public const int Most = 255;

    private const int Sixteen = 16;

    private readonly WideNumberSearch _search;
    private readonly Vector512<int> _missing;

    /// <summary>The weights of the first bins of sixteenths.</summary>
    private readonly Vector512<int> _first;

    /// <summary>For each further bin the cuts beneath it, eight and eight.</summary>
    private readonly Vector512<double>[] _cuts;

    /// <summary>The weights of each further bin.</summary>
    private readonly Vector512<int>[] _weights;

    /// <param name="cuts">At most <see cref="Most"/>, ascending.</param>
    /// <param name="weights">One more.</param>
    /// <param name="missing">That of NaN.</param>
    public WideWholeCuts(double[] cuts, int[] weights, int missing)
    {
        _missing = Vector512.Create(missing);
        int ofEach = (weights.Length + Sixteen - 1) / Sixteen;
        _search = new(cuts, Sixteen, ofEach);
        _first = WideSearch.Laid(4, place => Weight(place * ofEach));
        _cuts = new Vector512<double>[2 * (ofEach - 1)];
        _weights = new Vector512<int>[ofEach - 1];
        for (int step = 1; step < ofEach; step++)
        {
            int bin = step;
            for (int half = 0; half < 2; half++)
            {
                // The fourth bit of an index, which chooses the half, is the last of its place.
                int odd = half;
                _cuts[(2 * step) - 2 + half] = WideNumberSearch.Laid(3, place => WideNumberSearch.CutOf(cuts, (((2 * place) + odd) * ofEach) + bin - 1));
            }

            _weights[step - 1] = WideSearch.Laid(4, place => Weight((place * ofEach) + bin));
        }

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b)
    {
        Vector512<long> indexA = _search.Sixteenths(a), indexB = _search.Sixteenths(b);
        ref Vector512<double> cut = ref MemoryMarshal.GetArrayDataReference(_cuts);
        for (nuint k = 0; k < (nuint)_cuts.Length; k += 2)
        {
            indexA = WideNumberSearch.Next(indexA, a, Avx512F.PermuteVar8x64x2(Unsafe.Add(ref cut, k), indexA, Unsafe.Add(ref cut, k + 1)), Sixteen);
            indexB = WideNumberSearch.Next(indexB, b, Avx512F.PermuteVar8x64x2(Unsafe.Add(ref cut, k), indexB, Unsafe.Add(ref cut, k + 1)), Sixteen);
        }

        Vector512<int> index = WideNumberSearch.Narrow(WideNumberSearch.Mark(indexA, a), WideNumberSearch.Mark(indexB, b)), weights = Avx512F.PermuteVar16x32(_first, index), from = Vector512.Create(Sixteen);
        ref Vector512<int> step = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (nuint k = 0; k < (nuint)_weights.Length; k++)
        {
            weights = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(index, from), Avx512F.PermuteVar16x32(Unsafe.Add(ref step, k), index), weights);
            from += Vector512.Create(Sixteen);
        }

        return Avx512F.BlendVariable(weights, _missing, Vector512.LessThan(index, Vector512<int>.Zero));
    }
}
