using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Scores from 1 to k for recency, frequency and monetary value, learnt from the customers of a training table.</summary>
/// <remarks>
/// <para>
/// With qⱼ the j/k quantile of a column (type 7: linear interpolation between order statistics), <c>score = 1 + #{j : qⱼ &lt; value}</c>; for recency, where small is good, k + 1 less that. Equal values have equal scores, scores do not fall as values get better, and a currency
/// of another size changes none. Where many customers have the same value (most have bought once), cut-offs coincide and some scores are never given: findings say which.
/// </para>
/// <para>Score customers of a later day with the model of the training day, so that a score keeps its meaning.</para>
/// </remarks>
public sealed record RfmScores
{
    /// <summary>The column of recency, in which small is good.</summary>
    /// <value><c>recency_days</c> by default, as <see cref="RfmFeatures"/> calls it.</value>
    public string Recency { get; init => field = Name(value, nameof(Recency)); } = RfmFeatures.RecencyDays;

    /// <summary>The column of frequency.</summary>
    /// <value><c>frequency</c> by default.</value>
    public string Frequency { get; init => field = Name(value, nameof(Frequency)); } = RfmFeatures.Frequency;

    /// <summary>The column of monetary value.</summary>
    /// <value><c>monetary</c> by default.</value>
    public string Monetary { get; init => field = Name(value, nameof(Monetary)); } = RfmFeatures.MonetarySum;

    /// <summary>k, the highest score.</summary>
    /// <value>5 by default; from 2 to 100.</value>
    public int Levels { get; init => field = value is >= 2 and <= 100 ? value : throw Setting.OutOfRange(nameof(Levels), value, "from 2 to 100"); } = 5;

    /// <summary>How values become scores.</summary>
    /// <value><see cref="RfmScoring.ValueCuts"/> by default.</value>
    public RfmScoring Scoring { get; init; }

    /// <summary>Learns the cut-offs.</summary>
    /// <param name="features">One row for each customer; other columns are ignored.</param>
    /// <returns>The model, which scores these or other customers.</returns>
    /// <exception cref="ArgumentException">A column is absent or holds categories.</exception>
    /// <exception cref="TrainingDataException">A column is missing in every row, or infinite in one.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Scoring"/> is none.</exception>
    public RfmScoreModel Fit(Table features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!Enum.IsDefined(Scoring))
            throw new InvalidOperationException($"Scoring is {Scoring}; use ValueCuts or RankTiles.");
        (string Column, bool IsReversed)[] columns = [(Recency, true), (Frequency, false), (Monetary, false)];
        var findings = new List<Finding>();
        RfmScale[] scales = [.. columns.Select(each => RfmScoreFit.Fit(this, features.Numeric(each.Column), each.IsReversed, findings))];
        return new(this, scales[0], scales[1], scales[2], [.. findings]);
    }

    private static string Name(string value, string setting) => string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A column has a name.", setting) : value;
}
