using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Cut-offs that turn recency, frequency and monetary value into scores from 1 (worst) to k (best).</summary>
public sealed class RfmScoreModel
{
    internal const string RecencyScore = "recency_score";
    internal const string FrequencyScore = "frequency_score";
    internal const string MonetaryScore = "monetary_score";

    internal RfmScoreModel(RfmScores recipe, RfmScale recency, RfmScale frequency, RfmScale monetary, IReadOnlyList<Finding> findings) =>
        (Recipe, Recency, Frequency, Monetary, Findings) = (recipe, recency, frequency, monetary, findings);

    /// <summary>The recipe that made the model.</summary>
    public RfmScores Recipe { get; }

    /// <summary>The scale of recency.</summary>
    public RfmScale Recency { get; }

    /// <summary>The scale of frequency.</summary>
    public RfmScale Frequency { get; }

    /// <summary>The scale of monetary value.</summary>
    public RfmScale Monetary { get; }

    /// <summary>Scores that no training row has, and equal values that have different scores.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The scores of customers.</summary>
    /// <param name="features">Has the three columns of the recipe; others are ignored.</param>
    /// <returns>The columns <c>recency_score</c>, <c>frequency_score</c> and <c>monetary_score</c>, whole numbers from 1 to k, missing where the value is: never is no score of recency.</returns>
    /// <exception cref="ArgumentException">A column is absent or holds categories.</exception>
    public Table ToScores(Table features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Table.Create(Column(RecencyScore, Recency), Column(FrequencyScore, Frequency), Column(MonetaryScore, Monetary));

        NumericColumn Column(string name, RfmScale scale)
        {
            var scores = new double[features.RowCount];
            RfmScoreFit.Score(scale, features.Numeric(scale.ColumnName).Values, scores);
            return Data.Column.Numeric(name, scores);
        }
    }
}
