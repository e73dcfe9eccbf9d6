using RetentionTags.Engines.ClickHouse;
using RetentionTags.Engines.DuckDb;

namespace RetentionTags.Engines;

/// <summary>All engines that tests know.</summary>
public static class AllEngines
{
    public const string Sqlite = "SQLite", PostgreSql = "PostgreSQL", ClickHouse = "ClickHouse", ClickHouseShards = "ClickHouse, two shards", DuckDb = "DuckDB", MySql = "MySQL";

    private static readonly Engine[] Known = [new SqliteEngine(), new PostgreSqlEngine(), new ClickHouseEngine(false), new ClickHouseEngine(true), new DuckDbSqlEngine(), new MySqlEngine()];

    /// <summary>The engine of a name.</summary>
    public static Engine Named(string name) => Known.Single(engine => engine.Name == name);
}
