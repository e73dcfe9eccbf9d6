using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RetentionTags.Benchmarks;

/// <summary>What the machine says of itself.</summary>
internal static partial class Processor
{
    public static string Name { get; } = ReadName();

    /// <summary>One file of results for each processor.</summary>
    public static string FileName => NotAWord().Replace(Name.ToLowerInvariant(), "-").Trim('-') + ".md";

    private static string ReadName()
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(each => each.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAWord();
}
