using System.Reflection;

namespace RetentionTags.PublicApi.Tests.Support;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>What is published: the core and its satellites.</summary>
    public static IReadOnlyList<Assembly> Packages { get; } = [typeof(IScorer).Assembly, Assembly.Load("RetentionTags.Arrow"), typeof(Sql.SqlDialect).Assembly];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every Markdown file that users read.</summary>
    public static IEnumerable<string> MarkdownFiles() =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RetentionTags.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("RetentionTags.sln is in no folder above the tests.");
    }
}
