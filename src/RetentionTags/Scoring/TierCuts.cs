using System.Diagnostics.CodeAnalysis;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>Where scores in falling order are cut, so that tiers hold given shares or no more than given numbers.</summary>
internal static class TierCuts
{
    public static TierScheme OfShares(string[] names, ReadOnlySpan<double> scores, ReadOnlySpan<(string Name, double Share)> tiers)
    {
        CheckShares(tiers);
        double[] descending = Descending(scores);
        var thresholds = new double[tiers.Length - 1];
        var findings = new List<Finding>();
        double share = 0;
        int taken = 0;
        for (int rank = 0; rank < thresholds.Length; rank++)
        {
            share += tiers[rank].Share;
            double wanted = share * descending.Length;
            taken = Math.Max(taken, NearestCut(descending, wanted));
            if (Math.Abs(taken - wanted) > 0.5 + 1e-9)
                findings.Add(new(FindingSeverity.Note, FindingCodes.TiedScores, Invariant($"the tiers down to '{names[rank]}' hold {100.0 * taken / descending.Length:F1} % of the scores instead of {100 * share:F1} %, because equal scores are not divided.")));
            thresholds[rank] = After(descending, taken);
        }

        return new(names, thresholds, findings);
    }

    public static TierScheme OfCapacities(string[] names, ReadOnlySpan<double> scores, ReadOnlySpan<(string Name, int Capacity)> tiers)
    {
        foreach ((string name, int capacity) in tiers)
        {
            if (capacity < 1)
                throw new ArgumentException($"The capacity of the tier '{name}' is {capacity}. Capacities are at least 1: leave a tier out that can hold nobody.", nameof(tiers));
        }

        double[] descending = Descending(scores);
        var thresholds = new double[tiers.Length];
        var findings = new List<Finding>();
        int taken = 0;
        for (int rank = 0; rank < thresholds.Length; rank++)
        {
            int capacity = tiers[rank].Capacity, before = taken;
            taken = (int)Math.Min((long)taken + capacity, descending.Length);
            while (taken > before && IsTied(descending, taken))
                taken--;
            if (taken - before < capacity)
                findings.Add(new(FindingSeverity.Note, FindingCodes.UnfilledCapacity, $"the tier '{names[rank]}' holds {taken - before} of {capacity}, because {(taken == descending.Length ? "there are no more scores" : $"the next {EqualFrom(descending, taken)} scores are equal and are not divided")}."));
            thresholds[rank] = After(descending, taken);
        }

        return new(names, thresholds, findings);
    }

    /// <summary>The threshold beneath so many of the highest scores.</summary>
    private static double After(double[] descending, int taken) => taken switch
    {
        0 => double.PositiveInfinity,
        _ when taken == descending.Length => double.NegativeInfinity,
        _ => ShortestCut.Between(descending[taken], descending[taken - 1]),
    };

    private static bool IsTied(double[] descending, int cut) => cut > 0 && cut < descending.Length && descending[cut] == descending[cut - 1];

    private static int EqualFrom(double[] descending, int first)
    {
        int end = first + 1;
        while (IsTied(descending, end))
            end++;
        return end - first;
    }

    /// <summary>How many of the highest scores to take so that the next one differs and the number is nearest to the one wanted.</summary>
    private static int NearestCut(double[] descending, double wanted)
    {
        int fewer = (int)Math.Floor(wanted), more = Math.Min((int)Math.Ceiling(wanted), descending.Length);
        while (IsTied(descending, fewer))
            fewer--;
        while (IsTied(descending, more))
            more++;
        return wanted - fewer <= more - wanted ? fewer : more;
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The name is that of the public method's parameter.")]
    private static void CheckShares(ReadOnlySpan<(string Name, double Share)> tiers)
    {
        double sum = 0;
        foreach ((string name, double share) in tiers)
        {
            if (!(share > 0 && share <= 1))
                throw new ArgumentException(Invariant($"The share of the tier '{name}' is {share}. Shares are above 0 and at most 1."), nameof(tiers));
            sum += share;
        }

        if (Math.Abs(sum - 1) > 1e-9)
            throw new ArgumentException(Invariant($"The shares add up to {sum}. They add up to 1, since every score is in a tier."), nameof(tiers));
    }

    private static double[] Descending(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
            throw new ArgumentException("There are no scores to divide.", nameof(scores));
        double[] descending = scores.ToArray();
        Array.Sort(descending);
        if (double.IsNaN(descending[0]) || double.IsInfinity(descending[0]) || double.IsInfinity(descending[^1]))
            throw new ArgumentException("A score is NaN or infinite. Leave rows without a score out.", nameof(scores));
        Array.Reverse(descending);
        return descending;
    }
}
