using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>The logistic function and its relatives, without overflow or cancellation, one number or four at a time with the same bits.</summary>
/// <remarks>
/// Exponential and logarithm are made of +, −, ×, ÷ and shifts of exponents alone, each rounded on its own (no fused multiply-add, no C library), so every processor gives the same bits.
/// Both functions are stated for e⁻ᵃ with a ≥ 0, which is all that the logistic function needs:
/// e⁻ᵃ = 2⁻ⁿ eʳ with n = round(a / ln 2) and r = n ln 2 − a in [−ln 2 / 2, ln 2 / 2], where ln 2 is taken in two parts of which the first has 32 bits, so that its product with n is exact;
/// eʳ = 1 + r + r² P(r) with a polynomial of degree 10 (interpolated at Chebyshev's points, within 4 · 10⁻¹⁹).
/// ln(1 + t) = k ln 2 + ln(1 + f) with 1 + t = 2ᵏ(1 + f), and ln(1 + f) = 2 artanh s with s = f / (2 + f), arranged so that the error of s counts little (as in fdlibm's log); its polynomial is within 5 · 10⁻¹⁸.
/// Errors are below 1 unit in the last place for e⁻ᵃ, 2.5 for the sigmoid and 2 for ln(1 + eˣ).
/// </remarks>
internal static class LogisticFunctions
{
    /// <summary>e to the power of minus this is 0.</summary>
    private const double Vanished = 750;

    private const double InverseLn2 = 1.4426950408889634;
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    /// <summary>1.5 · 2⁵²: a number of less than 2⁵¹ that is added to it is rounded to a whole one, which the low bits then hold.</summary>
    private const double Rounder = 6755399441055744;

    /// <summary>The polynomial P of eʳ = 1 + r + r² P(r), lowest power first.</summary>
    private const double P0 = 0.5, P1 = 0.1666666666666667, P2 = 0.04166666666666667, P3 = 0.008333333333326141, P4 = 0.0013888888888883752, P5 = 0.00019841269874800493,
        P6 = 2.4801587325533363e-05, P7 = 2.75572554257457e-06, P8 = 2.755727366134811e-07, P9 = 2.5105206374263736e-08, P10 = 2.091467937680297e-09;

    /// <summary>The polynomial Q of 2 artanh s = 2s + s³ Q(s²), lowest power first.</summary>
    private const double Q0 = 0.666666666666667, Q1 = 0.39999999999899505, Q2 = 0.28571428625975515, Q3 = 0.22222211134790545, Q4 = 0.181828891255921, Q5 = 0.15331721589574307, Q6 = 0.14616449820782476;

