using RetentionTags.Evaluation;
using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <summary>The rows of each tier, by their distinct scores: what is summed up of them does not depend on the order of rows.</summary>
internal static class TierTally
{
    /// <summary>What stands above <see cref="Cells"/>.</summary>
    public static readonly string[] Heads = ["Tier", "From", "Count", "Share", "Events", "Event rate"];

    /// <summary>What every table of tiers begins with.</summary>
    public static TableCell[] Cells(Tier tier, double count, double share, double events, double eventRate) =>
        [tier.Name, TableCell.Number(tier.From, 4), TableCell.Weight(count), TableCell.Percent(share), TableCell.Weight(events), TableCell.Percent(eventRate)];

    /// <summary>By the tiers of scores.</summary>
    public static ScoreDistribution[] Of(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights)
    {
        var ranks = new int[scores.Length];
        scheme.Assign(scores, ranks);
        return Of(scheme, scores, ranks, events, weights);
    }

    /// <summary>By tiers that were given.</summary>
    public static ScoreDistribution[] Of(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<int> ranks, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights)
    {
        ScoreDistribution.CheckLengths(scores.Length, events.Length, weights.Length);
        CheckRows(scheme, scores, ranks, weights);
        bool isWeighted = !weights.IsEmpty;
        var rows = new int[scheme.Tiers.Count];
        foreach (int rank in ranks)
            rows[rank]++;
        double[][] scoresOf = [.. rows.Select(each => new double[each])], weightsOf = [.. rows.Select(each => new double[isWeighted ? each : 0])];
        bool[][] eventsOf = [.. rows.Select(each => new bool[each])];
        Array.Clear(rows);
        for (int row = 0; row < ranks.Length; row++)
        {
            int rank = ranks[row], place = rows[rank]++;
            scoresOf[rank][place] = scores[row];
            eventsOf[rank][place] = events[row];
            if (isWeighted)
                weightsOf[rank][place] = weights[row];
        }

        return [.. Enumerable.Range(0, rows.Length).Select(rank => ScoreDistribution.Of(scoresOf[rank], eventsOf[rank], weightsOf[rank]))];
    }

    /// <summary>Σ w, Σ w p and Σ w p (1 − p) over the rows of a tier.</summary>
    public static (double Count, double Scores, double Variance) Sums(ScoreDistribution rows)
    {
        double sum = 0, variance = 0;
        for (int i = 0; i < rows.Scores.Count; i++)
        {
            double score = rows.Scores[i], weight = rows.WeightAt(i);
            sum += weight * score;
            variance += weight * score * (1 - score);
        }

        return (rows.TotalWeight, sum, variance);
    }

    /// <summary>Whether all scores lie between 0 and 1.</summary>
    public static bool AreProbabilities(ScoreDistribution[] tiers) => tiers.All(rows => rows.Scores.Count == 0 || (rows.Scores[0] >= 0 && rows.Scores[^1] <= 1));

    /// <summary>Rows are numbered within their tiers from here on, so whatever is wrong with one is said before.</summary>
    private static void CheckRows(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<int> ranks, ReadOnlySpan<double> weights)
    {
        if (ranks.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores and {ranks.Length} ranks.", nameof(ranks));
        for (int row = 0; row < ranks.Length; row++)
        {
            if (double.IsNaN(scores[row]))
                throw ScoreDistribution.NotANumber(row);
            if (ranks[row] < 0 || ranks[row] >= scheme.Tiers.Count)
                throw new ArgumentException($"Row {row}: the rank is {ranks[row]}. Ranks are from 0 to {scheme.Tiers.Count - 1}.", nameof(ranks));
            if (!weights.IsEmpty && (!(weights[row] >= 0) || double.IsInfinity(weights[row])))
                throw new ArgumentException(Invariant($"Row {row}: the weight is {weights[row]}. Weights are finite and at least 0."), nameof(weights));
        }
    }
}
