using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>The first three comparisons of a search by halves: which eighth of the places a key lies in, for eight keys at a time.</summary>
/// <remarks>
/// The cut to compare with next is picked, lane by lane, out of a register by what is known so far. A comparison gives −1 or 0, so after three of them 4·m₁ + 2·m₂ + m₃ is minus the eighth.
/// Picking reads the last two bits of the index: of −k these are those of 4 − k, which is the order in which cuts are laid out.
/// </remarks>
internal readonly struct EighthSearch
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;
    private readonly Vector256<int> _eighths;

    /// <param name="key">The key of a cut, 0 to 8 · <paramref name="ofEach"/> − 2, less one; <see cref="UpperHalves.NoCut"/> where there is none.</param>
    /// <param name="ofEach">The number of places in each eighth.</param>
    public EighthSearch(Func<int, int> key, int ofEach)
    {
        _middle = Vector256.Create(Above(4));
        _quarters = Vector256.Create(Vector128.Create(Above(2), 0, 0, Above(6)));
        _eighths = Vector256.Create(Vector128.Create(Above(1), Above(7), Above(5), Above(3)));

        int Above(int eighth) => key((eighth * ofEach) - 1);
    }

    /// <summary>Minus the eighths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> MinusEighths(Vector256<int> keys)
    {
        Vector256<int> m1 = Avx2.CompareGreaterThan(keys, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(keys, Avx.PermuteVar(_quarters.AsSingle(), m1).AsInt32());
        Vector256<int> minusQuarter = Avx2.Add(Avx2.Add(m1, m1), m2);
        Vector256<int> m3 = Avx2.CompareGreaterThan(keys, Avx.PermuteVar(_eighths.AsSingle(), minusQuarter).AsInt32());
        return Avx2.Add(Avx2.Add(minusQuarter, minusQuarter), m3);
    }
}
