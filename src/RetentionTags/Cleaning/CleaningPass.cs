using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>
/// The rows on their way through the steps, and the only way to change them: whatever changes is an entry of the report at once. Steps count rows as they find them; entries count them as they came in.
/// </summary>
internal sealed class CleaningPass
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 14;

    private readonly int _rowCount;
    private readonly HashSet<string> _dispensable;
    private readonly List<CleaningEntry> _entries = [];
    private readonly List<Column> _columns = [];
    private readonly CancellationToken _cancellationToken;
    private int[]? _sourceRows;
    private bool[]? _dropped;
    private string _step = "";

    private CleaningPass(Table table, TrainingSet? data, int rowCount, int[]? sourceRows, HashSet<string> dispensable, CancellationToken cancellationToken) =>
        (Table, Data, _rowCount, _sourceRows, _dispensable, _cancellationToken) = (table, data, rowCount, sourceRows, dispensable, cancellationToken);

    /// <summary>The columns as the step finds them.</summary>
    public Table Table { get; private set; }

    /// <summary>The training set, which loses rows that are to be dropped, or nothing for a table, which keeps them all.</summary>
    public TrainingSet? Data { get; private set; }

    public CancellationToken CancellationToken => _cancellationToken;

    /// <summary>The rows that weigh something, to learn from.</summary>
    public static CleaningPass ToFit(TrainingSet data, CancellationToken cancellationToken)
    {
        TrainingSet weighty = data.WithoutZeroWeights();
        int[]? sourceRows = weighty == data ? null : [.. Enumerable.Range(0, data.RowCount).Where(row => data.WeightOf(row) > 0)];
        return new(weighty.Table, weighty, data.RowCount, sourceRows, [], cancellationToken);
    }

    /// <param name="data">The rows, which may be dropped.</param>
    /// <param name="dispensable">Columns that some step leaves out, so that they may be absent.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CleaningPass Over(TrainingSet data, HashSet<string> dispensable, CancellationToken cancellationToken) => new(data.Table, data, data.RowCount, null, dispensable, cancellationToken);

    /// <param name="table">The rows, all of which stay.</param>
    /// <param name="dispensable">Columns that some step leaves out, so that they may be absent.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CleaningPass Over(Table table, HashSet<string> dispensable, CancellationToken cancellationToken) => new(table, null, table.RowCount, null, dispensable, cancellationToken);

    public CleaningReport ToReport() => new(_rowCount, [.. _entries]);

    /// <summary>The weight of a row; 1 in a table.</summary>
    public double WeightOf(int row) => Data?.WeightOf(row) ?? 1;

    public void CheckSometimes(int row)
    {
        if (row % Stride == 0)
            _cancellationToken.ThrowIfCancellationRequested();
    }

    public void Begin(CleaningStep step)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _step = step.Name;
        _columns.Clear();
        _columns.AddRange(Table.Columns);
        _dropped = null;
    }

    /// <summary>What the step changed takes effect, all at once.</summary>
    public void End()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_columns.Count == 0)
            throw new TrainingDataException($"{_step} leaves no column. Loosen it, or give it fewer columns.");
        Table = Table.Create([.. _columns]);
        Data = Data?.WithTable(Table);
        if (_dropped is null || Data is null)
            return;
        int[] stay = [.. Enumerable.Range(0, Table.RowCount).Where(row => !_dropped[row])];
        if (stay.Length == 0)
            throw new TrainingDataException($"{_step} drops all {Table.RowCount} rows. Loosen it, or let it report instead.");
        double weight = stay.Sum(WeightOf);
        if (weight == 0 || (weight <= 1 && stay.Length > 1))
            throw new TrainingDataException(Invariant($"{_step} drops rows until those that are left weigh {weight} together, and a training set weighs more than one row. Loosen it, or let it report instead."));
        Data = Data.Rows(stay);
        Table = Data.Table;
        _sourceRows = [.. stay.Select(SourceOf)];
    }

    /// <summary>The column of what was learnt, or nothing where it may be absent because it is left out in the end.</summary>
    public Column? Find(LearntColumn learnt, bool eitherKind = false)
    {
        if (!Table.TryGetColumn(learnt.ColumnName, out Column? column) && _dispensable.Contains(learnt.ColumnName) && !learnt.HasIndicator)
            return null;
        if (column is not null && eitherKind)
            return column;
        return learnt.Kind == ColumnKind.Numeric ? Table.Numeric(learnt.ColumnName) : Table.Category(learnt.ColumnName);
    }

    /// <summary>The number of a row in the data that came in.</summary>
    public int SourceOf(int row) => _sourceRows is null ? row : _sourceRows[row];

    /// <summary>The rows for which something holds.</summary>
    public List<int> RowsWhere(Func<int, bool> holds)
    {
        var rows = new List<int>();
        for (int row = 0; row < Table.RowCount; row++)
        {
            CheckSometimes(row);
            if (holds(row))
                rows.Add(row);
        }

        return rows;
    }

    /// <summary>Computes something of each column, side by side.</summary>
    public T[] OfColumns<T>(Func<Column, T> compute)
    {
        var results = new T[Table.Columns.Count];
        InParallel.For(results.Length, i => results[i] = compute(Table.Columns[i]), maxThreads: 0, "cleaning", progress: null, _cancellationToken);
        return results;
    }

    /// <summary>Says what was found, and leaves it.</summary>
    public void Note(string? columnName, string found, List<int> rows, string? findingCode = null, string done = "nothing: only reported") =>
        Enter(columnName, found, CleaningEffect.None, done, rows, findingCode);

    /// <summary>Puts a column in the place of the one of its name. Every row in which they differ is in one of the changes.</summary>
    public void Replace(Column column, params ReadOnlySpan<(string Found, string Done, List<int> Rows)> changes)
    {
        foreach ((string found, string done, List<int> rows) in changes)
        {
            if (rows.Count > 0)
                Enter(column.Name, found, CleaningEffect.CellsChanged, done, rows);
        }

        _columns[_columns.FindIndex(each => each.Name == column.Name)] = column;
    }

    /// <summary>Adds a column that is 1 in these rows and 0 in all others.</summary>
    public void AddIndicator(string name, string found, List<int> rows)
    {
        if (_columns.Exists(column => column.Name == name))
            throw new ArgumentException($"{_step} adds a column '{name}', and there is one of that name already. Rename it, or leave it out.");
        var values = new double[Table.RowCount];
        foreach (int row in rows)
            values[row] = 1;
        _columns.Add(Column.Numeric(name, values));
        Enter(name, found, CleaningEffect.ColumnAdded, "added, 1 in these rows", rows);
    }

    /// <summary>Leaves a column out, if it is there.</summary>
    public void LeaveOut(string columnName, string because)
    {
        if (_columns.RemoveAll(column => column.Name == columnName) > 0)
            Enter(columnName, because, CleaningEffect.ColumnLeftOut, "left out", []);
    }

    /// <summary>Drops rows of a training set, and lists those of a table.</summary>
    public void Drop(string? columnName, string found, List<int> rows)
    {
        if (rows.Count == 0)
            return;
        if (Data is null)
        {
            Enter(columnName, found, CleaningEffect.RowsKept, "kept, to be scored; a training set would lose them", rows);
            return;
        }

        Enter(columnName, found, CleaningEffect.RowsDropped, "rows dropped", rows);
        _dropped ??= new bool[Table.RowCount];
        foreach (int row in rows)
            _dropped[row] = true;
    }

    private void Enter(string? columnName, string found, CleaningEffect effect, string done, List<int> rows, string? findingCode = null)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _entries.Add(new(_step, columnName, found, effect, done, new([.. rows.Select(SourceOf)]), findingCode));
    }
}
