using System.Reflection;

namespace RetentionTags.PublicApi.Tests.Support;

/// <summary>What users get: the core and its satellites.</summary>
internal static class Shipped
{
    public static IReadOnlyList<Assembly> Assemblies { get; } = [typeof(IScorer).Assembly, Assembly.Load("RetentionTags.Arrow"), Assembly.Load("RetentionTags.Sql")];
}
