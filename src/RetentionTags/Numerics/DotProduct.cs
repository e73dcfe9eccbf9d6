using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>
/// Σ xᵢyᵢ in a fixed order: sixteen running sums, of which sum l takes the elements l, l + 16, l + 32 …, added pairwise at the
/// end. Product and sum round separately (no fused multiply-add), so every processor gives the same bits.
/// </summary>
internal static class DotProduct
{
    private const int Lanes = 16;

    /// <summary>
    /// Four vectors of four lanes hold the sixteen sums. A last, incomplete turn adds what remains to the sums it belongs to,
    /// exactly as the plain form does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> sums = stackalloc double[Lanes];
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);
        Vector256<double> a = Vector256<double>.Zero, b = a, c = a, d = a;
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            a += Vector256.LoadUnsafe(ref px, (nuint)i) * Vector256.LoadUnsafe(ref py, (nuint)i);
            b += Vector256.LoadUnsafe(ref px, (nuint)i + 4) * Vector256.LoadUnsafe(ref py, (nuint)i + 4);
            c += Vector256.LoadUnsafe(ref px, (nuint)i + 8) * Vector256.LoadUnsafe(ref py, (nuint)i + 8);
            d += Vector256.LoadUnsafe(ref px, (nuint)i + 12) * Vector256.LoadUnsafe(ref py, (nuint)i + 12);
        }

        a.CopyTo(sums);
        b.CopyTo(sums[4..]);
        c.CopyTo(sums[8..]);
        d.CopyTo(sums[12..]);
        return Finish(x, y, i, sums);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static double PlainOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        return Finish(x, y, 0, sums);
    }

    private static double Finish(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int start, Span<double> sums)
    {
        for (int i = start; i < x.Length; i++)
            sums[i % Lanes] += x[i] * y[i];
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                sums[lane] += sums[lane + half];
        }

        return sums[0];
    }
}
