namespace RetentionTags.Explanations;

/// <summary>What one column adds to one row's score, compared with the average row of the baseline.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="BinLabel">The bin that the row's value fell into, for instance <c>[6, 18)</c> or <c>missing</c>; the value itself where a model has no bins.</param>
/// <param name="LogOdds">The contribution in log-odds; positive makes the event more probable than it is for the average row.</param>
public readonly record struct Contribution(string ColumnName, string BinLabel, double LogOdds)
{
    /// <summary>By how much the contribution multiplies the odds of the event: e to the power of <see cref="LogOdds"/>.</summary>
    public double OddsFactor => Math.Exp(LogOdds);

    /// <summary>The contribution in words.</summary>
    /// <returns>For instance <c>recency_days [6, 18): odds × 1.72</c>.</returns>
    public override string ToString() => Invariant($"{ColumnName} {BinLabel}: odds × {OddsFactor:F2}");
}
