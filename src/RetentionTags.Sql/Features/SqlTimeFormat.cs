namespace RetentionTags.Sql.Features;

/// <summary>How a table keeps moments.</summary>
public enum SqlTimeFormat
{
    /// <summary>
    /// As the engine's own date, timestamp, or timestamp with a time zone. One without a zone is taken to be in <see cref="SqlEventTable.TimeZone"/>. SQLite has no such type and keeps texts: there it is the same as <see cref="Text"/>.
    /// ClickHouse: whole seconds from 1970 to 2105. Spark, MySQL: what the session's time zone turns moments into must be UTC.
    /// </summary>
    Timestamp,

    /// <summary>As an ISO 8601 text, from <c>2024-05-31</c> to <c>2024-05-31T23:59:59.123456</c>. It may end with <c>Z</c>; other zones may be written in SQLite only, elsewhere <see cref="FeatureSql.ToCheckSql"/> reports them.</summary>
    Text,

    /// <summary>As a whole number of seconds since 1970-01-01, UTC.</summary>
    UnixSeconds,

    /// <summary>As a whole number of milliseconds since 1970-01-01, UTC.</summary>
    UnixMilliseconds,

    /// <summary>As a whole number of microseconds since 1970-01-01, UTC.</summary>
    UnixMicroseconds,
}
