using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RetentionTags.Benchmarks;

/// <summary>What the machine says of itself.</summary>
internal static partial class Processor
{
    /// <summary>The name, and where the system says so the family and the model: processors of one name may be years apart.</summary>
    public static string Model { get; } = ReadEntry("cpu family") is string family && ReadEntry("model") is string model ? $"{ReadName()}, family {family}, model {model}" : ReadName();

    /// <summary>One file of results for each processor.</summary>
    public static string FileName => NotAWord().Replace(Model.ToLowerInvariant(), "-").Trim('-') + ".md";

    private static string ReadName() => ReadEntry("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? ReadEntry(string key)
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(each => each.Split(':')[0].Trim() == key) : null;
        return line?.Split(':')[1].Trim();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAWord();
}
