using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>One comparison more than a <see cref="QuarterSearch"/>: which eighth of the places a key lies in, for eight keys at a time. After it 4·m₁ + 2·m₂ + m₃ is minus the eighth.</summary>
internal readonly struct EighthSearch
{
    private readonly QuarterSearch _search;
    private readonly Vector256<int> _eighths;

    /// <param name="key">The key of a cut, 0 to 8 · <paramref name="ofEach"/> − 2, less one; <see cref="UpperHalves.NoCut"/> where there is none.</param>
    /// <param name="ofEach">The number of places in each eighth.</param>
    public EighthSearch(Func<int, int> key, int ofEach)
    {
        _search = new(key, 2 * ofEach);
        _eighths = QuarterSearch.Laid(quarter => key((((2 * quarter) + 1) * ofEach) - 1));
    }

    /// <summary>Minus the eighths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> MinusEighths(Vector256<int> keys)
    {
        Vector256<int> minusQuarters = _search.MinusQuarters(keys);
        return Avx2.Add(Avx2.Add(minusQuarters, minusQuarters), Avx2.CompareGreaterThan(keys, QuarterSearch.Pick(_eighths, minusQuarters)));
    }
}
