using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// Doubles by their 32-bit halves, eight to a register. Read as integers and with the bits below the sign flipped in negative numbers, doubles are ordered as the numbers are; so the upper halves alone decide whether a value reaches
/// a cut whose lower half is zero.
/// </summary>
internal static class UpperHalves
{
    /// <summary>A key that no number is above, for places without a cut.</summary>
    public const int NoCut = int.MaxValue;

    /// <summary>What picks lower halves out of two registers of eight numbers.</summary>
    public static Vector512<int> Evens => Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);

    private static Vector512<int> Odds => Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);

    /// <summary>Whether the lower half of a cut is zero: so are whole numbers below 2²¹, quarters, and most cuts that <see cref="ShortestCut"/> chooses.</summary>
    public static bool Decide(double cut) => (uint)BitConverter.DoubleToInt64Bits(cut) == 0;

    /// <summary>The key of a cut whose lower half is zero, less one, since keys are compared by "greater". Below 0 the key is minus the magnitude's, so that −0 and 0 share one.</summary>
    public static int Below(double[] cuts, int cut)
    {
        if (cut >= cuts.Length)
            return NoCut;
        int upper = (int)(BitConverter.DoubleToInt64Bits(cuts[cut]) >> 32);
        return (upper < 0 ? -(upper & int.MaxValue) : upper) - 1;
    }

    /// <summary>The upper halves of eight numbers, of which <paramref name="a"/> holds the first four. Halves are put side by side within each 128 bits, so they come in the order 0, 1, 4, 5, 2, 3, 6, 7: the order of halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Upper(Vector256<double> a, Vector256<double> b) => Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsInt32();

    /// <summary>The upper halves of sixteen numbers, of which <paramref name="a"/> holds the first eight, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Upper(Vector512<double> a, Vector512<double> b) => Avx512F.PermuteVar16x32x2(a.AsInt32(), Odds, b.AsInt32());

    /// <summary>The lower halves; of masks, which are −1 or 0 throughout, either half will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Lower(Vector256<double> a, Vector256<double> b) => Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsInt32();

    /// <summary>Lanes that come in the order of halves, in the order of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> InRowOrder(Vector256<int> halves) => Avx2.Permute4x64(halves.AsInt64(), 0b11_01_10_00).AsInt32();

    /// <summary>The same for many; those beyond whole groups of eight stay where they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PutInRowOrder(Span<int> halves)
    {
        ref int first = ref MemoryMarshal.GetReference(halves);
        nuint end = (nuint)(halves.Length & -Vector256<int>.Count);
        for (nuint i = 0; i < end; i += (nuint)Vector256<int>.Count)
            InRowOrder(Vector256.LoadUnsafe(ref first, i)).StoreUnsafe(ref first, i);
    }

    /// <summary>Eight numbers to be picked by minus their place, as sums of comparisons' masks are: number k goes to the lane that the last three bits of −k name.</summary>
    /// <param name="number">The number of a place.</param>
    public static Vector256<int> Laid(Func<int, int> number)
    {
        Span<int> laid = stackalloc int[8];
        for (int place = 0; place < laid.Length; place++)
            laid[-place & 7] = number(place);
        return Vector256.Create<int>(laid);
    }
}
