using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Numerics;

/// <summary>
/// Weights as a step function of the value, for any number of cuts and special values and for any processor. A special value is an interval of its own, from itself to the next number, so one search finds everything but NaN.
/// </summary>
internal sealed class SteppedWeights : BinWeights
{
    /// <summary>Where steps are, ascending, and above them NaN, which no value reaches: one less than a power of two.</summary>
    private readonly double[] _steps;
    private readonly int[] _weights;

    public SteppedWeights(Content content)
        : base(content)
    {
        var steps = new SortedSet<double>(content.Cuts);
        foreach (double special in content.SpecialValues)
        {
            steps.Add(special);
            if (special < double.PositiveInfinity)
                steps.Add(Math.BitIncrement(special));
        }

        int size = (int)BitOperations.RoundUpToPowerOf2((uint)steps.Count + 1);
        _steps = [.. steps, .. Enumerable.Repeat(double.NaN, size - 1 - steps.Count)];
        _weights = [steps.Count > 0 && double.IsNegativeInfinity(steps.Min) ? 0 : WeightOf(double.NegativeInfinity), .. steps.Select(WeightOf), .. new int[size - 1 - steps.Count]];
    }

    /// <summary>Halves the steps that are left, without a branch: the place moves on by half when the step there is reached. Four values side by side, so that one waits for no other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMost(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity)
    {
        ref double step = ref MemoryMarshal.GetArrayDataReference(_steps);
        ref int weight = ref MemoryMarshal.GetArrayDataReference(_weights);
        int end = values.Length & -4;
        for (int i = 0; i < end; i += 4)
        {
            (double x, double y, double z, double w) = (values[i], values[i + 1], values[i + 2], values[i + 3]);
            nint a = 0, b = 0, c = 0, d = 0;
            for (nint half = (_steps.Length + 1) >> 1; half > 0; half >>= 1)
            {
                a += half & Reached(x, Unsafe.Add(ref step, a + half - 1));
                b += half & Reached(y, Unsafe.Add(ref step, b + half - 1));
                c += half & Reached(z, Unsafe.Add(ref step, c + half - 1));
                d += half & Reached(w, Unsafe.Add(ref step, d + half - 1));
            }

            sums[i] += double.IsNaN(x) || !validity[i] ? Missing : Unsafe.Add(ref weight, a);
            sums[i + 1] += double.IsNaN(y) || !validity[i + 1] ? Missing : Unsafe.Add(ref weight, b);
            sums[i + 2] += double.IsNaN(z) || !validity[i + 2] ? Missing : Unsafe.Add(ref weight, c);
            sums[i + 3] += double.IsNaN(w) || !validity[i + 3] ? Missing : Unsafe.Add(ref weight, d);
        }

        return end;
    }

    /// <summary>All ones where the step is reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Reached(double value, double step) => -(nint)Unsafe.BitCast<bool, byte>(value >= step);
}
