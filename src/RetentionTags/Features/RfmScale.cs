namespace RetentionTags.Features;

/// <summary>How one of recency, frequency and monetary value becomes a score from 1 to k.</summary>
public sealed record RfmScale
{
    internal RfmScale(string columnName, bool isReversed, ValueList<double> cuts, ValueList<int> counts) => (ColumnName, IsReversed, Cuts, Counts) = (columnName, isReversed, cuts, counts);

    /// <summary>The column of the values.</summary>
    public string ColumnName { get; }

    /// <summary>Whether small values have high scores, as for recency.</summary>
    public bool IsReversed { get; }

    /// <summary>The k − 1 cut-offs q₁ ≤ … ≤ qₖ₋₁: j/k quantiles of the training values that are not missing, by linear interpolation (type 7 of Hyndman and Fan 1996). Empty for <see cref="RfmScoring.RankTiles"/>.</summary>
    public ValueList<double> Cuts { get; }

    /// <summary>The number of training rows with each score from 1 to k; rows without a value are in none.</summary>
    public ValueList<int> Counts { get; }

    /// <summary>The score of a value: 1 + #{j : qⱼ &lt; value}, or k + 1 less that when small is high.</summary>
    /// <param name="value">Any number; NaN means missing.</param>
    /// <returns>From 1 to k; NaN for NaN.</returns>
    /// <exception cref="InvalidOperationException">Scores are tiles of ranks, which a value alone has not.</exception>
    public double ScoreOf(double value)
    {
        if (Cuts.Count == 0)
            throw new InvalidOperationException($"Scores of '{ColumnName}' are tiles of ranks: a value has one only among the rows of a table. Use RfmScoreModel.ToScores.");
        return double.IsNaN(value) ? double.NaN : Score(Below(Cuts.AsSpan(), value));
    }

    /// <summary>The score above so many cut-offs.</summary>
    internal int Score(int cutsBelow) => IsReversed ? Counts.Count - cutsBelow : 1 + cutsBelow;

    /// <summary>How many cut-offs, which do not fall, are below a value.</summary>
    internal static int Below(ReadOnlySpan<double> cuts, double value)
    {
        int below = 0;
        while (below < cuts.Length && cuts[below] < value)
            below++;
        return below;
    }
}
