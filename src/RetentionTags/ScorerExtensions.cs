using RetentionTags.Data;

namespace RetentionTags;

/// <summary>Comfort around <see cref="IScorer"/>.</summary>
public static class ScorerExtensions
{
    /// <summary>Scores every row of <paramref name="table"/> into a new array.</summary>
    /// <param name="scorer">The scorer.</param>
    /// <param name="table">The rows to score.</param>
    /// <returns>One score for each row, in row order.</returns>
    /// <exception cref="ArgumentException">A column that the scorer needs is absent or of another kind.</exception>
    public static double[] Score(this IScorer scorer, Table table)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(table);
        var scores = new double[table.RowCount];
        scorer.Score(table, scores);
        return scores;
    }
}
