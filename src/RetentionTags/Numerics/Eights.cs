using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Up to 32 numbers in four registers, to be picked from lane by lane. The index is minus the place, as sums of comparisons' masks are.</summary>
internal readonly struct Eights
{
    private readonly Vector256<int> _second;
    private readonly Vector256<int> _third;
    private readonly Vector256<int> _fourth;

    /// <param name="numbers">32 numbers.</param>
    public Eights(ReadOnlySpan<int> numbers)
    {
        First = Laid(numbers);
        _second = Laid(numbers[8..]);
        _third = Laid(numbers[16..]);
        _fourth = Laid(numbers[24..]);
    }

    public Vector256<int> First { get; }

    /// <summary>Of the first 16: the last three bits of the index pick in both registers, the sign of <paramref name="second"/> chooses between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> PickOf16(Vector256<int> index, Vector256<int> second) =>
        Avx2.BlendVariable(Avx2.PermuteVar8x32(First, index), Avx2.PermuteVar8x32(_second, index), second);

    /// <summary>Of all 32: the sign of <paramref name="upper"/> chooses between sixteens, that of <paramref name="second"/> between eights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> PickOf32(Vector256<int> index, Vector256<int> upper, Vector256<int> second) =>
        Avx2.BlendVariable(
            PickOf16(index, second),
            Avx2.BlendVariable(Avx2.PermuteVar8x32(_third, index), Avx2.PermuteVar8x32(_fourth, index), second),
            upper);

    /// <summary>Number k goes to the lane that the last three bits of −k name.</summary>
    private static Vector256<int> Laid(ReadOnlySpan<int> numbers)
    {
        Span<int> laid = stackalloc int[8];
        for (int i = 0; i < laid.Length; i++)
            laid[-i & 7] = numbers[i];
        return Vector256.Create<int>(laid);
    }
}
