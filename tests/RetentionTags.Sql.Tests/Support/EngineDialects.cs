using RetentionTags.Engines;

namespace RetentionTags.Sql.Tests.Support;

/// <summary>The dialects of engines.</summary>
internal static class EngineDialects
{
    public static SqlDialect Dialect(this Engine engine) => engine.Name switch
    {
        AllEngines.Sqlite => SqlDialect.Sqlite,
        AllEngines.PostgreSql => SqlDialect.PostgreSql,
        AllEngines.ClickHouse or AllEngines.ClickHouseShards => SqlDialect.ClickHouse,
        AllEngines.DuckDb => SqlDialect.DuckDb,
        AllEngines.MySql => SqlDialect.MySql,
        _ => throw new NotSupportedException(engine.Name),
    };
}
