using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>A <see cref="WideSearch"/> among doubles, eight at a time.</summary>
internal readonly struct WideNumberSearch
{
    private readonly Vector512<double> _middle;
    private readonly Vector512<double> _lowQuarter;
    private readonly Vector512<double> _highQuarter;
    private readonly Vector512<double> _eighths;
    private readonly Vector512<double> _sixteenths;

    /// <param name="cuts">Ascending, fewer than <paramref name="parts"/> · <paramref name="ofEach"/>.</param>
    /// <param name="parts">8 or 16.</param>
    /// <param name="ofEach">The number of places in each part.</param>
    public WideNumberSearch(double[] cuts, int parts, int ofEach)
    {
        int quarter = parts / 4 * ofEach, eighth = parts / 8 * ofEach;
        _middle = Vector512.Create(CutOf(cuts, (2 * quarter) - 1));
        _lowQuarter = Vector512.Create(CutOf(cuts, quarter - 1));
        _highQuarter = Vector512.Create(CutOf(cuts, (3 * quarter) - 1));
        _eighths = Laid(2, place => CutOf(cuts, (((2 * place) + 1) * eighth) - 1));
        _sixteenths = parts == 16 ? Laid(3, place => CutOf(cuts, (((2 * place) + 1) * ofEach) - 1)) : default;
    }

    /// <summary>A cut, and NaN, which no value reaches, where there is none.</summary>
    public static double CutOf(double[] cuts, int cut) => cut < cuts.Length ? cuts[cut] : double.NaN;

    /// <summary>A number of each place, to be picked by indices of so many bits.</summary>
    /// <param name="bits">At most 3.</param>
    /// <param name="number">The number of a place.</param>
    public static Vector512<double> Laid(int bits, Func<int, double> number)
    {
        Span<double> laid = stackalloc double[8];
        for (int index = 0; index < laid.Length; index++)
            laid[index] = number(WideSearch.PlaceOf(bits, index));
        return Vector512.Create<double>(laid);
    }

    /// <summary>Indices of which those of NaN are −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Mark(Vector512<long> index, Vector512<double> values) => Vector512.ConditionalSelect(Vector512.Equals(values, values).AsInt64(), index, Vector512<long>.AllBitsSet);

    /// <summary>The lower halves of two registers side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Narrow(Vector512<long> a, Vector512<long> b) => Avx512F.PermuteVar16x32x2(a.AsInt32(), UpperHalves.Evens, b.AsInt32());

    /// <summary>Indices of three bits, added to others that have none of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Eighths(Vector512<double> values, Vector512<long> from)
    {
        Vector512<long> index = Next(from, values, _middle, 1); // and the comparison again, as in WideSearch
        index = Next(index, values, Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(values, _middle), _highQuarter, _lowQuarter), 2);
        return Next(index, values, Avx512F.PermuteVar8x64(_eighths, index), 4);
    }

    /// <summary>Indices of four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Sixteenths(Vector512<double> values)
    {
        Vector512<long> index = Eighths(values, Vector512<long>.Zero);
        return Next(index, values, Avx512F.PermuteVar8x64(_sixteenths, index), 8);
    }

    /// <summary>Indices to which a number is added where cuts are reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Next(Vector512<long> index, Vector512<double> values, Vector512<double> cuts, long added) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(values, cuts).AsInt64(), index + Vector512.Create(added), index);
}
