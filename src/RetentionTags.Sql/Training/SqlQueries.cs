using System.Data.Common;

namespace RetentionTags.Sql.Training;

/// <summary>Runs queries one after another, each cancelled when the token is.</summary>
internal sealed class SqlQueries(DbConnection connection, TimeSpan? timeout, CancellationToken cancellationToken)
{
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Reads the rows of a query until the action has had enough.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="take">Takes a row, and says whether it wants another.</param>
    public void Read(string sql, Func<DbDataReader, bool> take)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is made of names and texts that the dialect has quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (timeout is TimeSpan limit)
            command.CommandTimeout = (int)Math.Ceiling(Math.Min(limit.TotalSeconds, int.MaxValue));
        using CancellationTokenRegistration cancelling = cancellationToken.UnsafeRegister(static state => ((DbCommand)state!).Cancel(), command);
        try
        {
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!take(reader))
                {
                    command.Cancel();
                    return;
                }
            }
        }
        catch (DbException failure) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", failure, cancellationToken);
        }
    }

    /// <summary>The numbers of the only row of a query; NULL is 0, as the sum of no rows.</summary>
    public double[] ReadNumbers(string sql)
    {
        double[] numbers = [];
        Read(sql, reader =>
        {
            numbers = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.Number(i))];
            return true;
        });
        return numbers;
    }
}
