using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Weights that are looked up in registers, sixteen values at a time: <see cref="RegisterWeights{TLookup}"/> for AVX-512, where lanes are in the order of rows throughout.</summary>
internal sealed class WideWeights<TLookup>(BinWeights.Content content, TLookup lookup) : LaneWeights(content)
    where TLookup : struct, IWideLookup
{
    private const int Lanes = 16;

    private readonly TLookup _lookup = lookup;

    private protected override int RegisterBytes => Vector512<byte>.Count;

    /// <summary>Sixteen weights become two registers of log-odds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override unsafe int WriteMost(ReadOnlySpan<double> values, double less, double* to, bool pastTheCache)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        TLookup lookup = _lookup;
        Vector512<double> unit = Vector512.Create(LogOddsGrid.Unit), subtracted = Vector512.Create(less);
        int i = 0;
        for (int end = values.Length & -Lanes; i < end; i += Lanes)
        {
            Vector512<int> weights = Weights(in lookup, ref Unsafe.Add(ref value, i));
            Vector512<double> first = (Avx512F.ConvertToVector512Double(weights.GetLower()) * unit) - subtracted, second = (Avx512F.ConvertToVector512Double(weights.GetUpper()) * unit) - subtracted;
            CacheStores.Write(first, to + i, pastTheCache);
            CacheStores.Write(second, to + i + 8, pastTheCache);
        }

        return i;
    }

    private protected override int AddNumbers(Span<int> sums, ReadOnlySpan<double> values) => AddMostInLanes(sums, values);

    /// <summary>Numbers and NaN only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMostInLanes(Span<int> sums, ReadOnlySpan<double> values)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup;
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
            (Vector512.LoadUnsafe(ref sum, i) + Weights(in lookup, ref Unsafe.Add(ref value, i))).StoreUnsafe(ref sum, i);
        return (int)end;
    }

    /// <summary>The same for two columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMostInLanes(LaneWeights alike, Span<int> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> otherValues)
    {
        var other = (WideWeights<TLookup>)alike;
        ref double value = ref MemoryMarshal.GetReference(values), otherValue = ref MemoryMarshal.GetReference(otherValues);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup, otherLookup = other._lookup;
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
        {
            Vector512<int> weights = Weights(in lookup, ref Unsafe.Add(ref value, i)) + Weights(in otherLookup, ref Unsafe.Add(ref otherValue, i));
            (Vector512.LoadUnsafe(ref sum, i) + weights).StoreUnsafe(ref sum, i);
        }

        return (int)end;
    }

    /// <summary>Special values are exchanged for their own weights, and then rows without a value for that of missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddAll(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup;
        Vector512<int> missing = Vector512.Create(Missing);
        bool all = validity.All;
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
        {
            Load(ref Unsafe.Add(ref value, i), out Vector512<double> a, out Vector512<double> b);
            Vector512<int> weights = lookup.WeightsOf(a, b);
            for (int k = 0; k < SpecialValues.Length; k++)
            {
                Vector512<double> special = Vector512.Create(SpecialValues[k]);
                Vector512<int> same = WideNumberSearch.Narrow(Vector512.Equals(a, special).AsInt64(), Vector512.Equals(b, special).AsInt64());
                weights = Vector512.ConditionalSelect(same, Vector512.Create(SpecialWeights[k]), weights);
            }

            if (!all)
                weights = Vector512.ConditionalSelect(validity.WideMasks((int)i), weights, missing);
            (Vector512.LoadUnsafe(ref sum, i) + weights).StoreUnsafe(ref sum, i);
        }

        return (int)end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Weights(in TLookup lookup, ref double value)
    {
        Load(ref value, out Vector512<double> a, out Vector512<double> b);
        return lookup.WeightsOf(a, b);
    }

    /// <summary>Two cache lines, and a request to the second-level cache for those that come 4 KB later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Load(ref double value, out Vector512<double> a, out Vector512<double> b)
    {
        const int AheadBytes = 4096;
        Sse.Prefetch1((byte*)Unsafe.AsPointer(ref value) + AheadBytes);
        Sse.Prefetch1((byte*)Unsafe.AsPointer(ref Unsafe.Add(ref value, 8)) + AheadBytes);
        a = Vector512.LoadUnsafe(ref value);
        b = Vector512.LoadUnsafe(ref value, 8);
    }
}
