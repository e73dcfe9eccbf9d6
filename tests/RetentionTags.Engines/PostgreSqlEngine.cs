using System.Data.Common;
using Npgsql;

namespace RetentionTags.Engines;

/// <summary>The PostgreSQL server that an environment variable names.</summary>
public sealed class PostgreSqlEngine : Engine
{
    /// <summary>Holds a connection string, such as <c>Host=127.0.0.1;Port=5432;Username=postgres</c>.</summary>
    public const string Variable = "RETENTIONTAGS_POSTGRESQL";

    public override string Name => "PostgreSQL";

    public override string? WhyAbsent { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) ? $"{Variable} is not set: it holds the connection string of a PostgreSQL server." : null;

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable(Variable));
        connection.Open();
        return connection;
    }

    protected override string ColumnType(Array values) => values switch { long[] => "bigint", double?[] => "double precision", _ => "text" };
}
