using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Unrounded points as a line in log-odds, by the same operations in the same order as in memory, so to the same bits.</summary>
/// <param name="card">The points of the card.</param>
/// <param name="lowest">The card's lowest log-odds.</param>
/// <param name="highest">The card's highest log-odds.</param>
/// <param name="dialect">The engine.</param>
internal sealed class PointLine(PointsCard card, double lowest, double highest, SqlDialect dialect)
{
    /// <summary>The points of log-odds.</summary>
    public string ToPoints(string logOdds)
    {
        PointScale scale = card.Scale;
        if (scale.Range is not PointsRange range)
            return $"{dialect.Literal(scale.BasePoints)} + {dialect.Literal(scale.PointsPerLogOdds)} * ({logOdds} - {dialect.Literal(Math.Log(scale.BaseOdds))})";
        (double low, double high) = scale.Direction == PointsDirection.HigherIsMoreLikely ? (range.Lowest, range.Highest) : (range.Highest, range.Lowest);
        string share = $"({logOdds} - {dialect.Literal(lowest)}) / {dialect.Literal(highest - lowest)}";
        return $"(1 - {share}) * {dialect.Literal(low)} + {share} * {dialect.Literal(high)}";
    }
}
