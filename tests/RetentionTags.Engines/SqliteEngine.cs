using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace RetentionTags.Engines;

/// <summary>SQLite in memory, which comes with a package.</summary>
public sealed class SqliteEngine : Engine
{
    public override string Name => "SQLite";

    public override string? WhyAbsent => null;

    public override bool HasNaN => false;

    public override DbConnection Open()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    protected override string ColumnType(Array values) => values switch { long[] => "INTEGER", double?[] => "REAL", _ => "TEXT" };
}
