using System.Data.Common;

namespace RetentionTags.Sql;

/// <summary>Brings rows into a table by way of another, so that nothing is ever half written.</summary>
internal abstract class Staging
{
    private protected Staging(ScoreTable table, DbConnection connection, CancellationToken cancellationToken) =>
        (Table, Connection, Token) = (table, connection, cancellationToken);

    protected ScoreTable Table { get; }

    protected DbConnection Connection { get; }

    protected CancellationToken Token { get; }

    protected SqlDialect Dialect => Table.Dialect;

    protected string Target => Dialect.Quote(Table.Name);

    /// <summary>What all commands run within.</summary>
    protected DbTransaction? Transaction { get; set; }

    public static Staging Of(ScoreTable table, DbConnection connection, CancellationToken cancellationToken) => table.Dialect.Writes switch
    {
        WriteForm.Transaction => new TransactionStaging(table, connection, cancellationToken),
        WriteForm.Partition => table.RunColumn is null
            ? throw new ArgumentException($"{table.Dialect.Name} has no transactions; it replaces the partition of a run in one step, and the table has no run column. Set RunColumn.", nameof(table))
            : new PartitionStaging(table, connection, cancellationToken),
        _ => throw new NotSupportedException($"{table.Dialect.Name} has no transactions over tables, so scores are not written to it here. Run an INSERT with the statement that ToSql gives."),
    };

    /// <summary>Writes rows from memory.</summary>
    public abstract int Write(RowsToWrite rows, string? run, IProgress<FitProgress>? progress);

    /// <summary>Writes the rows of a query.</summary>
    public abstract int Write(string query, IReadOnlyList<string> columns, string? run, IProgress<FitProgress>? progress);

    /// <summary>A command without a time limit of its own: the token is what stops it.</summary>
    public DbCommand Command(string sql)
    {
        DbCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.Transaction = Transaction;
        return command;
    }

    /// <summary>Opens a reader; the error of one that cannot be opened says what was being read.</summary>
    public DbDataReader Read(DbCommand command) => Guarded(command, command.ExecuteReader);

    protected int Run(string sql)
    {
        using DbCommand command = Command(sql);
        return Run(command);
    }

    protected int Run(DbCommand command) => Guarded(command, command.ExecuteNonQuery);

    protected object? Ask(string sql)
    {
        using DbCommand command = Command(sql);
        return Guarded(command, command.ExecuteScalar) is object value and not DBNull ? value : null;
    }

    /// <summary>A list of columns.</summary>
    protected string List(IEnumerable<string> names) => string.Join(", ", names.Select(Dialect.Quote));

    /// <summary>A query with the run as its last column.</summary>
    protected string WithRun(string query, IReadOnlyList<string> columns, string? run) =>
        $"SELECT {List(columns)}{(run is null ? "" : $", {Dialect.Literal(run)} AS {Dialect.Quote(Table.RunColumn!)}")}\nFROM (\n{query}\n) AS scored";

    /// <summary>All columns that are written are in the table.</summary>
    protected void RequireColumns(IEnumerable<string> columns)
    {
        using DbCommand command = Command($"SELECT * FROM {Target} WHERE 1 = 0");
        using DbDataReader reader = Read(command);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        if (columns.FirstOrDefault(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase)) is string absent)
            throw new ArgumentException($"The table '{Table.Name}' has no column '{absent}'. It has: {string.Join(", ", names.Select(name => $"'{name}'"))}. Add the column, or write to another table.");
    }

    /// <summary>No key is NULL, and none is there twice.</summary>
    protected void RequireKeys(string stage)
    {
        string keys = List(Table.Keys);
        foreach (string key in Table.Keys)
        {
            if (Ask($"SELECT 1 FROM {stage} WHERE {Dialect.Quote(key)} IS NULL LIMIT 1") is not null)
                throw new ArgumentException($"The key '{key}' is NULL in some row, so nothing was written to '{Table.Name}'. Every row has its keys.");
        }

        using DbCommand command = Command($"SELECT {keys}, COUNT(*) FROM {stage} GROUP BY {keys} HAVING COUNT(*) > 1 LIMIT 1");
        using DbDataReader reader = Read(command);
        if (reader.Read())
            throw new ArgumentException($"{string.Join(", ", Table.Keys.Select((key, i) => Invariant($"{key} {reader.GetValue(i)}")))}: there are {Invariant($"{reader.GetValue(Table.Keys.Count)}")} rows of this key, so nothing was written to '{Table.Name}'. Keys tell rows apart.");
    }

    private TResult Guarded<TResult>(DbCommand command, Func<TResult> run)
    {
        Token.ThrowIfCancellationRequested();
        using CancellationTokenRegistration cancelling = Token.Register(command.Cancel);
        try
        {
            return run();
        }
        catch (Exception) when (Token.IsCancellationRequested)
        {
            throw new OperationCanceledException($"Writing to '{Table.Name}' was cancelled; the table is as it was.", Token);
        }
        catch (DbException failure)
        {
            throw new InvalidOperationException($"Nothing was written to '{Table.Name}': {Dialect.Name} says \"{failure.Message}\" of {Beginning(command.CommandText)}", failure);
        }
    }

    private static string Beginning(string sql) => sql.Length <= 200 ? sql : $"{sql[..200]}…";
}
