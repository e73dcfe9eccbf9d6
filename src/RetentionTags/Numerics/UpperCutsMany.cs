using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>More than 32 bins, up to 256, between cuts that upper halves decide: as <see cref="UpperCuts32{TKeys}"/>, with an eighth of them in each place of an <see cref="EighthSearch"/>.</summary>
/// <remarks>For each further bin of an eighth a comparison: the cost grows with the number of bins. Beside <see cref="SteppedWeights"/> it is a third at 64 bins and six tenths at 200.</remarks>
internal readonly struct UpperCutsMany<TKeys> : IBinLookup
    where TKeys : struct, IUpperKeys
{
    /// <summary>The most cuts.</summary>
    public const int Most = 255;

    private readonly EighthSearch _search;

    /// <summary>The weights of the first bins of eighths.</summary>
    private readonly Vector256<int> _first;

    /// <summary>For each further bin the cuts beneath it, and then its weights.</summary>
    private readonly Vector256<int>[] _steps;

    /// <param name="cuts">At most <see cref="Most"/>, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCutsMany(double[] cuts, int[] weights)
    {
        int ofEach = (weights.Length + 7) / 8;
        _search = new(cut => UpperHalves.Below(cuts, cut), ofEach);
        _first = UpperHalves.Laid(eighth => Weight(eighth * ofEach));
        _steps = new Vector256<int>[2 * (ofEach - 1)];
        for (int step = 1; step < ofEach; step++)
        {
            int bin = step;
            _steps[(2 * step) - 2] = UpperHalves.Laid(eighth => UpperHalves.Below(cuts, (eighth * ofEach) + bin - 1));
            _steps[(2 * step) - 1] = UpperHalves.Laid(eighth => Weight((eighth * ofEach) + bin));
        }

        int Weight(int bin) => bin < weights.Length ? weights[bin] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = TKeys.Of(a, b), minusEighths = _search.MinusEighths(key), weights = Avx2.PermuteVar8x32(_first, minusEighths);
        ref Vector256<int> step = ref MemoryMarshal.GetArrayDataReference(_steps);
        for (nuint k = 0; k < (nuint)_steps.Length; k += 2)
        {
            Vector256<int> isReached = Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(Unsafe.Add(ref step, k), minusEighths));
            weights = Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(Unsafe.Add(ref step, k + 1), minusEighths), isReached);
        }

        return weights;
    }
}
