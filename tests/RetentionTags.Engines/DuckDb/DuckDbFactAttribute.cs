namespace RetentionTags.Engines.DuckDb;

/// <summary>A fact about DuckDB; skipped where its native library is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DuckDbFactAttribute : FactAttribute
{
    public DuckDbFactAttribute() => Skip = DuckDbEngine.WhyAbsent;
}
