using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>
/// Divides scores into named tiers from the highest to the lowest. Neighbouring tiers share a threshold, so by construction every score is in exactly one
/// tier, and a higher score is never in a lower one.
/// </summary>
public sealed class TierScheme
{
    private readonly Tier[] _tiers;

    internal TierScheme(IReadOnlyList<string> names, ReadOnlySpan<double> thresholds, IReadOnlyList<Finding> findings)
    {
        Findings = findings;
        _tiers = new Tier[names.Count];
        double above = double.PositiveInfinity;
        for (int rank = 0; rank < _tiers.Length; rank++)
        {
            double from = rank < thresholds.Length ? thresholds[rank] : double.NegativeInfinity;
            _tiers[rank] = new(names[rank], rank, from, above);
            above = from;
        }
    }

    /// <summary>The tiers, from the highest scores to the lowest.</summary>
    public IReadOnlyList<Tier> Tiers => _tiers;

    /// <summary>Shares that equal scores kept from being met.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The tier of a score.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <returns>The tier.</returns>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public Tier this[double score]
    {
        get
        {
            if (double.IsNaN(score))
                throw new ArgumentException("The score is NaN, which is in no tier.", nameof(score));
            int rank = 0;
            while (score < _tiers[rank].From)
                rank++;
            return _tiers[rank];
        }
    }

    /// <summary>Tiers that hold given shares of the scores at hand.</summary>
    /// <remarks>
    /// Each threshold lies between two neighbouring scores, where the share above it is nearest to what was asked for (of two as near, the smaller share). Equal
    /// scores are never divided: where they keep a share from being met by more than half a row, a finding says so.
    /// </remarks>
    /// <param name="scores">The scores that shares refer to, such as those of all customers today.</param>
    /// <param name="tiers">Names and shares (0–1, above 0, adding up to 1), from the highest scores to the lowest.</param>
    /// <returns>The scheme, which any later score fits into.</returns>
    /// <exception cref="ArgumentException">There are no scores or no tiers, a score is not finite, names repeat, or shares do not add up to 1.</exception>
    public static TierScheme FromShares(ReadOnlySpan<double> scores, params ReadOnlySpan<(string Name, double Share)> tiers)
    {
        string[] names = NamesOf(tiers);
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
            int cut = Math.Max(taken, NearestCut(descending, wanted));
            if (Math.Abs(cut - wanted) > 0.5 + 1e-9)
                findings.Add(new(FindingSeverity.Note, FindingCodes.TiedScores, Invariant($"the tiers down to '{names[rank]}' hold {100.0 * cut / descending.Length:F1} % of the scores instead of {100 * share:F1} %, because equal scores are not divided.")));
            thresholds[rank] = cut == 0 ? double.PositiveInfinity : cut == descending.Length ? double.NegativeInfinity : ShortestCut.Between(descending[cut], descending[cut - 1]);
            taken = cut;
        }

        return new(names, thresholds, findings);
    }

    /// <summary>Tiers with given thresholds.</summary>
    /// <param name="tiers">Names and lowest scores, from the highest tier down, each threshold below the one before.</param>
    /// <param name="remaining">The name of the last tier, which takes every score below the last threshold.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentException">Names repeat, or thresholds are not finite and falling.</exception>
    public static TierScheme FromThresholds(ReadOnlySpan<(string Name, double From)> tiers, string remaining)
    {
        string[] names = NamesOf([.. tiers, (remaining, 0)]);
        var thresholds = new double[tiers.Length];
        for (int rank = 0; rank < tiers.Length; rank++)
        {
            thresholds[rank] = tiers[rank].From;
            if (!double.IsFinite(thresholds[rank]) || (rank > 0 && thresholds[rank] >= thresholds[rank - 1]))
                throw new ArgumentException(Invariant($"The tier '{names[rank]}' starts at {thresholds[rank]}. Thresholds are finite, and each lies below the one before."), nameof(tiers));
        }

        return new(names, thresholds, []);
    }

    private static string[] NamesOf(ReadOnlySpan<(string Name, double)> tiers)
    {
        if (tiers.IsEmpty)
            throw new ArgumentException("A scheme has at least one tier.", nameof(tiers));
        var names = new string[tiers.Length];
        for (int rank = 0; rank < names.Length; rank++)
        {
            names[rank] = tiers[rank].Name;
            ArgumentException.ThrowIfNullOrWhiteSpace(names[rank], nameof(tiers));
            if (names.AsSpan(0, rank).Contains(names[rank]))
                throw new ArgumentException($"Two tiers are named '{names[rank]}'. Names are unique within a scheme.", nameof(tiers));
        }

        return names;
    }

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
            throw new ArgumentException("There are no scores to take shares of.", nameof(scores));
        double[] descending = scores.ToArray();
        Array.Sort(descending);
        if (double.IsNaN(descending[0]) || double.IsInfinity(descending[0]) || double.IsInfinity(descending[^1]))
            throw new ArgumentException("A score is NaN or infinite. Leave rows without a score out.", nameof(scores));
        Array.Reverse(descending);
        return descending;
    }

    /// <summary>How many of the highest scores to take so that the next one differs and the number is nearest to the one wanted.</summary>
    private static int NearestCut(double[] descending, double wanted)
    {
        int fewer = (int)Math.Floor(wanted), more = Math.Min((int)Math.Ceiling(wanted), descending.Length);
        while (fewer > 0 && fewer < descending.Length && descending[fewer] == descending[fewer - 1])
            fewer--;
        while (more > 0 && more < descending.Length && descending[more] == descending[more - 1])
            more++;
        return wanted - fewer <= more - wanted ? fewer : more;
    }
}
