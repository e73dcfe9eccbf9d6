using RetentionTags.Data;

namespace RetentionTags;

/// <summary>Anything that turns rows into one number each.</summary>
/// <remarks>Scorers are immutable: one instance serves any number of threads at once.</remarks>
public interface IScorer
{
    /// <summary>Scores every row of <paramref name="table"/>.</summary>
    /// <param name="table">Holds at least the columns that the scorer was fitted on, found by name; others are ignored.</param>
    /// <param name="destination">Receives one score for each row, in row order. Its length is the table's row count.</param>
    /// <exception cref="ArgumentException">
    /// A column is absent or of another kind, or <paramref name="destination"/> has another length than the table has rows.
    /// </exception>
    void Score(Table table, Span<double> destination);
}
