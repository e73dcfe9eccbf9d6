using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using RetentionTags.PublicApi.Tests.Support;

namespace RetentionTags.PublicApi.Tests;

/// <summary>The code in README and docs is the code of tests and samples; tables of defaults are the defaults; links lead somewhere.</summary>
public partial class MarkdownTests
{
    public static TheoryData<string> Files => [.. Repository.MarkdownFiles().Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Code_is_lifted_from_tests_and_samples(string file)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf(file));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp")
                continue;
            Match marker = SnippetMarker().Match(i > 0 ? lines[i - 1] : "");
            Assert.True(marker.Success, $"{file}, line {i + 1}: C# without a line '<!-- snippet: name -->' above it.");
            string[] shown = [.. lines.Skip(i + 1).TakeWhile(line => line != "```")];
            Assert.Equal(Region(marker.Groups[1].Value), shown);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Tables_of_defaults_are_the_defaults(string file)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf(file));
        for (int i = 0; i < lines.Length; i++)
        {
            Match marker = DefaultsMarker().Match(lines[i]);
            if (!marker.Success)
                continue;
            Type type = Repository.Packages.SelectMany(package => package.GetExportedTypes()).Single(type => type.Name == marker.Groups[1].Value);
            object instance = Activator.CreateInstance(type)!;
            IEnumerable<(string, string)> expected = type.GetProperties()
                .Where(property => property.SetMethod is { IsPublic: true })
                .Select(property => ($"`{property.Name}`", Shown(property, instance)));
            IEnumerable<(string, string)> shown = lines.Skip(i + 1).SkipWhile(line => line.Length == 0).Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|'))
                .Select(cells => (cells[1].Trim(), cells[2].Trim()));
            Assert.Equal(expected.Order(), shown.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Links_lead_to_files_that_exist(string file)
    {
        string folder = Path.GetDirectoryName(Repository.PathOf(file))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Repository.PathOf(file))))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal))
                continue;
            Assert.True(Path.Exists(Path.Combine(folder, target)), $"{file} links to {target}, which does not exist.");
        }
    }

    [Fact]
    public void Every_folder_of_the_core_has_a_page_that_the_index_leads_to()
    {
        string index = File.ReadAllText(Repository.PathOf("docs", "index.md"));
        string[] hidden = ["bin", "obj", "Numerics", "Rendering"];
        foreach (string folder in Directory.EnumerateDirectories(Repository.PathOf("src", "RetentionTags")).Select(folder => Path.GetFileName(folder)).Except(hidden))
        {
            string page = folder.ToLowerInvariant() + ".md";
            Assert.True(File.Exists(Repository.PathOf("docs", page)), $"docs/{page} does not exist.");
            Assert.Contains($"({page})", index, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_finding_is_explained()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "findings.md"));
        Assert.All(typeof(FindingCodes).GetFields(), field => Assert.Contains($"`{field.GetRawConstantValue()}`", page, StringComparison.Ordinal));
    }

    /// <summary>The lines of a #region, without their common indentation.</summary>
    private static string[] Region(string name)
    {
        string[] folders = [Repository.PathOf("tests", "RetentionTags.PublicApi.Tests"), Repository.PathOf("docs", "samples"), Repository.PathOf("tests", "RetentionTags.Arrow.Tests")];
        foreach (string file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)))
        {
            string[] lines = File.ReadAllLines(file);
            int start = Array.FindIndex(lines, line => line.Trim() == $"#region {name}");
            if (start < 0)
                continue;
            string[] region = [.. lines.Skip(start + 1).TakeWhile(line => line.Trim() != "#endregion")];
            int indent = region.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
            return [.. region.Select(line => line.Length == 0 ? "" : line[indent..])];
        }

        throw new InvalidOperationException($"No test and no sample has '#region {name}'.");
    }

    private static string Shown(PropertyInfo property, object instance)
    {
        if (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
            return "required";
        return property.GetValue(instance) switch
        {
            null => "`null`",
            bool truth => truth ? "`true`" : "`false`",
            Enum name => $"`{name}`",
            TimeZoneInfo zone => $"`{zone.Id}`",
            CultureInfo culture => culture.Equals(CultureInfo.InvariantCulture) ? "invariant" : culture.Name,
            IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
            string text => $"`\"{text}\"`",
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(item => $"`{item}`"))}]",
            { } record => $"`new {record.GetType().Name}()`",
        };
    }

    [GeneratedRegex(@"^<!-- snippet: (\S+) -->$")]
    private static partial Regex SnippetMarker();

    [GeneratedRegex(@"^<!-- defaults: (\S+) -->$")]
    private static partial Regex DefaultsMarker();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
