namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Information value as whole multiples of 2⁻⁴⁸. Sums of them are exact in any order, so equal is equal: ties are found and broken by rule, and the
/// optimum does not depend on the route by which it was reached.
/// </summary>
internal static class InformationUnits
{
    /// <summary>2⁻⁴⁰, about 10⁻¹²: an additional bin has to be worth more than that.</summary>
    public const long WorthABin = 1 << 8;

    private const double UnitsPerOne = 1L << 48;

    /// <summary>The part of a bin in the information value; both of its counts are above 0.</summary>
    public static long Of(BinCounts counts) => Of(counts.InformationValue);

    /// <summary>Any other objective whose sum stays well below 2¹⁴.</summary>
    public static long Of(double value) => (long)Math.Round(value * UnitsPerOne);

    public static double ToInformationValue(long units) => units / UnitsPerOne;
}
