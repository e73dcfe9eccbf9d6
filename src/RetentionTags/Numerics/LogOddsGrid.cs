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

    private const double UnitsPerLogOdds = 1 << FractionBits;

    /// <summary>The nearest number of units; the rounding error is at most 2⁻²⁵.</summary>
    public static long FromLogOdds(double logOdds) => (long)Math.Round(logOdds * UnitsPerLogOdds);

    public static double ToLogOdds(long units) => units / UnitsPerLogOdds;
}
