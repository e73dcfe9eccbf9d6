using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <summary>
/// A scorecard bound to the columns of a table: they were found by name and checked once, and categories were given their weights once. Made by <see cref="Scorecard.Bind"/>. Immutable; any number of threads can use one.
/// </summary>
/// <remarks>
/// It scores tables with the same columns in the same order, and rows that are in no table: a <see cref="ScoringInput"/> for each of <see cref="Scorecard.Columns"/>, in their order. Scores are those of the card, to the bit.
/// A table's category column may have other levels than the one that was bound; then its weights are looked up again for that batch.
/// </remarks>
public sealed class BoundScorecard : IScorer
{
    private readonly BoundColumn[] _columns;

    /// <summary>The card in steps, where points are rounded.</summary>
    private readonly BoundScorecard? _inSteps;

    internal BoundScorecard(Scorecard scorecard, Table schema)
    {
        Scorecard = scorecard;
        _columns = new BoundColumn[scorecard.Columns.Count];
        for (int c = 0; c < _columns.Length; c++)
        {
            Column column = scorecard.Columns[c].Find(schema);
            IReadOnlyList<string> levels = (column as CategoryColumn)?.Levels ?? [];
            var weights = new int[levels.Count + 1];
            if (column is CategoryColumn)
                scorecard.WeighCodes(c, levels, weights);
            _columns[c] = new(scorecard.Columns[c], PlaceOf(column, schema), levels, weights);
        }

        if (scorecard.PointSums != scorecard)
            _inSteps = new(scorecard.PointSums, schema);
    }

    /// <summary>The card.</summary>
    public Scorecard Scorecard { get; }

    /// <summary>Probability of the event for every row, as <see cref="Scorecard.Score(Table, Span{double})"/>. Allocates nothing.</summary>
    /// <param name="table">The same columns in the same order as in the table that was bound.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">A column is absent, elsewhere or of another kind, or lengths differ.</exception>
    public void Score(Table table, Span<double> destination) => Run(table, destination, 1, ScoreOutput.Probability);

    /// <summary>Probability of the event for every row, on several threads: the same bits as on one.</summary>
    /// <param name="table">The same columns in the same order as in the table that was bound.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>.</param>
    /// <exception cref="ArgumentException">A column is absent, elsewhere or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Score(Table table, Span<double> destination, int maxThreads) => Run(table, destination, maxThreads, ScoreOutput.Probability);

    /// <summary>Probability of the event for every row. Allocates nothing on one thread.</summary>
    /// <param name="columns">The rows of each of the card's columns, in the order of <see cref="Scorecard.Columns"/>.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">There is not one input for each column, one is of the wrong kind or length, or a code or bin is outside its range; then some scores may have been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Score(ReadOnlySpan<ScoringInput> columns, Span<double> destination, int maxThreads = 1) => Run(columns, destination, maxThreads, ScoreOutput.Probability);

    /// <summary>Points for every row on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing on one thread.</summary>
    /// <param name="table">The same columns in the same order as in the table that was bound.</param>
    /// <param name="destination">Receives the points of each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent, elsewhere or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Points(Table table, Span<double> destination, int maxThreads = 1) => PointSums.Run(table, destination, maxThreads, ScoreOutput.Points);

    /// <summary>Points for every row on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing on one thread.</summary>
    /// <param name="columns">The rows of each of the card's columns, in the order of <see cref="Scorecard.Columns"/>.</param>
    /// <param name="destination">Receives the points of each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">As for <see cref="Score(ReadOnlySpan{ScoringInput}, Span{double}, int)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Points(ReadOnlySpan<ScoringInput> columns, Span<double> destination, int maxThreads = 1) => PointSums.Run(columns, destination, maxThreads, ScoreOutput.Points);

    /// <summary>Log-odds of the event for every row. Allocates nothing on one thread.</summary>
    /// <param name="table">The same columns in the same order as in the table that was bound.</param>
    /// <param name="destination">Receives the log-odds of each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent, elsewhere or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void LogOdds(Table table, Span<double> destination, int maxThreads = 1) => Run(table, destination, maxThreads, ScoreOutput.LogOdds);

    /// <summary>Log-odds of the event for every row. Allocates nothing on one thread.</summary>
    /// <param name="columns">The rows of each of the card's columns, in the order of <see cref="Scorecard.Columns"/>.</param>
    /// <param name="destination">Receives the log-odds of each row.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">As for <see cref="Score(ReadOnlySpan{ScoringInput}, Span{double}, int)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void LogOdds(ReadOnlySpan<ScoringInput> columns, Span<double> destination, int maxThreads = 1) => Run(columns, destination, maxThreads, ScoreOutput.LogOdds);

