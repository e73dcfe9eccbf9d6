using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Codes numbers by the interval that they lie in: the code is the number of cuts that are not above the value, and one more than the number of cuts for NaN.</summary>
internal sealed class CutCodes
{
    /// <summary>There are fewer cuts than this, so that codes have 16 bits.</summary>
    public const int Most = ushort.MaxValue;

    /// <summary>Cuts that one turn compares with; of more, every sixteenth is compared first, and then the sixteen from there on.</summary>
    private const int Group = 16;

    private readonly double[] _cuts;

    /// <summary>The cuts, and above them enough infinite ones (NaN: no value reaches them) to make groups whole.</summary>
    private readonly double[] _padded;

    /// <summary>Every sixteenth cut: a value that reaches g of them lies in the group of cuts from 16g on.</summary>
    private readonly double[] _heads;

    /// <param name="cuts">Ascending.</param>
    public CutCodes(ReadOnlySpan<double> cuts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cuts.Length, Most, nameof(cuts));
        _cuts = cuts.ToArray();
        _padded = new double[(cuts.Length / Group * Group) + Group];
        _padded.AsSpan().Fill(double.NaN);
        cuts.CopyTo(_padded);
        _heads = [.. Enumerable.Range(0, cuts.Length / Group).Select(group => _padded[(group * Group) + Group - 1])];
    }

    /// <summary>The code of NaN.</summary>
    public int Missing => _cuts.Length + 1;

    /// <summary>The number of codes.</summary>
    public int CodeCount => _cuts.Length + 2;

    /// <summary>
    /// The code of each value. Up to sixteen cuts are compared with four values at a time, and the comparisons' masks, −1 where a cut is reached, are subtracted; of more cuts, each value is compared
    /// with the heads of groups and then with one group, four cuts at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ToCodes(ReadOnlySpan<double> values, Span<ushort> codes)
    {
        int i = _heads.Length == 0 ? FewCuts(values, codes) : 0;
        for (; i < values.Length; i++)
            codes[i] = (ushort)(double.IsNaN(values[i]) ? Missing : _heads.Length == 0 ? CodeOf(values[i]) : GroupedCodeOf(values[i]));
    }

    /// <summary>The plain form of <see cref="ToCodes"/> for one value.</summary>
    public int CodeOf(double value)
    {
        if (double.IsNaN(value))
            return Missing;
        int low = 0, high = _cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = value >= _cuts[middle] ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FewCuts(ReadOnlySpan<double> values, Span<ushort> codes)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double cut = ref MemoryMarshal.GetArrayDataReference(_cuts);
        int cutCount = _cuts.Length, i = 0;
        Vector256<long> missing = Vector256.Create((long)Missing);
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref value, (nuint)i);
            Vector256<long> code = Vector256<long>.Zero;
            for (int k = 0; k < cutCount; k++)
                code -= Vector256.GreaterThanOrEqual(x, Vector256.Create(Unsafe.Add(ref cut, k))).AsInt64();
            code = Vector256.ConditionalSelect(Vector256.Equals(x, x).AsInt64(), code, missing);
            codes[i] = (ushort)code[0];
            codes[i + 1] = (ushort)code[1];
            codes[i + 2] = (ushort)code[2];
            codes[i + 3] = (ushort)code[3];
        }

        return i;
    }

    /// <summary>Two or more rounds over groups of sixteen: first among the heads, by halves while there are many, then within the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int GroupedCodeOf(double value)
    {
        ref double heads = ref MemoryMarshal.GetArrayDataReference(_heads);
        int group = 0;
        for (int width = _heads.Length; width > 0;)
        {
            // Branchless: the next half begins after the middle when the middle is reached.
            int half = (width + 1) >> 1;
            group += half & -Unsafe.BitCast<bool, byte>(value >= Unsafe.Add(ref heads, group + half - 1));
            width -= half;
        }

        ref double cuts = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), group * Group);
        Vector256<double> x = Vector256.Create(value);
        Vector256<long> reached = Vector256<long>.Zero;
        for (int k = 0; k < Group; k += Vector256<double>.Count)
            reached -= Vector256.GreaterThanOrEqual(x, Vector256.LoadUnsafe(ref cuts, (nuint)k)).AsInt64();
        return (group * Group) + (int)Vector256.Sum(reached);
    }
}
