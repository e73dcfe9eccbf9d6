using RetentionTags.Binning;

namespace RetentionTags.Tests.Support;

/// <summary>
/// Optimal binning by looking at every division of the pre-bins, written from the definitions and independent of the solver: the rules, the objective and
/// the order of preference (highest value; within 2⁻⁴⁰ of it fewest bins; of those highest value; of those leftmost cuts).
/// </summary>
internal static class BruteForceBinning
{
    public const double Unit = 1.0 / (1L << 48);

    /// <summary>The starts of the best division's bins, and its value in units of 2⁻⁴⁸; nothing when no division satisfies the rules.</summary>
    public static (int[] Starts, long Value)? Solve(double[] events, double[] nonEvents, double totalEvents, double totalNonEvents, Trend trend, int minBins, int maxBins, double minWeight)
    {
        var divisions = new List<(int[] Starts, long Value)>();
        for (int mask = 0; mask < 1 << (events.Length - 1); mask++)
        {
            int[] starts = [0, .. Enumerable.Range(1, events.Length - 1).Where(i => (mask >> (i - 1) & 1) == 1)];
            if (starts.Length < minBins || starts.Length > maxBins)
                continue;
            if (ValueOf(starts, events, nonEvents, totalEvents, totalNonEvents, trend, minWeight) is long value)
                divisions.Add((starts, value));
        }

        if (divisions.Count == 0)
            return null;
        long worth = 1L << 8, highest = divisions.Max(division => division.Value);
        int fewest = divisions.Where(division => BestOf(division.Starts.Length) >= highest - worth).Min(division => division.Starts.Length);
        return divisions
            .Where(division => division.Starts.Length == fewest && division.Value == BestOf(fewest))
            .OrderBy(division => string.Join(' ', division.Starts.Select(start => start.ToString("D4", null))), StringComparer.Ordinal)
            .First();

        long BestOf(int bins) => divisions.Where(division => division.Starts.Length == bins).Max(division => division.Value);
    }

    private static long? ValueOf(int[] starts, double[] events, double[] nonEvents, double totalEvents, double totalNonEvents, Trend trend, double minWeight)
    {
        long value = 0;
        var rates = new List<double>();
        for (int bin = 0; bin < starts.Length; bin++)
        {
            int end = bin + 1 < starts.Length ? starts[bin + 1] : events.Length;
            double e = events[starts[bin]..end].Sum(), n = nonEvents[starts[bin]..end].Sum();
            if (e == 0 || n == 0 || e + n < minWeight)
                return null;
            rates.Add(e / (e + n));
            double p = e / totalEvents, q = n / totalNonEvents;
            value += (long)Math.Round(Math.Abs(p - q) * Math.Log(Math.Max(p, q) / Math.Min(p, q)) / Unit);
        }

        return Follows(rates, trend) ? value : null;
    }

    private static bool Follows(List<double> rates, Trend trend) => trend switch
    {
        Trend.Ascending => Rises(rates),
        Trend.Descending => Falls(rates),
        Trend.Peak => Enumerable.Range(0, rates.Count + 1).Any(turn => Rises(rates[..turn]) && Falls(rates[turn..])),
        Trend.Valley => Enumerable.Range(0, rates.Count + 1).Any(turn => Falls(rates[..turn]) && Rises(rates[turn..])),
        _ => true,
    };

    private static bool Rises(List<double> rates) => rates.Zip(rates.Skip(1)).All(pair => pair.First <= pair.Second);

    private static bool Falls(List<double> rates) => rates.Zip(rates.Skip(1)).All(pair => pair.First >= pair.Second);
}
