using System.Data.Common;

namespace RetentionTags.Engines.DuckDb;

/// <summary>DuckDB in memory.</summary>
public sealed class DuckDbSqlEngine : Engine
{
    public override string Name => "DuckDB";

    public override string? WhyAbsent => DuckDbEngine.WhyAbsent;

    public override DbConnection Open() => DuckDbEngine.Open();

    protected override string ColumnType(Array values) => values switch { long[] => "BIGINT", double?[] => "DOUBLE", _ => "VARCHAR" };

    protected override string Placeholder(int parameter) => $"$p{parameter}";

    protected override string ParameterName(int parameter) => $"p{parameter}";
}
