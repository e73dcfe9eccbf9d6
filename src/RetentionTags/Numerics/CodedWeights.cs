using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Weights of rows that are coded already: a bin's index in a byte, or a category's code. Nothing is searched, the code is the place in a table.</summary>
internal sealed class CodedWeights
{
    private const int InRegisters = 16;
    private const int AheadBytes = 1024;

    /// <summary>Of so many weights only one is not in the first register.</summary>
    private const int InOneAndABit = 9;

    private readonly int[] _weights;
    private readonly Vector256<int> _low;
    private readonly Vector256<int> _high;

    /// <summary>The bytes of the weights, the lowest first: sixteen of each in both halves of a register.</summary>
    private readonly Vector256<byte>[] _bytes;

    /// <param name="weights">One for each code from 0 on.</param>
    public CodedWeights(ReadOnlySpan<int> weights)
    {
        _weights = weights.ToArray();
        Span<int> first = stackalloc int[InRegisters];
        first.Clear();
        weights[..Math.Min(weights.Length, InRegisters)].CopyTo(first);
        _low = Vector256.Create<int>(first);
        _bytes = [BytesOf(first, 0), BytesOf(first, 1), BytesOf(first, 2), BytesOf(first, 3)];
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

    /// <summary>Whether four columns at once can be added.</summary>
    public bool AddsInFours => Avx2.IsSupported && _weights.Length <= InRegisters;

    /// <summary>Adds the weights of four columns, all of which <see cref="AddsInFours"/>: about half of the time of one after the other.</summary>
    /// <remarks>
    /// Thirty-two codes pick the four bytes of their weights one by one out of sixteen, and bytes are put side by side: within each half of a register these are the weights of four rows that follow each other. Sums of the four columns are then put in the
    /// order of rows. Stops ahead of the first 32 rows in which a code has no weight.
    /// </remarks>
    /// <returns>How many rows were added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe int AddMostOfFour(CodedWeights one, CodedWeights two, CodedWeights three, CodedWeights four, Span<int> sums, ReadOnlySpan<byte> ofOne, ReadOnlySpan<byte> ofTwo, ReadOnlySpan<byte> ofThree, ReadOnlySpan<byte> ofFour)
    {
        Vector256<byte> last1 = one.Last, last2 = two.Last, last3 = three.Last, last4 = four.Last;
        int i = 0;
        fixed (int* sum = sums)
        fixed (byte* codes1 = ofOne, codes2 = ofTwo, codes3 = ofThree, codes4 = ofFour)
        fixed (Vector256<byte>* bytes1 = one._bytes, bytes2 = two._bytes, bytes3 = three._bytes, bytes4 = four._bytes)
        {
            for (; i <= sums.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                Sse.Prefetch0(codes1 + i + AheadBytes);
                Sse.Prefetch0(codes2 + i + AheadBytes);
                Sse.Prefetch0(codes3 + i + AheadBytes);
                Sse.Prefetch0(codes4 + i + AheadBytes);
                Vector256<byte> c1 = Vector256.Load(codes1 + i), c2 = Vector256.Load(codes2 + i), c3 = Vector256.Load(codes3 + i), c4 = Vector256.Load(codes4 + i);
                Vector256<byte> beyond = Avx2.Or(Avx2.Or(Avx2.SubtractSaturate(c1, last1), Avx2.SubtractSaturate(c2, last2)), Avx2.Or(Avx2.SubtractSaturate(c3, last3), Avx2.SubtractSaturate(c4, last4)));
                if (!Avx.TestZ(beyond, beyond))
                    break;
                Vector256<int> a = Vector256<int>.Zero, b = a, c = a, d = a;
                AddWeights(bytes1, c1, ref a, ref b, ref c, ref d);
                AddWeights(bytes2, c2, ref a, ref b, ref c, ref d);
                AddWeights(bytes3, c3, ref a, ref b, ref c, ref d);
                AddWeights(bytes4, c4, ref a, ref b, ref c, ref d);
                (Vector256.Load(sum + i) + Avx2.Permute2x128(a, b, 0x20)).Store(sum + i);
                (Vector256.Load(sum + i + 8) + Avx2.Permute2x128(c, d, 0x20)).Store(sum + i + 8);
                (Vector256.Load(sum + i + 16) + Avx2.Permute2x128(a, b, 0x31)).Store(sum + i + 16);
                (Vector256.Load(sum + i + 24) + Avx2.Permute2x128(c, d, 0x31)).Store(sum + i + 24);
            }
        }

        return i;
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
        ref int sum = ref MemoryMarshal.GetReference(sums);
        Vector256<int> low = _low, high = _high, seven = Vector256.Create(7);
        Vector256<byte> last = Last;
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

    /// <summary>The last code that has a weight, as often as a register holds it.</summary>
    private Vector256<byte> Last => Vector256.Create((byte)(_weights.Length - 1));

    private static Vector256<byte> BytesOf(ReadOnlySpan<int> weights, int place)
    {
        Span<byte> bytes = stackalloc byte[InRegisters];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(weights[i] >> (8 * place));
        return Vector256.Create(Vector128.Create<byte>(bytes), Vector128.Create<byte>(bytes));
    }

    /// <summary>Adds the weights of 32 codes: rows 0 to 3 and 16 to 19, the next four of both halves, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddWeights(Vector256<byte>* bytes, Vector256<byte> codes, ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d)
    {
        Vector256<byte> byte0 = Avx2.Shuffle(bytes[0], codes), byte1 = Avx2.Shuffle(bytes[1], codes), byte2 = Avx2.Shuffle(bytes[2], codes), byte3 = Avx2.Shuffle(bytes[3], codes);
        Vector256<short> low = Avx2.UnpackLow(byte0, byte1).AsInt16(), high = Avx2.UnpackLow(byte2, byte3).AsInt16();
        a += Avx2.UnpackLow(low, high).AsInt32();
        b += Avx2.UnpackHigh(low, high).AsInt32();
        low = Avx2.UnpackHigh(byte0, byte1).AsInt16();
        high = Avx2.UnpackHigh(byte2, byte3).AsInt16();
        c += Avx2.UnpackLow(low, high).AsInt32();
        d += Avx2.UnpackHigh(low, high).AsInt32();
    }
}
