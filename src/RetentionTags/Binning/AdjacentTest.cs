using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>Whether two bins differ: three tests of one question, whose answers seldom differ, and the probability of the order.</summary>
/// <remarks>
/// The P values speak of bins whose bounds were given. Where the same rows chose the bounds, as in a fit, they are smaller than they should be: read them as a ranking, and test on fresh rows
/// (<see cref="ColumnBinning.Evaluate"/>). Weights are frequency weights: doubling all of them doubles what is known.
/// </remarks>
public sealed record AdjacentTest
{
    private AdjacentTest(Bin first, Bin second)
    {
        First = first;
        Second = second;
        Z = ZOf(first, second);
        PValue = Tails.NormalTwoSided(Z);
        FisherPValue = FisherExact.TwoSided(first.Events, first.NonEvents, second.Events, second.NonEvents);
        ProbabilityHigher = BetaComparison.ProbabilityHigher(first.Events, first.NonEvents, second.Events, second.NonEvents);
    }

    /// <summary>The earlier bin of the table.</summary>
    public Bin First { get; }

    /// <summary>The later bin of the table.</summary>
    public Bin Second { get; }

    /// <summary>
    /// The pooled two-proportion z statistic, (r₁ − r₂)/√(P (1 − P)(1/c₁ + 1/c₂)), with the event rates r, the counts c and the common rate P of both; without a continuity correction. Positive when the first
    /// bin has the higher rate. Its square is Pearson's chi-square of the 2 × 2 table. 0 where the rates are the same, where a bin is empty, and where both bins hold only events or only non-events.
    /// </summary>
    public double Z { get; }

    /// <summary>The two-sided P value of <see cref="Z"/>, 2 Φ(−|Z|): that of the chi-square test too. 1 where <see cref="Z"/> is 0.</summary>
    public double PValue { get; }

    /// <summary>
    /// The two-sided P value of Fisher's exact test: the probability, given both bins' counts and the events of both together, of all divisions that are no more probable than the one observed (within a factor of
    /// 1 + 10⁻⁷, for ties). Exact to about ten digits; where the observed division is less probable than the most probable one by 10³⁰⁰, it is 0. The test is one of whole rows, so fractional weights are rounded to the nearest whole count in each cell. Beyond some 10¹¹ rows it is <see cref="PValue"/>. 1 for an empty bin.
    /// </summary>
    public double FisherPValue { get; }

    /// <summary>
    /// The probability that the first bin's true event rate is higher than the second's, 0–1, when rates are distributed as Beta(events, non-events): nothing is known beforehand. Found by the mid-point rule with 100 points, which is good to two
    /// or three digits. A bin of events only has the rate 1, one of non-events only the rate 0; equal such rates, and empty bins, give 0.5.
    /// </summary>
    public double ProbabilityHigher { get; }

    /// <summary>Tests two bins, which need not be neighbours.</summary>
    /// <param name="first">One bin.</param>
    /// <param name="second">The other one.</param>
    /// <returns>The tests.</returns>
    public static AdjacentTest Of(Bin first, Bin second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new(first, second);
    }

    /// <summary>One test for each pair of neighbours among the regular bins that hold anything.</summary>
    internal static AdjacentTest[] AllOf(IReadOnlyList<Bin> bins)
    {
        Bin[] regular = [.. bins.Where(bin => bin.Kind == BinKind.Regular && bin.Count > 0)];
        return [.. regular.Skip(1).Select((bin, before) => Of(regular[before], bin))];
    }

    internal static double ZOf(Bin first, Bin second) => ZOf(first.Events, first.NonEvents, second.Events, second.NonEvents);

    /// <summary>The z statistic, from the difference of the cross products: exactly 0 for equal rates of whole counts.</summary>
    internal static double ZOf(double events1, double nonEvents1, double events2, double nonEvents2)
    {
        double events = events1 + events2, nonEvents = nonEvents1 + nonEvents2, count1 = events1 + nonEvents1, count2 = events2 + nonEvents2;
        if (events == 0 || nonEvents == 0 || count1 == 0 || count2 == 0)
            return 0;
        double difference = (events1 * nonEvents2) - (events2 * nonEvents1);
        return difference / Math.Sqrt(events * nonEvents) * Math.Sqrt((events + nonEvents) / (count1 * count2));
    }
}
