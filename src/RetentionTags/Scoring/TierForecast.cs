using RetentionTags.Evaluation;
using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <summary>What is to be expected of every tier, before anything has happened: customers, events and value, from calibrated probabilities.</summary>
public sealed class TierForecast
{
    private TierForecast(TierExpectation[] tiers) => Tiers = tiers;

    /// <summary>One expectation for each tier, from the highest scores to the lowest.</summary>
    public IReadOnlyList<TierExpectation> Tiers { get; }

    /// <summary>What treating the tiers is expected to be worth: Σ <see cref="TierExpectation.Value"/>. NaN when the scheme knows no values.</summary>
    public double Value => Tiers.Sum(tier => tier.Value);

    /// <summary>Adds probabilities up by tier.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="probabilities">One calibrated probability for each customer, 0–1.</param>
    /// <param name="weights">For each customer a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is no probability, or a weight is negative or not finite.</exception>
    public static TierForecast Of(TierScheme scheme, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        CheckProbabilities(probabilities);
        return Of(scheme, TierTally.Of(scheme, probabilities, new bool[probabilities.Length], weights));
    }

    /// <summary>Adds probabilities up by tier, for customers whose tiers do not follow from their probabilities alone, as with a margin.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="probabilities">One calibrated probability for each customer, 0–1.</param>
    /// <param name="ranks">For each customer the rank of the tier.</param>
    /// <param name="weights">For each customer a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is no probability, a rank is none of the scheme, or a weight is negative or not finite.</exception>
    public static TierForecast Of(TierScheme scheme, ReadOnlySpan<double> probabilities, ReadOnlySpan<int> ranks, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        CheckProbabilities(probabilities);
        return Of(scheme, TierTally.Of(scheme, probabilities, ranks, new bool[probabilities.Length], weights));
    }

    /// <summary>The forecast as text: one line for each tier.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a tier has no customers.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        bool hasValues = Tiers[0].Tier.Values is not null;
        var table = new TextTable([.. TierTally.Heads, .. (string[])(hasValues ? ["Value"] : [])]);
        foreach (TierExpectation tier in Tiers)
        {
            table.Add([
                .. TierTally.Cells(tier.Tier, tier.Count, tier.Share, tier.Events, tier.EventRate),
                .. (TableCell[])(hasValues ? [TableCell.Weight(tier.Value)] : [])]);
        }

        return table.Render(format);
    }

    private static void CheckProbabilities(ReadOnlySpan<double> probabilities)
    {
        for (int row = 0; row < probabilities.Length; row++)
        {
            if (!(probabilities[row] is >= 0 and <= 1))
                throw new ArgumentException(Invariant($"Row {row}: the score is {probabilities[row]}, which is no probability. What is to be expected follows from probabilities, 0–1, only."), nameof(probabilities));
        }
    }

    private static TierForecast Of(TierScheme scheme, ScoreDistribution[] rows)
    {
        double all = rows.Sum(each => each.TotalWeight);
        return new([.. scheme.Tiers.Select(tier =>
        {
            (double count, double expected, _) = TierTally.Sums(rows[tier.Rank]);
            return new TierExpectation(tier, count, count / all, expected, expected / count);
        })]);
    }
}
