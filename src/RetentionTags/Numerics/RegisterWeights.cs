using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Weights that are looked up in registers, eight values at a time. Needs AVX2.</summary>
/// <remarks>
/// A turn takes one cache line of values of each column, and asks for the one that comes 2 KB later: tiles of many columns are streams too short for the processor to read ahead by itself. The up to seven values that remain are for the plain form.
/// Compiled to the end at once, since the first batch is as long as all others.
/// </remarks>
internal sealed class RegisterWeights<TLookup>(BinWeights.Content content, TLookup lookup) : LaneWeights(content)
    where TLookup : struct, IBinLookup
{
    private const int Lanes = 8;

    private readonly TLookup _lookup = lookup;

    private protected override int RegisterBytes => Vector256<byte>.Count;

    /// <summary>Eight weights become two registers of log-odds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override unsafe int WriteMost(ReadOnlySpan<double> values, double less, double* to, bool pastTheCache)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        TLookup lookup = _lookup;
        Vector256<int> missing = Vector256.Create(Missing);
        Vector256<double> unit = Vector256.Create(LogOddsGrid.Unit), subtracted = Vector256.Create(less);
        int i = 0;
        for (int end = values.Length & -Lanes; i < end; i += Lanes)
        {
            Vector256<int> weights = UpperHalves.InRowOrder(Weights(in lookup, missing, ref Unsafe.Add(ref value, i)));
            Vector256<double> first = (Avx.ConvertToVector256Double(weights.GetLower()) * unit) - subtracted, second = (Avx.ConvertToVector256Double(weights.GetUpper()) * unit) - subtracted;
            CacheStores.Write(first, to + i, pastTheCache);
            CacheStores.Write(second, to + i + 4, pastTheCache);
        }

        return i;
    }

    /// <summary>Numbers and NaN only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddNumbers(Span<int> sums, ReadOnlySpan<double> values)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup;
        Vector256<int> missing = Vector256.Create(Missing);
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
            Avx2.Add(Vector256.LoadUnsafe(ref sum, i), UpperHalves.InRowOrder(Weights(in lookup, missing, ref Unsafe.Add(ref value, i)))).StoreUnsafe(ref sum, i);
        return (int)end;
    }

    /// <summary>The same without putting lanes in the order of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMostInLanes(Span<int> sums, ReadOnlySpan<double> values)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup;
        Vector256<int> missing = Vector256.Create(Missing);
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
            Avx2.Add(Vector256.LoadUnsafe(ref sum, i), Weights(in lookup, missing, ref Unsafe.Add(ref value, i))).StoreUnsafe(ref sum, i);
        return (int)end;
    }

    /// <summary>The same for two columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMostInLanes(LaneWeights alike, Span<int> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> otherValues)
    {
        var other = (RegisterWeights<TLookup>)alike;
        ref double value = ref MemoryMarshal.GetReference(values), otherValue = ref MemoryMarshal.GetReference(otherValues);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup, otherLookup = other._lookup;
        Vector256<int> missing = Vector256.Create(Missing), otherMissing = Vector256.Create(other.Missing);
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
        {
            Vector256<int> weights = Avx2.Add(Weights(in lookup, missing, ref Unsafe.Add(ref value, i)), Weights(in otherLookup, otherMissing, ref Unsafe.Add(ref otherValue, i)));
            Avx2.Add(Vector256.LoadUnsafe(ref sum, i), weights).StoreUnsafe(ref sum, i);
        }

        return (int)end;
    }

    /// <summary>Special values are exchanged for their own weights, and then NaN and rows without a value for that of missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddAll(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        TLookup lookup = _lookup;
        Vector256<int> missing = Vector256.Create(Missing);
        bool all = validity.All;
        nuint i = 0, end = (nuint)(values.Length & -Lanes);
        for (; i < end; i += Lanes)
        {
            Load(ref Unsafe.Add(ref value, i), out Vector256<double> a, out Vector256<double> b);
            Vector256<int> weights = lookup.WeightsOf(a, b);
            for (int k = 0; k < SpecialValues.Length; k++)
            {
                Vector256<double> special = Vector256.Create(SpecialValues[k]);
                Vector256<int> same = UpperHalves.Lower(Avx.CompareEqual(a, special), Avx.CompareEqual(b, special));
                weights = Avx2.BlendVariable(weights, Vector256.Create(SpecialWeights[k]), same);
            }

            weights = UpperHalves.InRowOrder(Avx2.BlendVariable(weights, missing, NaNs(a, b)));
            if (!all)
                weights = Avx2.BlendVariable(missing, weights, validity.Masks((int)i));
            Avx2.Add(Vector256.LoadUnsafe(ref sum, i), weights).StoreUnsafe(ref sum, i);
        }

        return (int)end;
    }

    /// <summary>The weights of eight values in the order of halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Weights(in TLookup lookup, Vector256<int> missing, ref double value)
    {
        Load(ref value, out Vector256<double> a, out Vector256<double> b);
        return Avx2.BlendVariable(lookup.WeightsOf(a, b), missing, NaNs(a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Load(ref double value, out Vector256<double> a, out Vector256<double> b)
    {
        const int AheadBytes = 2048;
        Sse.Prefetch0((byte*)Unsafe.AsPointer(ref value) + AheadBytes);
        a = Vector256.LoadUnsafe(ref value);
        b = Vector256.LoadUnsafe(ref value, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> NaNs(Vector256<double> a, Vector256<double> b) => UpperHalves.Lower(Avx.CompareUnordered(a, a), Avx.CompareUnordered(b, b));
}
