using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 bins between any cuts of which no two share an upper half: the search of <see cref="UpperCuts32"/> on upper halves, and then the lower half of the one cut that they leave open.</summary>
/// <remarks>
/// The search counts the cuts whose upper half is below that of the value. The next cut may have the same upper half; then the value is one bin further if its lower half reaches that of the cut. So that halves
/// order numbers, those of negative ones have their bits flipped. A cut at 0 is taken as −0, the next number beneath: all values that reach one reach the other.
/// </remarks>
internal readonly struct WholeCuts32 : IBinLookup
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;
    private readonly Vector256<int> _sixteenths;
    private readonly Eights _last;
    private readonly Eights _uppers;
    private readonly Eights _lowers;
    private readonly Eights _weights;

    /// <param name="cuts">At most 31, ascending, <see cref="Decides"/>.</param>
    /// <param name="weights">One more.</param>
    public WholeCuts32(double[] cuts, ReadOnlySpan<int> weights)
    {
        _middle = Vector256.Create(Upper(15));
        _quarters = Vector256.Create(Vector128.Create(Upper(7), 0, 0, Upper(23)));
        _eighths = Vector256.Create(Vector128.Create(Upper(3), Upper(27), Upper(19), Upper(11)));
        Span<int> laid = stackalloc int[32];
        laid.Fill(UpperHalves.NoCut);
        for (int i = 0; i < 8; i++)
            laid[i] = Upper((4 * i) + 1);
        _sixteenths = new Eights(laid).First;
        for (int i = 0; i < 16; i++)
            laid[i] = Upper(2 * i);
        _last = new(laid);
        for (int i = 0; i < 32; i++)
            laid[i] = Upper(i);
        _uppers = new(laid);
        for (int i = 0; i < cuts.Length; i++)
            laid[i] = Halves(cuts[i]).Lower;
        _lowers = new(laid);
        laid.Clear();
        weights.CopyTo(laid);
        _weights = new(laid);

        int Upper(int cut) => cut < cuts.Length ? Halves(cuts[cut]).Upper : UpperHalves.NoCut;
    }

    /// <summary>Whether no two cuts share an upper half.</summary>
    public static bool Decides(double[] cuts)
    {
        for (int i = 1; i < cuts.Length; i++)
        {
            if (Halves(cuts[i]).Upper == Halves(cuts[i - 1]).Upper)
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b)
    {
        Vector256<int> upper = UpperHalves.Upper(a, b);
        Vector256<int> negative = Avx2.ShiftRightArithmetic(upper, 31);
        upper = Avx2.Xor(upper, Avx2.ShiftRightLogical(negative, 1));
        Vector256<int> lower = Avx2.Xor(UpperHalves.Lower(a, b), Avx2.Xor(negative, Vector256.Create(int.MinValue)));
        Vector256<int> m1 = Avx2.CompareGreaterThan(upper, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(upper, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> index = Avx2.Add(Avx2.Add(m1, m1), m2);
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(upper, Avx.PermuteVar(_eighths.AsSingle(), index).AsInt32()));
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(upper, Avx2.PermuteVar8x32(_sixteenths, index)));
        index = Avx2.Add(Avx2.Add(index, index), Avx2.CompareGreaterThan(upper, _last.PickOf16(index, m1)));
        Vector256<int> sameUpper = Avx2.CompareEqual(upper, _uppers.PickOf32(index, m1, m2));
        Vector256<int> beneath = Avx2.CompareGreaterThan(_lowers.PickOf32(index, m1, m2), lower);
        index = Avx2.Add(index, Avx2.AndNot(beneath, sameUpper));

        // One bin further may be in the next eight: which eight it is, is read from the index, whose bits 4 and 3 go where a choice looks, to the sign.
        Vector256<int> bin = Avx2.Subtract(Vector256<int>.Zero, index);
        return _weights.PickOf32(index, Avx2.ShiftLeftLogical(bin, 27), Avx2.ShiftLeftLogical(bin, 28));
    }

    /// <summary>The halves of a cut, each so that signed comparison orders them.</summary>
    private static (int Upper, int Lower) Halves(double cut)
    {
        long bits = BitConverter.DoubleToInt64Bits(cut == 0 ? -0.0 : cut);
        int upper = (int)(bits >> 32), negative = upper >> 31;
        return (upper ^ (negative & int.MaxValue), (int)bits ^ negative ^ int.MinValue);
    }
}
