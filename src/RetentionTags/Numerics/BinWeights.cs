using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>
/// The weights of a numeric column's bins, laid out for adding them to a running sum: the weight of the first bin, and for
/// each cut the step to the next bin's weight. A value at or above k cuts collects k steps, so no index is ever formed.
/// </summary>
/// <remarks>Weights are whole multiples of <see cref="LogOddsGrid"/>, so steps add up without rounding.</remarks>
internal sealed class BinWeights
{
    private readonly double[] _cuts;
    private readonly long[] _steps;
    private readonly double[] _specialValues;
    private readonly long[] _specialWeights;
    private readonly long _first;
    private readonly long _missing;

    /// <param name="cuts">Ascending; bin i is [cuts[i − 1], cuts[i]).</param>
    /// <param name="weights">One for each bin: one more than cuts.</param>
    /// <param name="missing">The weight of NaN.</param>
    /// <param name="specialValues">Values with weights of their own.</param>
    /// <param name="specialWeights">One for each of them.</param>
    public BinWeights(ReadOnlySpan<double> cuts, ReadOnlySpan<long> weights, long missing, ReadOnlySpan<double> specialValues = default, ReadOnlySpan<long> specialWeights = default)
    {
        _specialValues = specialValues.ToArray();
        _specialWeights = specialWeights.ToArray();
        _cuts = cuts.ToArray();
        _first = weights[0];
        _missing = missing;
        _steps = new long[cuts.Length];
        for (int cut = 0; cut < cuts.Length; cut++)
            _steps[cut] = weights[cut + 1] - weights[cut];
    }

    /// <summary>
    /// sums[i] += weight of the bin of values[i]. Four values a turn, one a lane: each cut is compared with all four, the
    /// comparison's mask lets the step through or not; NaN, which is at or above no cut, and special values are exchanged for their own weights
    /// at the end. The up to three values that remain go through <see cref="WeightOf"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Span<long> sums, ReadOnlySpan<double> values)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        ref double cut = ref MemoryMarshal.GetArrayDataReference(_cuts);
        ref long step = ref MemoryMarshal.GetArrayDataReference(_steps);
        int cutCount = _cuts.Length, i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref value, (nuint)i);
            Vector256<long> weight = Vector256.Create(_first);
            for (int k = 0; k < cutCount; k++)
            {
                Vector256<long> reached = Vector256.GreaterThanOrEqual(x, Vector256.Create(Unsafe.Add(ref cut, k))).AsInt64();
                weight += reached & Vector256.Create(Unsafe.Add(ref step, k));
            }

            for (int k = 0; k < _specialValues.Length; k++)
                weight = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(_specialValues[k])).AsInt64(), Vector256.Create(_specialWeights[k]), weight);
            Vector256<long> present = Vector256.Equals(x, x).AsInt64();
            weight = Vector256.ConditionalSelect(present, weight, Vector256.Create(_missing));
            (Vector256.LoadUnsafe(ref sum, (nuint)i) + weight).StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < values.Length; i++)
            sums[i] += WeightOf(values[i]);
    }

    /// <summary>The weight of one value, and the plain form of what <see cref="AddTo"/> computes.</summary>
    public long WeightOf(double value)
    {
        if (double.IsNaN(value))
            return _missing;
        int special = Array.IndexOf(_specialValues, value);
        if (special >= 0)
            return _specialWeights[special];
        long weight = _first;
        for (int k = 0; k < _cuts.Length && value >= _cuts[k]; k++)
            weight += _steps[k];
        return weight;
    }
}
