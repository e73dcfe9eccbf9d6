using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 bins between any cuts of which no two share an upper half: as <see cref="UpperCuts32{TKeys}"/>, with both halves in the last comparisons.</summary>
/// <remarks>
/// The first three comparisons ask whether the upper half is above that of every fourth cut. They leave four bins, and of a value that has the upper half of the cut above these also the next bin: so four cuts are picked, and a value
/// reaches one if its upper half is greater, or the same and its lower half is not less. So that halves order numbers, those of negative ones have their bits flipped. A cut at 0 is taken as −0, the number just beneath: what reaches the one reaches the other.
/// </remarks>
internal readonly struct WholeCuts32 : IBinLookup
{
    private readonly EighthSearch _search;
    private readonly Cuts _cuts0;
    private readonly Cuts _cuts1;
    private readonly Cuts _cuts2;
    private readonly Cuts _cuts3;
    private readonly Vector256<int> _weights;

    /// <param name="cuts">At most 31, ascending, <see cref="Decides"/>.</param>
    /// <param name="weights">One more.</param>
    public WholeCuts32(double[] cuts, int[] weights)
    {
        _search = new(cut => Upper(cuts, cut), ofEach: 4);
        _weights = UpperHalves.Laid(four => 4 * four < weights.Length ? weights[4 * four] : 0);
        _cuts0 = new(cuts, weights, 0);
        _cuts1 = new(cuts, weights, 1);
        _cuts2 = new(cuts, weights, 2);
        _cuts3 = new(cuts, weights, 3);
    }

    /// <summary>Whether no two cuts share an upper half.</summary>
    public static bool Decides(double[] cuts)
    {
        for (int i = 1; i < cuts.Length; i++)
        {
            if (Upper(cuts, i) == Upper(cuts, i - 1))
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
        Vector256<int> minusFour = _search.MinusEighths(upper);
        Vector256<int> weights = _cuts0.Exchange(Avx2.PermuteVar8x32(_weights, minusFour), minusFour, upper, lower);
        weights = _cuts1.Exchange(weights, minusFour, upper, lower);
        weights = _cuts2.Exchange(weights, minusFour, upper, lower);
        return _cuts3.Exchange(weights, minusFour, upper, lower);
    }

    private static int Upper(double[] cuts, int cut) => cut < cuts.Length ? Halves(cuts[cut]).Upper : UpperHalves.NoCut;

    /// <summary>The halves of a cut, each so that signed comparison orders them.</summary>
    private static (int Upper, int Lower) Halves(double cut)
    {
        long bits = BitConverter.DoubleToInt64Bits(cut == 0 ? -0.0 : cut);
        int upper = (int)(bits >> 32), negative = upper >> 31;
        return (upper ^ (negative & int.MaxValue), (int)bits ^ negative ^ int.MinValue);
    }

    /// <summary>One cut of each four, and the weights of the bins above them.</summary>
    private readonly struct Cuts(double[] cuts, int[] weights, int ofFour)
    {
        private readonly Vector256<int> _upper = UpperHalves.Laid(four => Upper(cuts, (4 * four) + ofFour));
        private readonly Vector256<int> _lower = UpperHalves.Laid(four => (4 * four) + ofFour < cuts.Length ? Halves(cuts[(4 * four) + ofFour]).Lower : 0);
        private readonly Vector256<int> _weights = UpperHalves.Laid(four => (4 * four) + ofFour + 1 < weights.Length ? weights[(4 * four) + ofFour + 1] : 0);

        /// <summary>The weights of the bins above in place of others where the cut is reached.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<int> Exchange(Vector256<int> weights, Vector256<int> minusFour, Vector256<int> upper, Vector256<int> lower)
        {
            Vector256<int> cut = Avx2.PermuteVar8x32(_upper, minusFour);
            Vector256<int> isBeneath = Avx2.CompareGreaterThan(Avx2.PermuteVar8x32(_lower, minusFour), lower);
            Vector256<int> isReached = Avx2.Or(Avx2.CompareGreaterThan(upper, cut), Avx2.AndNot(isBeneath, Avx2.CompareEqual(upper, cut)));
            return Avx2.BlendVariable(weights, Avx2.PermuteVar8x32(_weights, minusFour), isReached);
        }
    }
}
