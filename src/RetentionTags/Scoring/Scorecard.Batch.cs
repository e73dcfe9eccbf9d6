using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <content>Many rows at a time.</content>
public sealed partial class Scorecard
{
    /// <summary>Rows that a thread takes at a time.</summary>
    private const int RowsOfThread = 1 << 15;

    /// <summary>Probability of the event for every row, 1 / (1 + exp(−log-odds)), through <see cref="Calibration"/> if there is one. Allocates nothing.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or lengths differ.</exception>
    public void Score(Table table, Span<double> destination) => Run(table, destination, 1, ScoreOutput.Probability);

    /// <summary>Probability of the event for every row, on several threads: the same bits as on one.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <param name="maxThreads">How many threads at most; 0 for as many as there are processors. Each takes 32,768 rows at a time, so that a smaller batch is scored by one.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Score(Table table, Span<double> destination, int maxThreads) => Run(table, destination, maxThreads, ScoreOutput.Probability);

    /// <summary>Points for every row on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives the points of each row.</param>
    /// <param name="maxThreads">As in <see cref="Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Points(Table table, Span<double> destination, int maxThreads = 1) => PointSums.Run(table, destination, maxThreads, ScoreOutput.Points);

    /// <summary>Log-odds of the event for every row. Allocates nothing.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives the log-odds of each row.</param>
    /// <param name="maxThreads">As in <see cref="Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void LogOdds(Table table, Span<double> destination, int maxThreads = 1) => Run(table, destination, maxThreads, ScoreOutput.LogOdds);

