using System.Data.Common;
using System.Globalization;
using System.Text;

namespace RetentionTags.Sql;

/// <summary>Rows go to a temporary table, and from there in one transaction to where they belong.</summary>
internal sealed class TransactionStaging(ScoreTable table, DbConnection connection, CancellationToken cancellationToken) : Staging(table, connection, cancellationToken)
{
    private const string StageName = "retentiontags_staging";

    private string Stage => Dialect.Quote(StageName);

    public override int Write(RowsToWrite rows, string? run, IProgress<FitProgress>? progress)
    {
        string[] types = [.. rows.Names.Select((_, i) => Dialect.ColumnType(rows.TypeOf(i), rows.IsKey(i)))];
        string columns = string.Join(", ", rows.Names.Select((name, i) => $"{Dialect.Quote(name)} {types[i]}{(rows.IsKey(i) ? " NOT NULL" : "")}"));
        string[] keys = [.. Table.Keys, .. run is null ? (string[])[] : [Table.RunColumn!]];
        string create = Dialect.CreateIfAbsent(Table.Name, $"({columns}, PRIMARY KEY ({List(keys)}))");
        return InTransaction(create, rows.Names, run, () =>
        {
            Run($"CREATE TEMPORARY TABLE {Stage} ({columns})");
            if (Table.TextImport is not null && Dialect.HasTextImport)
                Import(rows, Table.TextImport, progress);
            else
                Insert(rows, progress);
        });
    }

    public override int Write(string query, IReadOnlyList<string> columns, string? run, IProgress<FitProgress>? progress)
    {
        string select = WithRun(query, columns, run);
        string[] names = [.. columns, .. run is null ? (string[])[] : [Table.RunColumn!]];
        return InTransaction($"CREATE TABLE IF NOT EXISTS {Target} AS {select} WHERE 1 = 0", names, run, () =>
        {
            progress?.Report(new("scoring", 0, 1));
            Run($"CREATE TEMPORARY TABLE {Stage} AS {select}");
            progress?.Report(new("scoring", 1, 1));
        });
    }

    /// <summary>Creates the table, fills the stage, replaces rows.</summary>
    private int InTransaction(string create, string[] columns, string? run, Action fill)
    {
        if (Table.CreatesTable && !Dialect.HasTransactionalTables)
            Run(create);
        Token.ThrowIfCancellationRequested();
        Transaction = Connection.BeginTransaction();
        try
        {
            if (Table.CreatesTable && Dialect.HasTransactionalTables)
                Run(create);
            RequireColumns(columns);
            fill();
            RequireKeys(Stage);
            string same = string.Join(" AND ", Table.Keys.Select(key => $"staged.{Dialect.Quote(key)} = {Target}.{Dialect.Quote(key)}"));
            Run(run is null
                ? $"DELETE FROM {Target} WHERE EXISTS (SELECT 1 FROM {Stage} AS staged WHERE {same})"
                : $"DELETE FROM {Target} WHERE {Dialect.Quote(Table.RunColumn!)} = {Dialect.Literal(run)}");
            int count = Convert.ToInt32(Ask($"SELECT COUNT(*) FROM {Stage}"), CultureInfo.InvariantCulture);
            Run($"INSERT INTO {Target} ({List(columns)}) SELECT {List(columns)} FROM {Stage}");
            Run(Dialect.DropTemporary(Stage));
            Token.ThrowIfCancellationRequested();
            Transaction.Commit();
            return count;
        }
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            Transaction.Dispose();
            Transaction = null;
        }
    }

    /// <summary>Takes everything back; what fails in doing so does not hide the failure before it.</summary>
    private void Undo()
    {
        try
        {
            Transaction!.Rollback();
            if (Dialect.HasTransactionalTables)
                return;
            using DbCommand drop = Connection.CreateCommand();
            drop.CommandText = $"DROP TEMPORARY TABLE IF EXISTS {Stage}";
            drop.ExecuteNonQuery();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException)
        {
            // The connection is gone, and with it the transaction.
        }
    }

    private void Insert(RowsToWrite rows, IProgress<FitProgress>? progress)
    {
        int batch = Math.Max(1, Math.Min(Table.BatchRows, Dialect.MaxParameters / rows.Names.Length));
        DbCommand? command = null;
        try
        {
            for (int first = 0; first < rows.Count; first += batch)
            {
                progress?.Report(new("writing", first, rows.Count));
                int count = Math.Min(batch, rows.Count - first);
                if (command?.Parameters.Count != count * rows.Names.Length)
                {
                    command?.Dispose();
                    command = InsertOf(rows, count);
                }

                for (int i = 0; i < command.Parameters.Count; i++)
                    command.Parameters[i].Value = rows[first + (i / rows.Names.Length), i % rows.Names.Length] ?? DBNull.Value;
                Run(command);
            }
        }
        finally
        {
            command?.Dispose();
        }

        progress?.Report(new("writing", rows.Count, rows.Count));
    }

    private DbCommand InsertOf(RowsToWrite rows, int count)
    {
        int width = rows.Names.Length;
        DbCommand command = Command("");
        var sql = new StringBuilder($"INSERT INTO {Stage} ({List(rows.Names)}) VALUES ");
        for (int i = 0; i < count * width; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = Dialect.ParameterName(i);
            parameter.DbType = rows.TypeOf(i % width);
            command.Parameters.Add(parameter);
            sql.Append(i % width > 0 ? ", " : i == 0 ? "(" : "), (").Append(Dialect.Placeholder(i));
        }

        command.CommandText = sql.Append(')').ToString();
        return command;
    }

    /// <summary>Rows in the text format of COPY.</summary>
    private void Import(RowsToWrite rows, Func<DbConnection, string, TextWriter> open, IProgress<FitProgress>? progress)
    {
        using TextWriter writer = open(Connection, $"COPY {Stage} ({List(rows.Names)}) FROM STDIN");
        for (int row = 0; row < rows.Count; row++)
        {
            if (row % Table.BatchRows == 0)
            {
                Token.ThrowIfCancellationRequested();
                progress?.Report(new("writing", row, rows.Count));
            }

            for (int column = 0; column < rows.Names.Length; column++)
            {
                if (column > 0)
                    writer.Write('\t');
                writer.Write(CopyText(rows[row, column]));
            }

            writer.Write('\n');
        }

        progress?.Report(new("writing", rows.Count, rows.Count));
    }

    private static string CopyText(object? value) => value switch
    {
        null => @"\N",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => ((string)value).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal),
    };
}
