using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Scorecards as SQL.</summary>
public static class ScorecardSql
{
    /// <summary>Writes a card as one SELECT, which any ADO.NET provider, or a person, can run.</summary>
    /// <remarks>
    /// Log-odds, bins, weights of evidence, contributions and points are the same to the bit as in memory, since they are sums of numbers on the card's grid; probabilities agree to 10⁻¹² of their size or better, as far as the engine's exponential does.
    /// NULL and NaN are missing; −0 is 0; texts are compared by their characters, whatever the collation of the column.
    /// </remarks>
    /// <param name="card">The card.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="query">What to read and what to give.</param>
    /// <returns>The statement, without a semicolon.</returns>
    /// <exception cref="ArgumentException">Two columns of the result would have the same name, or a name or text is none that the engine has.</exception>
    public static string ToSql(this Scorecard card, SqlDialect dialect, ScoreQuery query)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(query);
        return new ScoreStatement(card, dialect, query).ToSql();
    }
}
