using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>What a row adds to a logistic likelihood at its log-odds η: its loss w [ln(1 + e^η) − yη], the loss's slope w (p − y) and its curvature w p (1 − p).</summary>
internal static class LogisticTerms
{
    private const int Lanes = 4;

    /// <summary>The terms of some rows; nothing cancels where p is near 0 or 1.</summary>
    /// <param name="logOdds">η of each row.</param>
    /// <param name="events">y of each row.</param>
    /// <param name="weights">w of each row, or empty when each is 1.</param>
    /// <param name="slopes">Receives w (p − y).</param>
    /// <param name="curvatures">Receives w p (1 − p).</param>
    /// <returns>The sum of the losses, in four lanes of which lane l takes the rows l, l + 4, l + 8 …</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures)
    {
        if (!Vector256.IsHardwareAccelerated)
            return PlainOf(logOdds, events, weights, slopes, curvatures);
        bool isWeighted = !weights.IsEmpty;
        int rows = logOdds.Length;
        ref double odds = ref MemoryMarshal.GetReference(logOdds), weight = ref MemoryMarshal.GetReference(weights[..(isWeighted ? rows : 0)]);
        ref double slope = ref MemoryMarshal.GetReference(slopes[..rows]), curvature = ref MemoryMarshal.GetReference(curvatures[..rows]);
        ref byte label = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(events[..rows]));
        Vector256<double> zero = Vector256<double>.Zero, one = Vector256<double>.One, w = one, losses = zero;
        int i = 0;
        for (; i <= rows - Lanes; i += Lanes)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref odds, (nuint)i), isEvent = IsEvent(ref Unsafe.Add(ref label, i));
            Vector256<double> e = LogisticFunctions.ExpOfMinus(Vector256.Abs(x)), near = one / (one + e), far = e / (one + e), isUpper = Vector256.GreaterThanOrEqual(x, zero);
            Vector256<double> p = Vector256.ConditionalSelect(isUpper, near, far), q = Vector256.ConditionalSelect(isUpper, far, near);
            Vector256<double> against = Vector256.ConditionalSelect(isEvent, -x, x);
            Vector256<double> loss = Vector256.ConditionalSelect(Vector256.GreaterThan(against, zero), against, zero) + LogisticFunctions.LogOnePlus(e);
            if (isWeighted)
                w = Vector256.LoadUnsafe(ref weight, (nuint)i);
            losses += w * loss;
            (w * Vector256.ConditionalSelect(isEvent, -q, p)).StoreUnsafe(ref slope, (nuint)i);
            (w * (near * far)).StoreUnsafe(ref curvature, (nuint)i);
        }

        Span<double> sums = stackalloc double[Lanes];
        losses.CopyTo(sums);
        return Finish(logOdds, events, weights, slopes, curvatures, i, sums);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static double PlainOf(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures)
    {
        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        return Finish(logOdds, events, weights, slopes, curvatures, 0, sums);
    }

    /// <summary>The slopes alone, to the bit as beside the other terms, for a third of the work.</summary>
    /// <param name="logOdds">η of each row.</param>
    /// <param name="events">y of each row.</param>
    /// <param name="weights">w of each row, or empty when each is 1.</param>
    /// <param name="slopes">Receives w (p − y).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SlopesOf(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes)
    {
        bool isWeighted = !weights.IsEmpty;
        int rows = logOdds.Length, i = 0;
        ref double odds = ref MemoryMarshal.GetReference(logOdds), weight = ref MemoryMarshal.GetReference(weights[..(isWeighted ? rows : 0)]), slope = ref MemoryMarshal.GetReference(slopes[..rows]);
        ref byte label = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(events[..rows]));
        Vector256<double> zero = Vector256<double>.Zero, one = Vector256<double>.One, w = one;
        for (; Vector256.IsHardwareAccelerated && i <= rows - Lanes; i += Lanes)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref odds, (nuint)i), isEvent = IsEvent(ref Unsafe.Add(ref label, i)), e = LogisticFunctions.ExpOfMinus(Vector256.Abs(x));
            Vector256<double> isNear = Vector256.GreaterThanOrEqual(x, zero) ^ isEvent, share = Vector256.ConditionalSelect(isNear, one, e) / (one + e);
            if (isWeighted)
                w = Vector256.LoadUnsafe(ref weight, (nuint)i);
            (w * (share ^ (isEvent & Vector256.Create(-0.0)))).StoreUnsafe(ref slope, (nuint)i);
        }

        PlainSlopesOf(logOdds[i..], events[i..rows], isWeighted ? weights[i..] : weights, slopes[i..]);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainSlopesOf(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes)
    {
        for (int i = 0; i < logOdds.Length; i++)
        {
            double x = logOdds[i], e = LogisticFunctions.ExpOfMinus(Math.Abs(x)), share = ((x >= 0) != events[i] ? 1 : e) / (1 + e);
            slopes[i] = (weights.IsEmpty ? 1 : weights[i]) * (events[i] ? -share : share);
        }
    }

    /// <summary>Replaces each curvature by its root, which every processor rounds alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TakeRoots(Span<double> curvatures)
    {
        ref double curvature = ref MemoryMarshal.GetReference(curvatures);
        int i = 0;
        for (; i <= curvatures.Length - Lanes; i += Lanes)
            Vector256.Sqrt(Vector256.LoadUnsafe(ref curvature, (nuint)i)).StoreUnsafe(ref curvature, (nuint)i);
        for (; i < curvatures.Length; i++)
            curvatures[i] = Math.Sqrt(curvatures[i]);
    }

    private static double Finish(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures, int start, Span<double> sums)
    {
        for (int i = start; i < logOdds.Length; i++)
        {
            double x = logOdds[i], e = LogisticFunctions.ExpOfMinus(Math.Abs(x)), near = 1 / (1 + e), far = e / (1 + e), w = weights.IsEmpty ? 1 : weights[i];
            (double p, double q) = x >= 0 ? (near, far) : (far, near);
            double against = events[i] ? -x : x;
            sums[i % Lanes] += w * ((against > 0 ? against : 0) + LogisticFunctions.LogOnePlus(e));
            slopes[i] = w * (events[i] ? -q : p);
            curvatures[i] = w * (near * far);
        }

        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    /// <summary>Four labels as masks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> IsEvent(ref byte labels)
    {
        Vector128<uint> four = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref labels)).AsByte()));
        (Vector128<ulong> lower, Vector128<ulong> upper) = Vector128.Widen(four);
        return (Vector256<long>.Zero - Vector256.Create(lower, upper).AsInt64()).AsDouble();
    }
}
