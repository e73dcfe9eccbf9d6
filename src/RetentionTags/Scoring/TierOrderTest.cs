using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>The likelihood-ratio test of the hypothesis that event rates fall, or stay the same, from each tier to the next, against rates of any order.</summary>
/// <remarks>
/// The statistic compares the rates as they are with the nearest ones that do not rise (isotonic regression): 2 Σ n [r ln(r/m) + (1 − r) ln((1 − r)/(1 − m))], where r is a tier's rate, m its isotonic one and n its rows. Under equal true rates, the case
/// that is hardest to tell from a rise, it is distributed as a mixture of chi-squares (chi-bar-square) for large n: P(T ≥ t) = Σₗ P(l, k; n) P(χ²ₖ₋ₗ ≥ t) over the number l of level sets, whose probabilities are found by numerical integration.
/// Source: Robertson, Wright and Dykstra (1988), Order Restricted Statistical Inference, theorem 2.3.1 and chapter 4.
/// </remarks>
/// <param name="Statistic">0 when no rate rises from a tier to the next.</param>
/// <param name="PValue">Small when the order is violated by more than chance would have it; 1 for a statistic of 0. NaN for more than 12 tiers that hold rows and a statistic above 0.</param>
public sealed record TierOrderTest(double Statistic, double PValue)
{
    /// <param name="events">Events by tier, from the highest; tiers without rows are left out.</param>
    /// <param name="counts">Rows by tier.</param>
    internal static TierOrderTest Of(ReadOnlySpan<double> events, ReadOnlySpan<double> counts)
    {
        var blocks = new List<(double Events, double Count, int Tiers)>();
        for (int tier = 0; tier < counts.Length; tier++)
        {
            (double Events, double Count, int Tiers) block = (events[tier], counts[tier], 1);
            for (; blocks.Count > 0 && blocks[^1].Events * block.Count < block.Events * blocks[^1].Count; blocks.RemoveAt(blocks.Count - 1))
                block = (block.Events + blocks[^1].Events, block.Count + blocks[^1].Count, block.Tiers + blocks[^1].Tiers);
            blocks.Add(block);
        }

        double statistic = 0;
        int next = 0;
        foreach ((double blockEvents, double blockCount, int tiers) in blocks)
        {
            double mean = blockEvents / blockCount;
            for (int end = next + tiers; next < end; next++)
            {
                if (tiers > 1)
                    statistic += 2 * (Part(events[next], counts[next] * mean) + Part(counts[next] - events[next], counts[next] * (1 - mean)));
            }
        }

        statistic = Math.Max(statistic, 0);
        if (statistic == 0)
            return new(0, 1);
        if (counts.Length > LevelProbabilities.Most)
            return new(statistic, double.NaN);
        double[] levels = LevelProbabilities.Of(counts);
        double p = 0;
        for (int l = 1; l < levels.Length; l++)
            p += levels[l - 1] * Tails.ChiSquare(statistic, levels.Length - l);
        return new(statistic, p);
    }

    private static double Part(double observed, double expected) => observed == 0 ? 0 : observed * Math.Log(observed / expected);
}
