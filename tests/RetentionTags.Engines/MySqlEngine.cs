using System.Data.Common;
using MySqlConnector;

namespace RetentionTags.Engines;

/// <summary>The MySQL or MariaDB server that an environment variable names.</summary>
public sealed class MySqlEngine : Engine
{
    /// <summary>Holds a connection string, such as <c>Server=127.0.0.1;Port=3306;User ID=root;Database=test</c>.</summary>
    public const string Variable = "RETENTIONTAGS_MYSQL";

    public override string Name => "MySQL";

    public override string? WhyAbsent { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) ? $"{Variable} is not set: it holds the connection string of a MySQL or MariaDB server." : null;

    public override bool HasInfinity => false;

    public override bool HasNaN => false;

    public override DbConnection Open()
    {
        var connection = new MySqlConnection(Environment.GetEnvironmentVariable(Variable));
        connection.Open();
        return connection;
    }

    protected override string ColumnType(Array values) => values switch { long[] => "BIGINT", double?[] => "DOUBLE", _ => "LONGTEXT CHARACTER SET utf8mb4" };
}