    /// <summary>What each column adds to the log-odds of every row, as <see cref="Scorecard.Contributions(Table, Span{double}, int)"/>. Allocates nothing on one thread.</summary>
    /// <param name="table">The same columns in the same order as in the table that was bound.</param>
    /// <param name="destination">Receives all rows of the first of the card's columns, then all of the second, …: column c of row r is at c · rows + r.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent, elsewhere or of another kind, or there is not one place for each column and row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Contributions(Table table, Span<double> destination, int maxThreads = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        Scorecard.RequirePlaces(destination, (long)table.RowCount * _columns.Length, table.RowCount);
        using RentedRows rows = Scorecard.FindRows(table, _columns);
        Scorecard.Contributions(rows.Array, Scorecard.MeanUnits, table.RowCount, destination, maxThreads);
    }

    /// <summary>What each column adds to the log-odds of every row, compared with the card's <see cref="Scorecard.ExplanationBaseline"/>. Allocates nothing on one thread.</summary>
    /// <param name="columns">The rows of each of the card's columns, in the order of <see cref="Scorecard.Columns"/>.</param>
    /// <param name="destination">As for a table.</param>
    /// <param name="maxThreads">As in <see cref="Scorecard.Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">As for <see cref="Score(ReadOnlySpan{ScoringInput}, Span{double}, int)"/>, or there is not one place for each column and row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Contributions(ReadOnlySpan<ScoringInput> columns, Span<double> destination, int maxThreads = 1)
    {
        int rowCount = columns.IsEmpty ? 0 : columns[0].Length;
        using var rows = new RentedRows(_columns.Length, 0);
        FindRows(columns, rowCount, rows);
        Scorecard.RequirePlaces(destination, (long)rowCount * _columns.Length, rowCount);
        Scorecard.Contributions(rows.Array, Scorecard.MeanUnits, rowCount, destination, maxThreads);
    }

    private BoundScorecard PointSums => _inSteps ?? this;

    private static int PlaceOf(Column column, Table table)
    {
        int place = 0;
        while (table.Columns[place] != column)
            place++;
        return place;
    }

    private void Run(Table table, Span<double> destination, int maxThreads, ScoreOutput output)
    {
        ArgumentNullException.ThrowIfNull(table);
        Scorecard.RequirePlaces(destination, table.RowCount, table.RowCount);
        using RentedRows rows = Scorecard.FindRows(table, _columns);
        Scorecard.Run(rows.Array, destination, maxThreads, output);
    }

    private void Run(ReadOnlySpan<ScoringInput> columns, Span<double> destination, int maxThreads, ScoreOutput output)
    {
        using var rows = new RentedRows(_columns.Length, 0);
        FindRows(columns, destination.Length, rows);
        Scorecard.Run(rows.Array, destination, maxThreads, output);
    }

    private void FindRows(ReadOnlySpan<ScoringInput> columns, int rowCount, RentedRows rows)
    {
        if (columns.Length != _columns.Length)
            throw new ArgumentException($"There are {columns.Length} inputs; the scorecard takes {_columns.Length}, in this order: {string.Join(", ", Scorecard.Columns.Select(column => column.Name))}.", nameof(columns));
        for (int c = 0; c < columns.Length; c++)
        {
            ScorecardColumn scored = Scorecard.Columns[c];
            if (columns[c].Kind != ScoringInputKind.Bins && columns[c].Kind != (scored.Kind == ColumnKind.Numeric ? ScoringInputKind.Numbers : ScoringInputKind.Categories))
                throw new ArgumentException($"Input {c} is for the column '{scored.Name}', which takes {(scored.Kind == ColumnKind.Numeric ? "ScoringInput.Numbers" : "ScoringInput.Categories")} or ScoringInput.Bins; it {(columns[c].Kind == ScoringInputKind.None ? "was never made" : $"holds {(columns[c].Kind == ScoringInputKind.Numbers ? "numbers" : "categories")}")}.", nameof(columns));
            if (columns[c].Length != rowCount)
                throw new ArgumentException($"Input {c}, for the column '{scored.Name}', has {columns[c].Length} rows; {rowCount} are to be scored.", nameof(columns));
            rows.Array[c] = new(columns[c], _columns[c].Weights);
        }
    }
}
