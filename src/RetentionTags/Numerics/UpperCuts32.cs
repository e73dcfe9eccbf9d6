using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 bins between cuts that upper halves decide: <see cref="UpperCuts8"/> with two comparisons more.</summary>
/// <remarks>A register holds eight numbers to pick from. For the sixteen cuts of the last comparison and for the weights, the first comparisons' masks choose among registers.</remarks>
internal readonly struct UpperCuts32 : IBinLookup
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;
    private readonly Vector256<int> _sixteenths;
    private readonly Eights _last;
    private readonly Eights _weights;

    /// <param name="cuts">At most 31, ascending.</param>
    /// <param name="weights">One more.</param>
    public UpperCuts32(double[] cuts, ReadOnlySpan<int> weights)
    {
        _middle = Vector256.Create(Below(15));
        _quarters = Vector256.Create(Vector128.Create(Below(7), 0, 0, Below(23)));
        _eighths = Vector256.Create(Vector128.Create(Below(3), Below(27), Below(19), Below(11)));
        Span<int> laid = stackalloc int[32];
        laid.Clear();
        for (int i = 0; i < 8; i++)
            laid[i] = Below((4 * i) + 1);
        _sixteenths = new Eights(laid).First;
        for (int i = 0; i < 16; i++)
            laid[i] = Below(2 * i);
        _last = new(laid);
        laid.Clear();
        weights.CopyTo(laid);
        _weights = new(laid);

        int Below(int cut) => cut < cuts.Length ? UpperHalves.KeyOf(cuts[cut]) - 1 : UpperHalves.NoCut;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> key = UpperHalves.Keys(a, b);
        Vector256<int> m1 = Avx2.CompareGreaterThan(key, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(key, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> index = Avx2.Add(Avx2.Add(m1, m1), m2);
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(key, Avx.PermuteVar(_eighths.AsSingle(), index).AsInt32()));
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(key, Avx2.PermuteVar8x32(_sixteenths, index)));
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(key, _last.PickOf16(index, m1)));
        return _weights.PickOf32(index, m1, m2);
    }
}
