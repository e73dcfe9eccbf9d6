using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetentionTags.Benchmarks;

/// <summary>The committed ratios.</summary>
/// <param name="Comparisons">One for each of <see cref="HotPaths"/>.</param>
internal sealed record GuardFile(GuardedRatio[] Comparisons)
{
    /// <summary>Where the file is, from the root of the repository.</summary>
    public const string DefaultPath = "benchmarks/guard.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static GuardFile Read(string path) => JsonSerializer.Deserialize<GuardFile>(File.ReadAllText(path), Options)!;

    public GuardedRatio? Find(string name) => Array.Find(Comparisons, each => each.Name == name);

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");
}
