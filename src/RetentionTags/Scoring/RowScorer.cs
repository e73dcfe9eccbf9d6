using RetentionTags.Explanations;

namespace RetentionTags.Scoring;

/// <summary>Scores a service's own records, one at a time, by a <see cref="Scorecard"/>. Made by <see cref="Scorecard.ForRecords"/>; immutable, one instance serves all threads.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class RowScorer<T>
{
    private readonly CompiledRow _row;
    private readonly CompiledRow _pointRow;
    private readonly Func<T, double>[] _readers;

    internal RowScorer(Scorecard scorecard, Func<T, double>[] readers)
    {
        Scorecard = scorecard;
        _row = scorecard.Row;
        _pointRow = scorecard.PointRow;
        _readers = readers;
    }

    /// <summary>The card. Contributions are in the order of its columns.</summary>
    public Scorecard Scorecard { get; }

    /// <summary>Probability of the event for one record, through the card's calibration if there is one. Allocates nothing.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The probability, the same to the bit as in a table.</returns>
    public double Score(T record) => Scorecard.ToProbability(LogOdds(record));

    /// <summary>Points of one record on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The points, the same to the bit as in a table.</returns>
    public double Points(T record) => Scorecard.PointsOf(_pointRow.LogOdds(Required(record), _readers));

    /// <summary>Log-odds of the event for one record. Allocates nothing.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The log-odds, the same to the bit as in a table.</returns>
    public double LogOdds(T record) => _row.LogOdds(Required(record), _readers);

    /// <summary>What each column adds to the log-odds of one record, compared with the card's <see cref="Scorecard.ExplanationBaseline"/> (by default the average training row): exact Shapley values. Allocates nothing; <see cref="Explain"/> gives them with names and bins.</summary>
    /// <param name="record">The record.</param>
    /// <param name="destination">Receives one contribution in log-odds for each of the card's columns, in their order.</param>
    /// <returns>The log-odds of the record: the card's baseline and the contributions add up to them, to the bit.</returns>
    /// <exception cref="ArgumentException">There are too many or too few places.</exception>
    public double Contributions(T record, Span<double> destination) => _row.LogOdds(Required(record), _readers, destination);

    /// <summary>Says for one record what each column adds to its log-odds, compared with the card's <see cref="Scorecard.ExplanationBaseline"/> (by default the average training row).</summary>
    /// <param name="record">The record.</param>
    /// <returns>Explanations with one row, number 0.</returns>
    public ScoreExplanations Explain(T record)
    {
        Required(record);
        return Scorecard.Explain((ReadOnlySpan<double>)[.. _readers.Select(reader => reader(record))]);
    }

    private static T Required(T record) => record ?? throw new ArgumentNullException(nameof(record));
}