    /// <summary>√2 − 1: above it, half of 1 + t is nearer to 1.</summary>
    private const double HalfOctave = 0.41421356237309503;

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x)
    {
        if (double.IsNaN(x))
            return x;
        double e = ExpOfMinus(Math.Abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /// <summary>The same for each number, to the bit. Source and destination may be the same span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> destination)
    {
        destination = destination[..x.Length];
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double target = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        if (BinWeights.IsWide)
        {
            for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
                Sigmoid(Vector512.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
                Sigmoid(Vector256.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < x.Length; i++)
            Unsafe.Add(ref target, i) = Sigmoid(Unsafe.Add(ref source, i));
    }

    /// <summary>The same of log-odds in units of <see cref="LogOddsGrid"/>, which are read once and not written.</summary>
    /// <param name="units">Whole numbers of units.</param>
    /// <param name="destination">Receives one number for each of them.</param>
    /// <param name="pastTheCache">Whether to write to memory without reading it into the cache first. What is written is seen by other threads after <see cref="Sse.StoreFence"/> only.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Sigmoid(ReadOnlySpan<int> units, Span<double> destination, bool pastTheCache)
    {
        ref int from = ref MemoryMarshal.GetReference(units);
        int i = 0;
        fixed (double* to = destination)
        {
            if (Avx.IsSupported && pastTheCache)
            {
                // Such stores need addresses that a register's bytes divide; a few go ahead.
                nint rest = BinWeights.IsWide ? Vector512<byte>.Count - 1 : Vector256<byte>.Count - 1;
                for (; i < units.Length && ((nint)(to + i) & rest) != 0; i++)
                    to[i] = Sigmoid(LogOddsGrid.ToLogOdds(units[i]));
            }

            if (BinWeights.IsWide)
            {
                for (; i <= units.Length - Vector512<double>.Count; i += Vector512<double>.Count)
                    CacheStores.Write(Sigmoid(Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref from, (nuint)i)) * LogOddsGrid.Unit), to + i, pastTheCache);
            }
            else if (Avx.IsSupported)
            {
                for (; i <= units.Length - Vector256<double>.Count; i += Vector256<double>.Count)
                    CacheStores.Write(Sigmoid(Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref from, (nuint)i)) * LogOddsGrid.Unit), to + i, pastTheCache);
            }

            for (; i < units.Length; i++)
                to[i] = Sigmoid(LogOddsGrid.ToLogOdds(units[i]));
        }
    }

    /// <summary>The same for four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x)
    {
        Vector256<double> e = ExpOfMinus(Vector256.Abs(x));
        Vector256<double> sigmoid = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<double>.Zero), Vector256<double>.One, e) / (Vector256<double>.One + e);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), sigmoid, x);
    }

    /// <summary>The same for eight numbers: as many operations as for four, which wait for one another as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sigmoid(Vector512<double> x)
    {
        Vector512<double> e = ExpOfMinus(Vector512.Abs(x));
        Vector512<double> sigmoid = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero), Vector512<double>.One, e) / (Vector512<double>.One + e);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), sigmoid, x);
    }

    /// <summary>ln(1 + eˣ).</summary>
    public static double SoftPlus(double x) => double.IsNaN(x) ? x : Math.Max(x, 0) + LogOnePlus(ExpOfMinus(Math.Abs(x)));

    /// <summary>ln(p / (1 − p)).</summary>
    public static double Logit(double p) => Math.Log(p / (1 - p));

    /// <summary>e⁻ᵃ for a ≥ 0.</summary>
    public static double ExpOfMinus(double a)
    {
        double magnitude = a > Vanished ? Vanished : a, rounded = (magnitude * InverseLn2) + Rounder, n = rounded - Rounder;
        double r = ((n * Ln2High) - magnitude) + (n * Ln2Low), r2 = r * r, r4 = r2 * r2;
        double low = (P0 + (P1 * r)) + (r2 * (P2 + (P3 * r))), middle = (P4 + (P5 * r)) + (r2 * (P6 + (P7 * r))), high = (P8 + (P9 * r)) + (r2 * P10);
        double power = 1 + (r + (r2 * (low + (r4 * (middle + (r4 * high))))));

        // 2⁻ⁿ in two halves, since it may be below the least normal number.
        long whole = BitConverter.DoubleToInt64Bits(rounded) - BitConverter.DoubleToInt64Bits(Rounder), half = whole >>> 1;
        return power * BitConverter.Int64BitsToDouble((1023 - half) << 52) * BitConverter.Int64BitsToDouble((1023 - (whole - half)) << 52);
    }

    /// <summary>The same for four numbers; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpOfMinus(Vector256<double> a)
    {
        Vector256<double> vanished = Vector256.Create(Vanished), rounder = Vector256.Create(Rounder);
        Vector256<double> magnitude = Vector256.ConditionalSelect(Vector256.GreaterThan(a, vanished), vanished, a), rounded = (magnitude * InverseLn2) + rounder, n = rounded - rounder;
        Vector256<double> r = ((n * Ln2High) - magnitude) + (n * Ln2Low), r2 = r * r, r4 = r2 * r2;
        Vector256<double> low = (Vector256.Create(P0) + (r * P1)) + (r2 * (Vector256.Create(P2) + (r * P3)));
        Vector256<double> middle = (Vector256.Create(P4) + (r * P5)) + (r2 * (Vector256.Create(P6) + (r * P7)));
        Vector256<double> high = (Vector256.Create(P8) + (r * P9)) + (r2 * P10);
        Vector256<double> power = Vector256<double>.One + (r + (r2 * (low + (r4 * (middle + (r4 * high))))));
        Vector256<long> whole = rounded.AsInt64() - rounder.AsInt64(), half = whole >>> 1, one = Vector256.Create(1023L);
        return power * ((one - half) << 52).AsDouble() * ((one - (whole - half)) << 52).AsDouble();
    }

    /// <summary>The same for eight numbers. One instruction takes the lesser number or else NaN, and one multiplies by a power of two, rounding once as the two halves do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpOfMinus(Vector512<double> a)
    {
        Vector512<double> rounder = Vector512.Create(Rounder);
        Vector512<double> magnitude = Avx512F.Min(Vector512.Create(Vanished), a), n = ((magnitude * InverseLn2) + rounder) - rounder;
        Vector512<double> r = ((n * Ln2High) - magnitude) + (n * Ln2Low), r2 = r * r, r4 = r2 * r2;
        Vector512<double> low = (Vector512.Create(P0) + (r * P1)) + (r2 * (Vector512.Create(P2) + (r * P3)));
        Vector512<double> middle = (Vector512.Create(P4) + (r * P5)) + (r2 * (Vector512.Create(P6) + (r * P7)));
        Vector512<double> high = (Vector512.Create(P8) + (r * P9)) + (r2 * P10);
        Vector512<double> power = Vector512<double>.One + (r + (r2 * (low + (r4 * (middle + (r4 * high))))));
        return Avx512F.Scale(power, -n);
    }

    /// <summary>ln y for finite y ≥ 1, or NaN: of y = 2ᵏ(1 + t).</summary>
    public static double LogOfAtLeastOne(double y)
    {
        if (double.IsNaN(y))
            return y;
        long bits = BitConverter.DoubleToInt64Bits(y), k = (bits >> 52) - 1023;
        double t = BitConverter.Int64BitsToDouble(bits - (k << 52)) - 1;
        return (k * Ln2High) + (LogOnePlus(t) + (k * Ln2Low));
    }

    /// <summary>ln(1 + t) for t in [0, 1].</summary>
    public static double LogOnePlus(double t)
    {
        bool isHalved = t > HalfOctave;
        double k = isHalved ? 1 : 0, f = isHalved ? (t - 1) * 0.5 : t, s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
        double rest = z * ((Q0 + (Q1 * z)) + (w * ((Q2 + (Q3 * z)) + (w * ((Q4 + (Q5 * z)) + (w * Q6))))));
        return (k * Ln2High) - ((half - ((s * (half + rest)) + (k * Ln2Low))) - f);
    }

    /// <summary>The same for four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogOnePlus(Vector256<double> t)
    {
        Vector256<double> isHalved = Vector256.GreaterThan(t, Vector256.Create(HalfOctave)), k = Vector256<double>.One & isHalved;
        Vector256<double> f = Vector256.ConditionalSelect(isHalved, (t - Vector256<double>.One) * 0.5, t), s = f / (Vector256.Create(2.0) + f), z = s * s, w = z * z, half = (f * 0.5) * f;
        Vector256<double> rest = z * ((Vector256.Create(Q0) + (z * Q1)) + (w * ((Vector256.Create(Q2) + (z * Q3)) + (w * ((Vector256.Create(Q4) + (z * Q5)) + (w * Q6))))));
        return (k * Ln2High) - ((half - ((s * (half + rest)) + (k * Ln2Low))) - f);
    }
}
