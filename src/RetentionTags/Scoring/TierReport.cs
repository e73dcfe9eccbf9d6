using RetentionTags.Evaluation;
using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <summary>The realised event rate of every tier: whether the tiers mean what their names say.</summary>
public sealed class TierReport
{
    private TierReport(TierOutcome[] tiers) => Tiers = tiers;

    /// <summary>One outcome for each tier, from the highest scores to the lowest.</summary>
    public IReadOnlyList<TierOutcome> Tiers { get; }

    /// <summary>Whether the event rate falls, or stays the same, from each tier to the next. Empty tiers are passed over.</summary>
    public bool IsMonotone
    {
        get
        {
            double[] rates = [.. Tiers.Where(tier => tier.Count > 0).Select(tier => tier.EventRate)];
            return rates.Zip(rates.Skip(1)).All(pair => pair.First >= pair.Second);
        }
    }

    /// <summary>Counts events by tier. Use rows that the model and the scheme have not seen.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="scores">One score for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static TierReport Of(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ScoreDistribution distribution = ScoreDistribution.Of(scores, events, weights);
        var eventWeights = new double[scheme.Tiers.Count];
        var totalWeights = new double[scheme.Tiers.Count];
        for (int i = 0; i < distribution.Scores.Count; i++)
        {
            int rank = scheme[distribution.Scores[i]].Rank;
            eventWeights[rank] += distribution.Events[i];
            totalWeights[rank] += distribution.Events[i] + distribution.NonEvents[i];
        }

        double all = distribution.TotalWeight, rate = distribution.EventWeight / all;
        return new([.. scheme.Tiers.Select(tier =>
        {
            (double n, double e) = (totalWeights[tier.Rank], eventWeights[tier.Rank]);
            return new TierOutcome(tier, n, n / all, e, e / n, ConfidenceInterval.Wilson(e, n), e / n / rate);
        })]);
    }

    /// <summary>The report as text: one line for each tier.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a tier has no rows.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Tier", "From", "Count", "Share", "Events", "Event rate", "95 % from", "95 % to", "Lift");
        foreach (TierOutcome tier in Tiers)
        {
            table.Add(
                tier.Tier.Name,
                TableCell.Number(tier.Tier.From, 4),
                TableCell.Weight(tier.Count),
                TableCell.Percent(tier.Share),
                TableCell.Weight(tier.Events),
                TableCell.Percent(tier.EventRate),
                TableCell.Percent(tier.Interval.Lower),
                TableCell.Percent(tier.Interval.Upper),
                TableCell.Number(tier.Lift, 2));
        }

        return table.Render(format);
    }
}
