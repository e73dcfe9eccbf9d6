namespace RetentionTags.Engines.DuckDb;

/// <summary>A theory about DuckDB; skipped where its native library is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DuckDbTheoryAttribute : TheoryAttribute
{
    public DuckDbTheoryAttribute() => Skip = DuckDbEngine.WhyAbsent;
}
