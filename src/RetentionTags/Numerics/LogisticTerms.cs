using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>What a row adds to a logistic likelihood at its log-odds η: its loss w [ln(1 + e^η) − yη], the loss's slope w (p − y) and its curvature w p (1 − p).</summary>
internal static class LogisticTerms
{
    /// <summary>So many factors of up to 2 in each lane stay below the greatest double.</summary>
    public const int MostRows = 4000;

    private const int Lanes = 4;

    /// <summary>The terms of some rows; nothing cancels where p is near 0 or 1.</summary>
    /// <remarks>
    /// With e = e^−|η|, the greater of p and 1 − p is 1 / (1 + e) and the other one e / (1 + e). Where all weights are 1, the logarithm is taken of the products of 1 + e in each lane, all of them between 1 and 2, instead of each of them.
    /// </remarks>
    /// <param name="logOdds">η of each row; at most <see cref="MostRows"/>.</param>
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
        int rows = logOdds.Length, i = 0;
        ref double odds = ref MemoryMarshal.GetReference(logOdds), weight = ref MemoryMarshal.GetReference(weights[..(isWeighted ? rows : 0)]);
        ref double slope = ref MemoryMarshal.GetReference(slopes[..rows]), curvature = ref MemoryMarshal.GetReference(curvatures[..rows]);
        ref byte label = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(events[..rows]));
        Vector256<double> zero = Vector256<double>.Zero, one = Vector256<double>.One, losses = zero, products = one;
        SetPowers(logOdds, slopes);
        for (; i <= rows - Lanes; i += Lanes)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref odds, (nuint)i), e = Vector256.LoadUnsafe(ref slope, (nuint)i), isEvent = IsEvent(ref Unsafe.Add(ref label, i)), sign = isEvent & Vector256.Create(-0.0);
            Vector256<double> sum = one + e, near = one / sum, far = e * near, isNear = Vector256.GreaterThanOrEqual(x, zero) ^ isEvent, against = x ^ sign;
            Vector256<double> loss = Vector256.ConditionalSelect(Vector256.GreaterThan(against, zero), against, zero), share = Vector256.ConditionalSelect(isNear, near, far) ^ sign, both = near * far;
            if (isWeighted)
            {
                Vector256<double> w = Vector256.LoadUnsafe(ref weight, (nuint)i);
                (loss, share, both) = (w * (loss + LogisticFunctions.LogOnePlus(e)), w * share, w * both);
            }
            else
            {
                products *= sum;
            }

            losses += loss;
            share.StoreUnsafe(ref slope, (nuint)i);
            both.StoreUnsafe(ref curvature, (nuint)i);
        }

        Span<double> sums = stackalloc double[Lanes], factors = stackalloc double[Lanes];
        losses.CopyTo(sums);
        products.CopyTo(factors);
        return Finish(logOdds, events, weights, slopes, curvatures, i, sums, factors);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static double PlainOf(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures)
    {
        Span<double> sums = stackalloc double[Lanes], factors = stackalloc double[Lanes];
        sums.Clear();
        factors.Fill(1);
        return Finish(logOdds, events, weights, slopes, curvatures, 0, sums, factors);
    }

    /// <summary>The slopes alone, to the bit as beside the other terms.</summary>
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
        if (Vector256.IsHardwareAccelerated)
            SetPowers(logOdds, slopes);
        for (; Vector256.IsHardwareAccelerated && i <= rows - Lanes; i += Lanes)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref odds, (nuint)i), e = Vector256.LoadUnsafe(ref slope, (nuint)i), isEvent = IsEvent(ref Unsafe.Add(ref label, i));
            Vector256<double> near = one / (one + e), isNear = Vector256.GreaterThanOrEqual(x, zero) ^ isEvent, share = Vector256.ConditionalSelect(isNear, near, e * near) ^ (isEvent & Vector256.Create(-0.0));
            if (isWeighted)
                w = Vector256.LoadUnsafe(ref weight, (nuint)i);
            (w * share).StoreUnsafe(ref slope, (nuint)i);
        }

        PlainSlopesOf(logOdds[i..], events[i..rows], isWeighted ? weights[i..] : weights, slopes[i..]);
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainSlopesOf(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes)
    {
        for (int i = 0; i < logOdds.Length; i++)
        {
            double x = logOdds[i], e = LogisticFunctions.ExpOfMinus(Math.Abs(x)), near = 1 / (1 + e), share = (x >= 0) != events[i] ? near : e * near;
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

    private static double Finish(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures, int start, Span<double> sums, Span<double> factors)
    {
        for (int i = start; i < logOdds.Length; i++)
        {
            double x = logOdds[i], e = LogisticFunctions.ExpOfMinus(Math.Abs(x)), near = 1 / (1 + e), far = e * near, w = weights.IsEmpty ? 1 : weights[i];
            (double p, double q) = x >= 0 ? (near, far) : (far, near);
            double against = events[i] ? -x : x, loss = against > 0 ? against : 0;
            if (weights.IsEmpty)
                factors[i % Lanes] *= 1 + e;
            else
                loss += LogisticFunctions.LogOnePlus(e);
            sums[i % Lanes] += w * loss;
            slopes[i] = w * (events[i] ? -q : p);
            curvatures[i] = w * (near * far);
        }

        for (int lane = 0; weights.IsEmpty && lane < Lanes; lane++)
            sums[lane] += LogisticFunctions.LogOfAtLeastOne(factors[lane]);
        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    /// <summary>e^−|η| of the rows that whole vectors hold: in a loop of its own the processor works at more rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetPowers(ReadOnlySpan<double> logOdds, Span<double> powers)
    {
        ref double odds = ref MemoryMarshal.GetReference(logOdds), power = ref MemoryMarshal.GetReference(powers[..logOdds.Length]);
        int i = 0;
        for (; BinWeights.IsWide && i <= logOdds.Length - (2 * Lanes); i += 2 * Lanes)
            LogisticFunctions.ExpOfMinus(Vector512.Abs(Vector512.LoadUnsafe(ref odds, (nuint)i))).StoreUnsafe(ref power, (nuint)i);
        for (; i <= logOdds.Length - Lanes; i += Lanes)
            LogisticFunctions.ExpOfMinus(Vector256.Abs(Vector256.LoadUnsafe(ref odds, (nuint)i))).StoreUnsafe(ref power, (nuint)i);
    }

    /// <summary>Four labels as masks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> IsEvent(ref byte labels)
    {
        Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref labels)).AsByte();
        if (Avx2.IsSupported)
            return (Vector256<long>.Zero - Avx2.ConvertToVector256Int64(bytes)).AsDouble();
        Vector128<uint> four = Vector128.WidenLower(Vector128.WidenLower(bytes));
        (Vector128<ulong> lower, Vector128<ulong> upper) = Vector128.Widen(four);
        return (Vector256<long>.Zero - Vector256.Create(lower, upper).AsInt64()).AsDouble();
    }
}
