using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>The first two comparisons of a search by halves: which quarter of the places a key lies in, for eight keys at a time.</summary>
/// <remarks>
/// The cut to compare with next is picked, lane by lane, out of a register by what is known so far. A comparison gives −1 or 0, so after two of them 2·m₁ + m₂ is minus the quarter.
/// Picking reads the last two bits of the index: of −k these are those of 4 − k, which is the order in which cuts and weights of quarters are laid out.
/// </remarks>
internal readonly struct QuarterSearch
{
    private readonly Vector256<int> _middle;
    private readonly Vector256<int> _quarters;

    /// <param name="key">The key of a cut, 0 to 4 · <paramref name="ofEach"/> − 2, less one; <see cref="UpperHalves.NoCut"/> where there is none.</param>
    /// <param name="ofEach">The number of places in each quarter.</param>
    public QuarterSearch(Func<int, int> key, int ofEach)
    {
        _middle = Vector256.Create(key((2 * ofEach) - 1));
        _quarters = Vector256.Create(Vector128.Create(key(ofEach - 1), 0, 0, key((3 * ofEach) - 1)));
    }

    /// <summary>A number of each quarter, for <see cref="Pick"/>.</summary>
    /// <param name="number">The number of a quarter.</param>
    public static Vector256<int> Laid(Func<int, int> number) => Vector256.Create(Vector128.Create(number(0), number(3), number(2), number(1)));

    /// <summary>Picks numbers of quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pick(Vector256<int> laid, Vector256<int> minusQuarters) => Avx.PermuteVar(laid.AsSingle(), minusQuarters).AsInt32();

    /// <summary>Minus the quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> MinusQuarters(Vector256<int> keys)
    {
        Vector256<int> m1 = Avx2.CompareGreaterThan(keys, _middle);
        Vector256<int> m2 = Avx2.CompareGreaterThan(keys, Pick(_quarters, m1));
        return Avx2.Add(Avx2.Add(m1, m1), m2);
    }
}
