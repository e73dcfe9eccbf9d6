using System.Data.Common;

namespace RetentionTags.Engines.ClickHouse;

/// <summary>What the server said was wrong.</summary>
public sealed class ClickHouseException(string message, Exception? inner = null) : DbException(message, inner);
