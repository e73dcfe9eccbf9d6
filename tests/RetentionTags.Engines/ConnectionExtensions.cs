using System.Data.Common;

namespace RetentionTags.Engines;

/// <summary>Short ways to run statements.</summary>
public static class ConnectionExtensions
{
    /// <summary>Runs a statement that returns nothing.</summary>
    public static void Run(this DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a query and gives its first value.</summary>
    public static object? Ask(this DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is object value and not DBNull ? value : null;
    }

    /// <summary>Runs a query and gives its rows; NULL is <see langword="null"/>.</summary>
    public static List<object?[]> Rows(this DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is object value and not DBNull ? value : null)]);
        return rows;
    }
}
