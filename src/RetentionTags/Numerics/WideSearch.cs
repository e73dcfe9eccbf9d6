using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>A search by halves for sixteen keys at a time: which eighth, or which sixteenth, of some places a key lies in.</summary>
/// <remarks>
/// The first comparison sets the lowest bit of the index, the next one the next bit: so the bits known so far pick the cut to compare with, and nothing is shifted. What is picked by an index is laid out in the order of its reversed bits, see <see cref="Laid"/>.
/// </remarks>
internal readonly struct WideSearch
{
    /// <summary>A bit of indices that does not pick anything. From 0 the compiler would make one instruction more.</summary>
    public const int Unused = 16;

    private readonly Vector512<int> _middle;
    private readonly Vector512<int> _lowQuarter;
    private readonly Vector512<int> _highQuarter;
    private readonly Vector512<int> _eighths;
    private readonly Vector512<int> _sixteenths;

    /// <param name="key">The key of a cut, 0 to <paramref name="parts"/> · <paramref name="ofEach"/> − 2, less one; <see cref="UpperHalves.NoCut"/> where there is none.</param>
    /// <param name="parts">8 or 16.</param>
    /// <param name="ofEach">The number of places in each part.</param>
    public WideSearch(Func<int, int> key, int parts, int ofEach)
    {
        int quarter = parts / 4 * ofEach, eighth = parts / 8 * ofEach;
        _middle = Vector512.Create(key((2 * quarter) - 1));
        _lowQuarter = Vector512.Create(key(quarter - 1));
        _highQuarter = Vector512.Create(key((3 * quarter) - 1));
        _eighths = Laid(2, place => key((((2 * place) + 1) * eighth) - 1));
        _sixteenths = parts == 16 ? Laid(3, place => key((((2 * place) + 1) * ofEach) - 1)) : default;
    }

    /// <summary>A number of each place, to be picked by indices of so many bits.</summary>
    /// <param name="bits">At most 4.</param>
    /// <param name="number">The number of a place.</param>
    public static Vector512<int> Laid(int bits, Func<int, int> number)
    {
        Span<int> laid = stackalloc int[16];
        for (int index = 0; index < laid.Length; index++)
            laid[index] = number(PlaceOf(bits, index));
        return Vector512.Create<int>(laid);
    }

    /// <summary>The weights of up to eight bins, and in the places whose indices have a fourth bit that of missing.</summary>
    public static Vector512<int> LaidWithMissing(int[] weights, int missing) =>
        Vector512.Create(Laid(3, bin => bin < weights.Length ? weights[bin] : 0).GetLower(), Vector256.Create(missing));

    /// <summary>The place of an index: its bits from the lowest to the highest.</summary>
    public static int PlaceOf(int bits, int index)
    {
        int place = 0;
        for (int bit = 0; bit < bits; bit++)
            place = (2 * place) + ((index >> bit) & 1);
        return place;
    }

    /// <summary>Indices of three bits, added to others that have none of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Eighths(Vector512<int> keys, Vector512<int> from)
    {
        // Written twice, the comparison is made once and stays a mask; in a variable it would become a register and an instruction more.
        Vector512<int> index = Next(from, keys, _middle, 1);
        index = Next(index, keys, Vector512.ConditionalSelect(Vector512.GreaterThan(keys, _middle), _highQuarter, _lowQuarter), 2);
        return Next(index, keys, Avx512F.PermuteVar16x32(_eighths, index), 4);
    }

    /// <summary>Indices of four bits, whose higher bits mean nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Sixteenths(Vector512<int> keys)
    {
        Vector512<int> index = Eighths(keys, Vector512.Create(Unused));
        return Next(index, keys, Avx512F.PermuteVar16x32(_sixteenths, index), 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Next(Vector512<int> index, Vector512<int> keys, Vector512<int> cuts, int bit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(keys, cuts), index + Vector512.Create(bit), index);
}
