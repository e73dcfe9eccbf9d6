using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// What a regression does with a block of a column, taken as (x − center) · factor while it is read, so that no centred copy of it is needed. Operations round one by one (no fused multiply-add), and sums have
/// sixteen lanes, of which lane l takes the elements l, l + 16, l + 32 …; every processor gives the same bits.
/// </summary>
internal static class CenteredColumn
{
    private const int Lanes = 16;

    /// <summary>How far ahead in the column memory is asked for: one block of 256 rows.</summary>
    private const int AheadBytes = 2048;

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
                Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.Add(ref source, i)) + AheadBytes);
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

    /// <summary>destinationᵢ = rootᵢ · ((xᵢ − center) · factor).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<double> destination, ReadOnlySpan<double> roots, ReadOnlySpan<double> x, double center, double factor)
    {
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double root = ref MemoryMarshal.GetReference(roots[..x.Length]);
        ref double target = ref MemoryMarshal.GetReference(destination[..x.Length]);
        Vector256<double> centers = Vector256.Create(center), factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            (Vector256.LoadUnsafe(ref root, (nuint)i) * ((Vector256.LoadUnsafe(ref source, (nuint)i) - centers) * factors)).StoreUnsafe(ref target, (nuint)i);
        PlainScale(destination[i..x.Length], roots[i..], x[i..], center, factor);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainScale(Span<double> destination, ReadOnlySpan<double> roots, ReadOnlySpan<double> x, double center, double factor)
    {
        for (int i = 0; i < x.Length; i++)
            destination[i] = roots[i] * ((x[i] - center) * factor);
    }

    /// <summary>The sum of four lanes, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double OfLanes(Vector256<double> sums)
    {
        Vector128<double> halves = sums.GetLower() + sums.GetUpper();
        return halves[0] + halves[1];
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
