using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Weights of rows that are coded already: a bin's index in a byte, or a category's code. Nothing is searched, the code is the place in a table.</summary>
internal sealed class CodedWeights
{
    private const int InRegisters = 16;

    /// <summary>Of so many weights only one is not in the first register.</summary>
    private const int InOneAndABit = 9;

    private readonly int[] _weights;
    private readonly Vector256<int> _low;
    private readonly Vector256<int> _high;

    /// <param name="weights">One for each code from 0 on.</param>
    public CodedWeights(ReadOnlySpan<int> weights)
    {
        _weights = weights.ToArray();
        Span<int> first = stackalloc int[InRegisters];
        first.Clear();
        weights[..Math.Min(weights.Length, InRegisters)].CopyTo(first);
        _low = Vector256.Create<int>(first);
        _high = weights.Length <= InOneAndABit ? Vector256.Create(first[8]) : Vector256.Create<int>(first[8..]);
    }

    /// <summary>sums[i] += weights[codes[i]]. Up to sixteen weights stand in two registers, from which eight codes pick at a time; of more, each is read from the table.</summary>
    /// <returns>The first row whose code has no weight, and −1 when there is none; sums are then of no use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AddTo(Span<int> sums, ReadOnlySpan<byte> codes)
    {
        int first = Avx2.IsSupported && _weights.Length <= InRegisters ? AddMost(sums, codes) : 0;
        for (int i = first; i < codes.Length; i++)
        {
            if (codes[i] >= _weights.Length)
                return i;
            sums[i] += _weights[codes[i]];
        }

        return -1;
    }

    /// <summary>sums[i] += weights[codes[i] + 1], so that the first weight is that of the code −1; it is also that of rows without a value, whose codes may be anything.</summary>
    /// <returns>The first row whose code has no weight, and −1 when there is none; sums are then of no use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int AddTo(Span<int> sums, ReadOnlySpan<int> codes, ValidRows validity, ReadOnlySpan<int> weights)
    {
        bool all = validity.All;
        for (int i = 0; i < codes.Length; i++)
        {
            uint place = all || validity[i] ? (uint)(codes[i] + 1) : 0;
            if (place >= (uint)weights.Length)
                return i;
            sums[i] += weights[(int)place];
        }

        return -1;
    }

    /// <summary>
    /// Stops ahead of the first 32 codes that hold one without a weight. Bytes become lanes of 32 bits; the last three bits of a lane pick from both registers, and the comparison with 7 chooses. Where the second register holds the same
    /// weight throughout, since there are no more than nine (eight bins and that of missing values), nothing needs to be picked from it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe int AddMost(Span<int> sums, ReadOnlySpan<byte> codes)
    {
        const int AheadBytes = 1024;
        ref int sum = ref MemoryMarshal.GetReference(sums);
        Vector256<int> low = _low, high = _high, seven = Vector256.Create(7);
        Vector256<byte> last = Vector256.Create((byte)(_weights.Length - 1));
        bool isNine = _weights.Length <= InOneAndABit;
        nuint i = 0, end = (nuint)(codes.Length & -Vector256<byte>.Count);
        fixed (byte* code = codes)
        {
            for (; i < end; i += (nuint)Vector256<byte>.Count)
            {
                Sse.Prefetch0(code + i + AheadBytes);
                Vector256<byte> all = Vector256.Load(code + i);
                if (Avx2.MoveMask(Avx2.CompareEqual(Avx2.Max(all, last), last)) != -1)
                    break;
                for (nuint j = i; j < i + (nuint)Vector256<byte>.Count; j += 8)
                {
                    Vector256<int> lanes = Avx2.ConvertToVector256Int32(code + j);
                    Vector256<int> second = isNine ? high : Avx2.PermuteVar8x32(high, lanes);
                    Vector256<int> weights = Avx2.BlendVariable(Avx2.PermuteVar8x32(low, lanes), second, Avx2.CompareGreaterThan(lanes, seven));
                    Avx2.Add(Vector256.LoadUnsafe(ref sum, j), weights).StoreUnsafe(ref sum, j);
                }
            }
        }

        return (int)i;
    }
}
