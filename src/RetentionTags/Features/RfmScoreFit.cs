using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Learns one scale, and finds what a person should know of it.</summary>
internal static class RfmScoreFit
{
    public static RfmScale Fit(RfmScores recipe, NumericColumn column, bool isReversed, List<Finding> findings)
    {
        double[] sorted = Sorted(column);
        bool tiles = recipe.Scoring == RfmScoring.RankTiles;
        var scale = new RfmScale(column.Name, isReversed, tiles ? [] : [.. Quantiles(sorted, recipe.Levels)], [.. new int[recipe.Levels]]);
        double[] scores = new double[column.Length];
        Score(scale, column.Values, scores);
        var counts = new int[recipe.Levels];
        foreach (double score in scores)
        {
            if (!double.IsNaN(score))
                counts[(int)score - 1]++;
        }

        AddSkipped(column.Name, counts, findings);
        if (tiles)
            AddSplitTies(column, scores, findings);
        return new(column.Name, isReversed, scale.Cuts, [.. counts]);
    }

    /// <summary>The scores of all rows of a column; NaN where the value is missing.</summary>
    public static void Score(RfmScale scale, ReadOnlySpan<double> values, Span<double> scores)
    {
        if (scale.Cuts.Count == 0)
        {
            ScoreRanks(scale, values, scores);
            return;
        }

        for (int row = 0; row < values.Length; row++)
            scores[row] = scale.ScoreOf(values[row]);
    }

    /// <summary>The j/k quantiles, j = 1 … k − 1. Places are found in whole numbers, so that no rounding moves one.</summary>
    private static double[] Quantiles(double[] sorted, int levels)
    {
        var cuts = new double[levels - 1];
        for (int j = 1; j < levels; j++)
        {
            (long below, long rest) = Math.DivRem((sorted.Length - 1L) * j, levels);
            double lower = sorted[below];
            cuts[j - 1] = rest == 0 || lower == sorted[below + 1] ? lower : lower + ((double)rest / levels * (sorted[below + 1] - lower));
        }

        return cuts;
    }

    private static void ScoreRanks(RfmScale scale, ReadOnlySpan<double> values, Span<double> scores)
    {
        double[] keys = values.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length).Where(row => !double.IsNaN(keys[row])).OrderBy(row => keys[row])]; // stable: equal values in the order of rows
        scores.Fill(double.NaN);
        if (rows.Length == 0)
            return;
        double[] cuts = Quantiles([.. Enumerable.Range(0, rows.Length).Select(rank => (double)rank)], scale.Counts.Count);
        for (int rank = 0; rank < rows.Length; rank++)
            scores[rows[rank]] = scale.Score(RfmScale.Below(cuts, rank));
    }

    private static double[] Sorted(NumericColumn column)
    {
        double[] sorted = [.. column.Values.ToArray().Where(value => !double.IsNaN(value))];
        Array.Sort(sorted);
        if (sorted.Length == 0)
            throw new TrainingDataException($"Column '{column.Name}' is missing in every row, so there is nothing to score by.");
        if (double.IsInfinity(sorted[0]) || double.IsInfinity(sorted[^1]))
            throw new TrainingDataException($"Column '{column.Name}' is infinite in a row. Quantiles lie between finite values: find out where it comes from, or make it missing.");
        return sorted;
    }

    private static void AddSkipped(string column, int[] counts, List<Finding> findings)
    {
        int[] skipped = [.. Enumerable.Range(1, counts.Length).Where(score => counts[score - 1] == 0)];
        if (skipped.Length == 0)
            return;
        findings.Add(new(FindingSeverity.Note, FindingCodes.SkippedScores, $"no customer has {(skipped.Length == 1 ? "the score" : "the scores")} {string.Join(", ", skipped)}: so many values are equal that cut-offs coincide. Equal values have equal scores, so this is right; take fewer Levels if every score is to be given.", column));
    }

    private static void AddSplitTies(NumericColumn column, double[] scores, List<Finding> findings)
    {
        var split = Enumerable.Range(0, scores.Length).Where(row => !double.IsNaN(scores[row])).GroupBy(row => column.Values[row], row => scores[row])
            .Where(group => group.Distinct().Count() > 1)
            .Select(group => group.Count())
            .ToArray();
        if (split.Length > 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.SplitTies, $"{split.Sum()} customers share a value with others of another score: tiles of ranks divide equal values by the order of rows. Use RfmScoring.ValueCuts.", column.Name));
    }
}
