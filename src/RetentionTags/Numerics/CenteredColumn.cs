using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// What a regression does with a block of a column, taken as (x − center) · factor while it is read, so that no centred copy of it is needed; or as it is, four columns at a time, where the center is so near to 0 that it may be taken out of the sums afterwards. Operations round one by one (no fused multiply-add), and sums have
/// sixteen lanes, of which lane l takes the elements l, l + 16, l + 32 …; every processor gives the same bits.
/// </summary>
internal static class CenteredColumn
{
    private const int Lanes = 16;

    /// <summary>How far ahead in the column memory is asked for unless the caller says where it goes on: one block of 256 rows.</summary>
    private const int Ahead = 256;

    /// <summary>sumsᵢ += slope · ((xᵢ − center) · factor).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void AddTo(Span<double> sums, ReadOnlySpan<double> x, double center, double factor, double slope)
    {
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double target = ref MemoryMarshal.GetReference(sums[..x.Length]);
        Vector256<double> centers = Vector256.Create(center), factors = Vector256.Create(factor), slopes = Vector256.Create(slope);
        int i = 0;
        for (; i <= x.Length - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
        {
            // One line of the cache for each turn; a blocks' columns lie apart, so the processor does not foresee where the next block goes on.
            if (Sse.IsSupported)
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref source, i)) + Ahead);
            (Vector256.LoadUnsafe(ref target, (nuint)i) + (((Vector256.LoadUnsafe(ref source, (nuint)i) - centers) * factors) * slopes)).StoreUnsafe(ref target, (nuint)i);
            (Vector256.LoadUnsafe(ref target, (nuint)i + 4) + (((Vector256.LoadUnsafe(ref source, (nuint)i + 4) - centers) * factors) * slopes)).StoreUnsafe(ref target, (nuint)i + 4);
        }

        PlainAddTo(sums[i..x.Length], x[i..], center, factor, slope);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainAddTo(Span<double> sums, ReadOnlySpan<double> x, double center, double factor, double slope)
    {
        for (int i = 0; i < x.Length; i++)
            sums[i] += ((x[i] - center) * factor) * slope;
    }

    /// <summary>sumsᵢ += (b₀x₀ᵢ + b₁x₁ᵢ) + (b₂x₂ᵢ + b₃x₃ᵢ): four columns as they are, for one turn through the sums.</summary>
    /// <remarks>
    /// Of the next block of each column every other line is asked for here, and the lines between by <see cref="AddDotsOfFour"/>, so that memory is at work in both turns.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void AddFourTo(Span<double> sums, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, ReadOnlySpan<double> slopes, int ahead = Ahead)
    {
        int length = sums.Length, i = 0;
        ref double p0 = ref MemoryMarshal.GetReference(x0[..length]), p1 = ref MemoryMarshal.GetReference(x1[..length]), p2 = ref MemoryMarshal.GetReference(x2[..length]), p3 = ref MemoryMarshal.GetReference(x3[..length]);
        ref double target = ref MemoryMarshal.GetReference(sums);
        Vector256<double> b0 = Vector256.Create(slopes[0]), b1 = Vector256.Create(slopes[1]), b2 = Vector256.Create(slopes[2]), b3 = Vector256.Create(slopes[3]);
        for (; i <= length - Lanes; i += Lanes)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p0, i)) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p1, i)) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p2, i)) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p3, i)) + ahead);
            }

            for (int k = i; k < i + Lanes; k += Vector256<double>.Count)
            {
                Vector256<double> left = (Vector256.LoadUnsafe(ref p0, (nuint)k) * b0) + (Vector256.LoadUnsafe(ref p1, (nuint)k) * b1);
                Vector256<double> right = (Vector256.LoadUnsafe(ref p2, (nuint)k) * b2) + (Vector256.LoadUnsafe(ref p3, (nuint)k) * b3);
                (Vector256.LoadUnsafe(ref target, (nuint)k) + (left + right)).StoreUnsafe(ref target, (nuint)k);
            }
        }

        PlainAddFourTo(sums[i..], x0[i..], x1[i..], x2[i..], x3[i..], slopes);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainAddFourTo(Span<double> sums, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, ReadOnlySpan<double> slopes)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += ((x0[i] * slopes[0]) + (x1[i] * slopes[1])) + ((x2[i] * slopes[2]) + (x3[i] * slopes[3]));
    }

    /// <summary>sumsₖ += Σ residualᵢ · xₖᵢ for four columns as they are, each in four lanes of which lane l takes the elements l, l + 4, l + 8 …, added as (0 + 2) + (1 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void AddDotsOfFour(Span<double> sums, ReadOnlySpan<double> residuals, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, int ahead = Ahead)
    {
        int length = residuals.Length, i = 0;
        ref double p0 = ref MemoryMarshal.GetReference(x0[..length]), p1 = ref MemoryMarshal.GetReference(x1[..length]), p2 = ref MemoryMarshal.GetReference(x2[..length]), p3 = ref MemoryMarshal.GetReference(x3[..length]);
        ref double pr = ref MemoryMarshal.GetReference(residuals);
        Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (; i <= length - Lanes; i += Lanes)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p0, i + (Lanes / 2))) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p1, i + (Lanes / 2))) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p2, i + (Lanes / 2))) + ahead);
                Sse.Prefetch0((double*)Unsafe.AsPointer(ref Unsafe.Add(ref p3, i + (Lanes / 2))) + ahead);
            }

            for (int k = i; k < i + Lanes; k += Vector256<double>.Count)
            {
                Vector256<double> r = Vector256.LoadUnsafe(ref pr, (nuint)k);
                s0 += r * Vector256.LoadUnsafe(ref p0, (nuint)k);
                s1 += r * Vector256.LoadUnsafe(ref p1, (nuint)k);
                s2 += r * Vector256.LoadUnsafe(ref p2, (nuint)k);
                s3 += r * Vector256.LoadUnsafe(ref p3, (nuint)k);
            }
        }

        // The sums leave their registers before anything is called: a call would have them wait in memory for the whole loop.
        Span<double> lanes = stackalloc double[4 * Vector256<double>.Count];
        ref double lane = ref MemoryMarshal.GetReference(lanes);
        s0.StoreUnsafe(ref lane);
        s1.StoreUnsafe(ref lane, 4);
        s2.StoreUnsafe(ref lane, 8);
        s3.StoreUnsafe(ref lane, 12);
        Finish(sums, residuals, x0, x1, x2, x3, i, lanes);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainAddDotsOfFour(Span<double> sums, ReadOnlySpan<double> residuals, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3)
    {
        Span<double> lanes = stackalloc double[4 * Vector256<double>.Count];
        lanes.Clear();
        Finish(sums, residuals, x0, x1, x2, x3, 0, lanes);
    }

    /// <summary>Σ residualᵢ · ((xᵢ − center) · factor).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> residuals, ReadOnlySpan<double> x, double center, double factor)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double pr = ref MemoryMarshal.GetReference(residuals[..x.Length]);
        Vector256<double> a = Vector256<double>.Zero, b = a, c = a, d = a, centers = Vector256.Create(center), factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            a += Vector256.LoadUnsafe(ref pr, (nuint)i) * ((Vector256.LoadUnsafe(ref px, (nuint)i) - centers) * factors);
            b += Vector256.LoadUnsafe(ref pr, (nuint)i + 4) * ((Vector256.LoadUnsafe(ref px, (nuint)i + 4) - centers) * factors);
            c += Vector256.LoadUnsafe(ref pr, (nuint)i + 8) * ((Vector256.LoadUnsafe(ref px, (nuint)i + 8) - centers) * factors);
            d += Vector256.LoadUnsafe(ref pr, (nuint)i + 12) * ((Vector256.LoadUnsafe(ref px, (nuint)i + 12) - centers) * factors);
        }

        if (i == x.Length)
            return OfLanes((a + c) + (b + d));
        Span<double> sums = stackalloc double[Lanes];
        a.CopyTo(sums);
        b.CopyTo(sums[4..]);
        c.CopyTo(sums[8..]);
        d.CopyTo(sums[12..]);
        return Finish(residuals, x, center, factor, i, sums);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static double PlainDot(ReadOnlySpan<double> residuals, ReadOnlySpan<double> x, double center, double factor)
    {
        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        return Finish(residuals, x, center, factor, 0, sums);
    }

    /// <summary>destinationᵢ = rootᵢ · ((xᵢ − center) · factor), and the greatest |(xᵢ − center) · factor|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Scale(Span<double> destination, ReadOnlySpan<double> roots, ReadOnlySpan<double> x, double center, double factor)
    {
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double root = ref MemoryMarshal.GetReference(roots[..x.Length]);
        ref double target = ref MemoryMarshal.GetReference(destination[..x.Length]);
        Vector256<double> centers = Vector256.Create(center), factors = Vector256.Create(factor), reach = Vector256<double>.Zero, other = reach;
        nuint i = 0, end = (nuint)(x.Length & -8);
        for (; i < end; i += 8)
        {
            Vector256<double> first = (Vector256.LoadUnsafe(ref source, i) - centers) * factors, second = (Vector256.LoadUnsafe(ref source, i + 4) - centers) * factors;
            (Vector256.LoadUnsafe(ref root, i) * first).StoreUnsafe(ref target, i);
            (Vector256.LoadUnsafe(ref root, i + 4) * second).StoreUnsafe(ref target, i + 4);
            reach = Vector256.MaxNative(reach, Vector256.Abs(first));
            other = Vector256.MaxNative(other, Vector256.Abs(second));
        }

        reach = Vector256.MaxNative(reach, other);
        Vector128<double> halves = Vector128.MaxNative(reach.GetLower(), reach.GetUpper());
        double most = Math.Max(halves[0], halves[1]);
        return (int)i == x.Length ? most : Math.Max(most, PlainScale(destination[(int)i..x.Length], roots[(int)i..], x[(int)i..], center, factor));
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static double PlainScale(Span<double> destination, ReadOnlySpan<double> roots, ReadOnlySpan<double> x, double center, double factor)
    {
        double most = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double distance = (x[i] - center) * factor;
            destination[i] = roots[i] * distance;
            most = Math.Max(most, Math.Abs(distance));
        }

        return most;
    }

    /// <summary>The sum of four lanes, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double OfLanes(Vector256<double> sums)
    {
        Vector128<double> halves = sums.GetLower() + sums.GetUpper();
        return halves[0] + halves[1];
    }

    private static void Finish(Span<double> sums, ReadOnlySpan<double> residuals, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, int start, Span<double> lanes)
    {
        for (int i = start; i < residuals.Length; i++)
        {
            lanes[i % 4] += residuals[i] * x0[i];
            lanes[4 + (i % 4)] += residuals[i] * x1[i];
            lanes[8 + (i % 4)] += residuals[i] * x2[i];
            lanes[12 + (i % 4)] += residuals[i] * x3[i];
        }

        for (int k = 0; k < 4; k++)
            sums[k] += (lanes[4 * k] + lanes[(4 * k) + 2]) + (lanes[(4 * k) + 1] + lanes[(4 * k) + 3]);
    }

    private static double Finish(ReadOnlySpan<double> residuals, ReadOnlySpan<double> x, double center, double factor, int start, Span<double> sums)
    {
        for (int i = start; i < x.Length; i++)
            sums[i % Lanes] += residuals[i] * ((x[i] - center) * factor);
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                sums[lane] += sums[lane + half];
        }

        return sums[0];
    }
}
