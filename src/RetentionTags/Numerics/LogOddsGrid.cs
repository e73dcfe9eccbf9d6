using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// Log-odds as whole multiples of 2⁻²⁴. Sums of such numbers are exact in a 64-bit integer and, below 2²⁹, in a double,
/// in any order: batch, single row, threads and other engines agree to the bit, and contributions add up exactly.
/// </summary>
internal static class LogOddsGrid
{
    public const int FractionBits = 24;

    /// <summary>Largest log-odds that a model may reach, so that sums are exact also in doubles.</summary>
    public const double Limit = 1 << 28;

    /// <summary>2⁻²⁴.</summary>
    public const double Unit = 1.0 / (1 << FractionBits);

    private const double UnitsPerLogOdds = 1 << FractionBits;

    /// <summary>The nearest number of units; the rounding error is at most 2⁻²⁵.</summary>
    public static long FromLogOdds(double logOdds) => (long)Math.Round(logOdds * UnitsPerLogOdds);

    public static double ToLogOdds(long units) => units / UnitsPerLogOdds;

    /// <summary>The log-odds of sums of units, less a number on the grid; exact, so eight or one at a time is the same.</summary>
    /// <param name="units">Whole numbers of units.</param>
    /// <param name="less">What is subtracted.</param>
    /// <param name="logOdds">Receives one number for each of them.</param>
    /// <param name="pastTheCache">Whether to write to memory without reading it into the cache first: for more numbers than a cache holds. What is written is seen by other threads after <see cref="Sse.StoreFence"/> only.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void ToLogOdds(ReadOnlySpan<int> units, double less, Span<double> logOdds, bool pastTheCache = false)
    {
        Vector256<double> unit = Vector256.Create(Unit), subtracted = Vector256.Create(less);
        ref int from = ref MemoryMarshal.GetReference(units);
        int i = 0;
        fixed (double* to = logOdds)
        {
            // Stores past the cache need addresses that four doubles divide; up to three go ahead.
            for (; Avx.IsSupported && pastTheCache && i < units.Length && ((nint)(to + i) & 31) != 0; i++)
                to[i] = ToLogOdds(units[i]) - less;
            for (; Avx.IsSupported && i <= units.Length - 4; i += 4)
                CacheStores.Write((Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref from, (nuint)i)) * unit) - subtracted, to + i, pastTheCache);
            for (; i < units.Length; i++)
                to[i] = ToLogOdds(units[i]) - less;
        }
    }
}