    /// <summary>Points for every row on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so, in a new array.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <returns>The points of each row.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public double[] Points(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var points = new double[table.RowCount];
        Points(table, points);
        return points;
    }

    /// <summary>Log-odds of the event for every row, in a new array.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <returns>The log-odds of each row.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public double[] LogOdds(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var logOdds = new double[table.RowCount];
        LogOdds(table, logOdds);
        return logOdds;
    }

    /// <summary>What each column adds to the log-odds of every row, compared with the <see cref="ExplanationBaseline"/> (by default the average training row). Allocates nothing.</summary>
    /// <remarks>The same numbers as those of <see cref="Explain(Table)"/>, column by column: exact Shapley values, which with <see cref="Baseline"/> add up to the log-odds of a row, to the bit.</remarks>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives all rows of the first of <see cref="Columns"/>, then all of the second, …: column c of row r is at c · rows + r.</param>
    /// <param name="maxThreads">As in <see cref="Score(Table, Span{double}, int)"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or there is not one place for each column and row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is negative.</exception>
    public void Contributions(Table table, Span<double> destination, int maxThreads = 1) => Contributions(table, MeanUnits, destination, maxThreads);

    /// <summary>Checks a table's columns once, so that tables of the same columns are scored without looking for anything.</summary>
    /// <param name="schema">A table as those to be scored: the same columns in the same order. Its rows do not matter, and it may have none.</param>
    /// <returns>A scorer for such tables, and for rows that are in no table.</returns>
    /// <exception cref="ArgumentException">A column of the card is absent or of another kind; the message says which.</exception>
    public BoundScorecard Bind(Table schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new(this, schema);
    }

    /// <summary>What each column adds in the mean of the training rows, in units of the grid.</summary>
    internal ReadOnlySpan<long> MeanUnits => _compiled.MeanUnits;

    /// <summary>Contributions against any baseline that is a mean of rows.</summary>
    /// <param name="table">Holds at least the card's columns.</param>
    /// <param name="meanUnits">What each column adds in that mean, in units of the grid.</param>
    /// <param name="destination">One number for each column and row, column by column.</param>
    /// <param name="maxThreads">At most; 0 for as many as there are processors.</param>
    internal void Contributions(Table table, ReadOnlySpan<long> meanUnits, Span<double> destination, int maxThreads)
    {
        ArgumentNullException.ThrowIfNull(table);
        RequirePlaces(destination, (long)table.RowCount * _columns.Length, table.RowCount);
        using RentedRows rows = FindRows(table);
        Contributions(rows.Array, meanUnits, table.RowCount, destination, maxThreads);
    }

    /// <summary>What the kernels add for each code of a category column: ahead of them that of missing, so the place of code c is c + 1.</summary>
    internal void WeighCodes(int column, IReadOnlyList<string> levels, Span<int> weights)
    {
        var binning = (CategoryBinning)_columns[column].Binning;
        weights[0] = _compiled.WeightOf(column, binning.MissingBin);
        for (int code = 0; code < levels.Count; code++)
            weights[code + 1] = _compiled.WeightOf(column, binning.FindBin(levels[code]));
    }

    /// <summary>Scores rows whose columns have been found.</summary>
    internal void Run(ColumnRows[] rows, Span<double> destination, int maxThreads, ScoreOutput output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxThreads);
        if (maxThreads == 1 || destination.Length <= RowsOfThread)
            RunPiece(rows, 0, destination, output, destination.Length);
        else
            RunOnThreads(rows, destination, maxThreads, output);
    }

    /// <summary>Writes the contributions of rows whose columns have been found.</summary>
    internal void Contributions(ColumnRows[] rows, ReadOnlySpan<long> meanUnits, int rowCount, Span<double> destination, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxThreads);
        if (maxThreads != 1 && rowCount > RowsOfThread)
        {
            ContributeOnThreads(rows, meanUnits.ToArray(), rowCount, destination, maxThreads);
            return;
        }

        for (int c = 0; c < _columns.Length; c++)
            _compiled.Contributions(rows, c, 0, meanUnits[c], destination.Slice(c * rowCount, rowCount), destination.Length);
    }

    internal static void RequirePlaces(Span<double> destination, long places, int rowCount)
    {
        if (destination.Length != places)
            throw new ArgumentException(places == rowCount ? $"The destination has {destination.Length} places for {rowCount} rows." : $"The destination has {destination.Length} places for {rowCount} rows of {places / Math.Max(rowCount, 1)} contributions.", nameof(destination));
    }

    private void Run(Table table, Span<double> destination, int maxThreads, ScoreOutput output)
    {
        ArgumentNullException.ThrowIfNull(table);
        RequirePlaces(destination, table.RowCount, table.RowCount);
        using RentedRows rows = FindRows(table);
        Run(rows.Array, destination, maxThreads, output);
    }

    private void RunPiece(ColumnRows[] rows, int first, Span<double> destination, ScoreOutput output, int rowCount)
    {
        long numbers = (long)rowCount * (_columns.Length + 1);
        for (int start = 0; start < destination.Length; start += CompiledCard.TileRows)
        {
            Span<double> tile = destination.Slice(start, Math.Min(CompiledCard.TileRows, destination.Length - start));
            if (output == ScoreOutput.Probability)
            {
                _compiled.Probabilities(rows, first + start, tile, Calibration is null ? numbers : 0);
                Calibration?.Apply(tile, tile);
                continue;
            }

            _compiled.LogOdds(rows, first + start, tile);
            if (output == ScoreOutput.Points)
                PointsOf(tile);
        }
    }

    /// <summary>A lambda cannot hold a span; so its memory is held still, and the threads are told where it is.</summary>
    private unsafe void RunOnThreads(ColumnRows[] rows, Span<double> destination, int maxThreads, ScoreOutput output)
    {
        int length = destination.Length;
        fixed (double* start = destination)
        {
            double* first = start;
            InParallel.For((length + RowsOfThread - 1) / RowsOfThread, Piece, maxThreads, "scoring", progress: null, CancellationToken.None);

            void Piece(int piece)
            {
                int row = piece * RowsOfThread;
                RunPiece(rows, row, new(first + row, Math.Min(RowsOfThread, length - row)), output, length);
            }
        }
    }

    private unsafe void ContributeOnThreads(ColumnRows[] rows, long[] meanUnits, int rowCount, Span<double> destination, int maxThreads)
    {
        int pieces = (rowCount + RowsOfThread - 1) / RowsOfThread, places = destination.Length;
        fixed (double* start = destination)
        {
            double* first = start;
            InParallel.For(pieces * _columns.Length, Piece, maxThreads, "contributions", progress: null, CancellationToken.None);

            void Piece(int piece)
            {
                int column = piece / pieces, row = piece % pieces * RowsOfThread;
                _compiled.Contributions(rows, column, row, meanUnits[column], new(first + ((long)column * rowCount) + row, Math.Min(RowsOfThread, rowCount - row)), places);
            }
        }
    }

    /// <summary>The rows of the card's columns in a table, with the weights of categories.</summary>
    /// <param name="table">The table.</param>
    /// <param name="bound">Where the columns stand in it, and weights that are known; without it they are found by their names.</param>
    internal RentedRows FindRows(Table table, BoundColumn[]? bound = null)
    {
        int codes = 0;
        for (int c = 0; c < _columns.Length; c++)
            codes += Find(c) is CategoryColumn categories && !IsKnown(c, categories) ? categories.Levels.Count + 1 : 0;
        var rows = new RentedRows(_columns.Length, codes);
        codes = 0;
        for (int c = 0; c < _columns.Length; c++)
        {
            Column column = Find(c);
            if (column is not CategoryColumn categories)
            {
                rows.Array[c] = new(ScoringInput.Numbers(((NumericColumn)column).Memory), default);
            }
            else if (IsKnown(c, categories))
            {
                rows.Array[c] = new(ScoringInput.Categories(categories.CodeMemory), bound![c].Weights);
            }
            else
            {
                Memory<int> weights = rows.Weights.Slice(codes, categories.Levels.Count + 1);
                WeighCodes(c, categories.Levels, weights.Span);
                codes += weights.Length;
                rows.Array[c] = new(ScoringInput.Categories(categories.CodeMemory), weights);
            }
        }

        return rows;

        Column Find(int c) => bound is null ? _columns[c].Find(table) : bound[c].Find(table);

        bool IsKnown(int c, CategoryColumn categories) => bound is not null && bound[c].HasLevelsOf(categories);
    }
}
