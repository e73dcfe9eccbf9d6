using System.Data;
using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>A table in a database that scores and tags are written to, again and again without doubles: of a run, or by keys.</summary>
/// <remarks>
/// Rows go to a staging table first. Then, in one transaction, those that they replace go and they come: with a <see cref="RunColumn"/> all rows of the run, without it the rows of the same keys. ClickHouse, which has no transactions, replaces the partition of the run in one step, so there a run column is needed.
/// Whatever goes wrong (a cancelled token, a missing column, a broken connection), the table holds what it held before. Writing the same again changes nothing.
/// Executed in tests: SQLite, PostgreSQL, DuckDB, MySQL/MariaDB, ClickHouse. Spark SQL and Trino have no transactions over tables: have them run INSERT with <see cref="ScorecardSql.ToSql"/>.
/// </remarks>
public sealed record ScoreTable
{
    /// <summary>The engine.</summary>
    /// <value>Required.</value>
    public required SqlDialect Dialect { get; init => field = value ?? throw new ArgumentNullException(nameof(Dialect)); }

    /// <summary>The name of the table.</summary>
    /// <value>Required.</value>
    public required SqlName Name { get; init => field = value ?? throw new ArgumentNullException(nameof(Name)); }

    /// <summary>The columns that tell rows apart: the customer, say. Their values are whole numbers or texts, and never missing.</summary>
    /// <value>Required; at least one.</value>
    public required ValueList<string> Keys { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("Keys names at least one column.", nameof(Keys)); }

    /// <summary>A column of texts for the name of the run: a date, a model's version. What is written then replaces all rows of that run, and no others.</summary>
    /// <value><see langword="null"/> by default: there is one row for each key, and what is written replaces the rows of its keys.</value>
    public string? RunColumn { get; init; }

    /// <summary>Whether the table is created when it is not there: keys as 64-bit integers or texts, numbers as doubles, categories as texts.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CreatesTable { get; init; } = true;

    /// <summary>Rows in one INSERT; fewer where an engine takes fewer parameters.</summary>
    /// <value>1,000 by default. At least 1.</value>
    public int BatchRows { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchRows), value, "BatchRows is at least 1."); } = 1000;

    /// <summary>How PostgreSQL's COPY is reached, which ADO.NET has no word for: given the connection and a COPY … FROM STDIN statement it opens a writer of text. With Npgsql: <c>(connection, copy) => ((NpgsqlConnection)connection).BeginTextImport(copy)</c>.</summary>
    /// <value><see langword="null"/> by default: rows go in batches of INSERTs with parameters. Has no meaning for other engines.</value>
    public Func<DbConnection, string, TextWriter>? TextImport { get; init; }

    /// <summary>Writes rows from memory.</summary>
    /// <param name="connection">To the database; opened, and closed again, if it is not open. It has no transaction under way.</param>
    /// <param name="rows">The <see cref="Keys"/> and whatever else is to be written: scores as numbers, tiers and reasons as categories. Missing values are written as NULL.</param>
    /// <param name="run">The name of the run, where there is a <see cref="RunColumn"/>.</param>
    /// <param name="progress">Told of the rows that have been sent.</param>
    /// <param name="cancellationToken">Stops the writing; the table is then as it was.</param>
    /// <returns>The number of rows written.</returns>
    /// <exception cref="ArgumentException">A key is absent, missing, not whole or there twice, a run is named without a run column or the other way round, or a number or text is none that the engine has.</exception>
    /// <exception cref="InvalidOperationException">The database cannot be reached or refuses a statement; the message says which, and why.</exception>
    /// <exception cref="NotSupportedException">The engine is one that this class does not write to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public int Write(DbConnection connection, Table rows, string? run = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(rows);
        Check(run);
        var written = new RowsToWrite(this, rows, run);
        return InOpen(connection, () => Staging.Of(this, connection, cancellationToken).Write(written, run, progress));
    }

    /// <summary>Has the database score rows and keep the scores: nothing leaves it.</summary>
    /// <param name="connection">To the database; opened, and closed again, if it is not open. It has no transaction under way.</param>
    /// <param name="card">The card.</param>
    /// <param name="query">What to read and what to give; the <see cref="Keys"/> are among the columns that it keeps. Its columns are checked before anything is written: all of the card's are there, and those of numbers hold numbers.</param>
    /// <param name="run">The name of the run, where there is a <see cref="RunColumn"/>.</param>
    /// <param name="progress">Told when the statement is done.</param>
    /// <param name="cancellationToken">Stops the statement; the table is then as it was.</param>
    /// <returns>The number of rows written.</returns>
    /// <exception cref="ArgumentException">A key is not kept, missing or there twice, a column of the card is absent or of another kind, or a run is named without a run column or the other way round.</exception>
    /// <exception cref="InvalidOperationException">The database cannot be reached or refuses a statement; the message says which, and why.</exception>
    /// <exception cref="NotSupportedException">The engine is one that this class does not write to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public int Write(DbConnection connection, Scorecard card, ScoreQuery query, string? run = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(query);
        Check(run);
        if (Keys.FirstOrDefault(key => !query.Keep.Contains(key)) is string absent)
            throw new ArgumentException($"The key '{absent}' is not among the columns that the query keeps: {query.Keep}. Add it to Keep.", nameof(query));
        var statement = new ScoreStatement(card, Dialect, query);
        string sql = statement.ToSql();
        return InOpen(connection, () =>
        {
            Staging staging = Staging.Of(this, connection, cancellationToken);
            SourceCheck.Require(card, query, Dialect, staging);
            return staging.Write(sql, statement.Outputs, run, progress);
        });
    }

    private void Check(string? run)
    {
        if ((run is null) != (RunColumn is null))
            throw new ArgumentException(run is null ? $"The table has a column '{RunColumn}' for the name of the run, and none was given." : $"The run '{run}' is named, and the table has no column for it. Set RunColumn.", nameof(run));
        if (RunColumn is not null && Keys.Contains(RunColumn))
            throw new ArgumentException($"'{RunColumn}' is both a key and the run column. The run tells rows apart anyway: take it out of Keys.");
    }

    private int InOpen(DbConnection connection, Func<int> write)
    {
        if (connection.State == ConnectionState.Open)
            return write();
        try
        {
            connection.Open();
        }
        catch (DbException failure)
        {
            throw new InvalidOperationException($"{Dialect.Name} cannot be reached, so nothing was written to '{Name}': {failure.Message}", failure);
        }

        try
        {
            return write();
        }
        finally
        {
            connection.Close();
        }
    }
}
