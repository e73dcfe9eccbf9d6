using System.Data.Common;

namespace RetentionTags.Sql;

/// <summary>Runs queries one after another, each cancelled when the token is.</summary>
/// <param name="connection">Open.</param>
/// <param name="timeout">How long one may take; as long as it needs when <see langword="null"/>.</param>
/// <param name="cancellationToken">Stops the running query.</param>
internal sealed class SqlQueries(DbConnection connection, TimeSpan? timeout, CancellationToken cancellationToken)
{
    /// <summary>Gives what a function makes of the rows of a query.</summary>
    public TResult Run<TResult>(string sql, Func<DbDataReader, TResult> read) => Run(sql, (_, reader) => read(reader));

    /// <summary>Reads the rows of a query until the action has had enough.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="take">Takes a row, and says whether it wants another.</param>
    public void Read(string sql, Func<DbDataReader, bool> take) => Run(sql, (command, reader) =>
    {
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (take(reader))
                continue;
            command.Cancel();
            return false;
        }

        return true;
    });

    /// <summary>The numbers of the only row of a query; NULL is 0, as the sum of no rows.</summary>
    public double[] ReadNumbers(string sql) => Run(sql, reader => reader.Read() ? Enumerable.Range(0, reader.FieldCount).Select(i => reader.Number(i)).ToArray() : []);

    private TResult Run<TResult>(string sql, Func<DbCommand, DbDataReader, TResult> read)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is made of names and texts that the dialect has quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = timeout is TimeSpan limit ? (int)Math.Ceiling(Math.Min(limit.TotalSeconds, int.MaxValue)) : 0;
        using CancellationTokenRegistration cancelling = cancellationToken.Register(command.Cancel);
        try
        {
            using DbDataReader reader = command.ExecuteReader();
            return read(command, reader);
        }
        catch (DbException failure) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", failure, cancellationToken);
        }
    }
}
