using System.Data.Common;

namespace RetentionTags.Engines;

/// <summary>An engine that statements can be run on, when it is at hand.</summary>
public abstract class Engine
{
    /// <summary>The name, as test cases show it.</summary>
    public abstract string Name { get; }

    /// <summary>Why the engine cannot be used here; <see langword="null"/> when it can.</summary>
    public abstract string? WhyAbsent { get; }

    /// <summary>Whether columns of doubles hold infinities.</summary>
    public virtual bool HasInfinity => true;

    /// <summary>Whether columns of doubles hold NaN besides NULL.</summary>
    public virtual bool HasNaN => true;

    /// <summary>An open connection. Those to one engine see the same tables, but for SQLite and DuckDB, where each has a database in memory of its own.</summary>
    public abstract DbConnection Open();

    /// <summary>Creates a table, anew if there is one, and fills it without writing values into statements.</summary>
    /// <param name="connection">Of this engine.</param>
    /// <param name="table">The name, quoted.</param>
    /// <param name="columns">Quoted names, and values: long[], double?[] or string?[].</param>
    public virtual void Load(DbConnection connection, string table, params ReadOnlySpan<(string Name, Array Values)> columns)
    {
        connection.Run($"DROP TABLE IF EXISTS {table}");
        var definitions = new List<string>();
        foreach ((string name, Array values) in columns)
            definitions.Add($"{name} {ColumnType(values)}");
        connection.Run($"CREATE TABLE {table} ({string.Join(", ", definitions)})");
        Insert(connection, table, columns);
    }

    /// <summary>The type of a column.</summary>
    protected abstract string ColumnType(Array values);

    /// <summary>What stands for a parameter in a statement.</summary>
    protected virtual string Placeholder(int parameter) => $"@p{parameter}";

    /// <summary>The parameter's own name.</summary>
    protected virtual string ParameterName(int parameter) => $"@p{parameter}";

    /// <summary>Inserts row by row, with parameters, in one transaction.</summary>
    protected virtual void Insert(DbConnection connection, string table, ReadOnlySpan<(string Name, Array Values)> columns)
    {
        using DbTransaction transaction = connection.BeginTransaction();
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        var places = new string[columns.Length];
        for (int c = 0; c < columns.Length; c++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = ParameterName(c);
            parameter.DbType = columns[c].Values switch { long[] => System.Data.DbType.Int64, double?[] => System.Data.DbType.Double, _ => System.Data.DbType.String };
            command.Parameters.Add(parameter);
            places[c] = Placeholder(c);
        }

        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", places)})";
        for (int row = 0; row < columns[0].Values.Length; row++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                object? value = columns[c].Values.GetValue(row);
                command.Parameters[c].Value = value is null || (value is double.NaN && !HasNaN) ? DBNull.Value : value;
            }

            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
