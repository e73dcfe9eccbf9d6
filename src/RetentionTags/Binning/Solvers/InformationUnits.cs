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

    /// <summary>The intervals that are heavy enough and hold both classes, with their parts in the information value and their event rates.</summary>
    /// <param name="counts">The pre-bins.</param>
    /// <param name="minWeight">The smallest weight of a bin.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="missing">Rows that every interval holds besides: those that are missing.</param>
    public static IntervalTable Table(IntervalCounts counts, double minWeight, CancellationToken cancellationToken, BinCounts missing = default)
    {
        var table = new IntervalTable(counts.Size);
        for (int start = 0; start < counts.Size; start++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int end = start + 1; end <= counts.Size; end++)
            {
                BinCounts interval = counts[start, end];
                interval = interval with { Events = interval.Events + missing.Events, NonEvents = interval.NonEvents + missing.NonEvents };
                if (interval.Events > 0 && interval.NonEvents > 0 && interval.Count >= minWeight)
                    table.Allow(start, end, Of(interval), interval.EventRate);
            }
        }

        return table;
    }

    public static double ToInformationValue(long units) => units / UnitsPerOne;
}
