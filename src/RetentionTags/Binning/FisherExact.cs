using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>Fisher's exact test of a 2 × 2 table.</summary>
internal static class FisherExact
{
    /// <summary>How much more probable than the observed table another may be and still count as a tie: what R allows.</summary>
    private const double Tie = 1 + 1e-7;

    /// <summary>Taken as 0: a little above the numbers that a double holds with fewer digits, where a walk would come to rest.</summary>
    private const double Negligible = 1e-300;

    /// <summary>A standard deviation, in rows, beyond which nobody waits for the exact sum, and the normal distribution gives its first digits: some hundred thousand million rows.</summary>
    private const double ManyRows = 1e5;

    /// <summary>The two-sided P value.</summary>
    /// <remarks>
    /// Each table follows from the last by a ratio, so probabilities relative to the most probable table need no factorials and lose a few units in the last place for each step. They fall faster than those of a
    /// normal distribution, so both walks end after at most forty standard deviations: some thousand steps for a million rows.
    /// </remarks>
    public static double TwoSided(double events1, double nonEvents1, double events2, double nonEvents2)
    {
        double observed = Math.Round(events1), events = observed + Math.Round(events2);
        double row1 = observed + Math.Round(nonEvents1), row2 = events - observed + Math.Round(nonEvents2);
        double rows = row1 + row2;
        if (Math.Sqrt(row1 / rows * (row2 / rows) * events * ((rows - events) / rows)) > ManyRows)
            return Tails.NormalTwoSided(AdjacentTest.ZOf(events1, nonEvents1, events2, nonEvents2));
        double lowest = Math.Max(0, events - row2), highest = Math.Min(events, row1);
        double mode = Math.Clamp(Math.Floor((row1 + 1) * ((events + 1) / (rows + 2))), lowest, highest);
        double limit = RelativeProbability(observed) * Tie;
        double total = 1, extreme = limit >= 1 ? 1 : 0;
        double weight = 1;
        for (double x = mode; x < highest && weight > Negligible; x++)
            Add(weight *= Up(x));
        weight = 1;
        for (double x = mode; x > lowest && weight > Negligible; x--)
            Add(weight /= Up(x - 1));
        return extreme / total;

        double Up(double x) => (row1 - x) * (events - x) / ((x + 1) * (row2 - events + x + 1));

        double RelativeProbability(double target)
        {
            double probability = 1;
            for (double x = mode; x < target && probability > Negligible; x++)
                probability *= Up(x);
            for (double x = mode; x > target && probability > Negligible; x--)
                probability /= Up(x - 1);
            return probability > Negligible ? probability : 0;
        }

        void Add(double probability)
        {
            total += probability;
            extreme += probability <= limit ? probability : 0;
        }
    }
}
