using System.Text.Json;
using System.Text.Json.Nodes;
using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>
/// The settings of recipes as JSON. A setting that an artefact lacks, because it is older than the setting, has its default; one that says how to compute and not what (the number of threads)
/// is not saved.
/// </summary>
internal static class RecipeSettings
{
    /// <summary>The setting that names the kind, where there are several.</summary>
    public const string Kind = "kind";

    private static readonly string[] NotSaved = ["maxThreads"];

    /// <summary>Settings whose default is not what was done before there was the setting, and what was.</summary>
    private static readonly (string Setting, string Before)[] NotAsBefore = [("crossFitting", "Never")];

    /// <summary>Settings that hold nothing by default; what they hold is saved with fewer settings by an older version, too.</summary>
    private static readonly Dictionary<string, Func<JsonObject>> Optional = new(StringComparer.Ordinal)
    {
        ["selection"] = () => Defaults(new SelectionFunnel()),
    };

    public static T Read<T>(JsonObject saved)
        where T : class, new() => Read(saved, new T());

    /// <summary>The same for settings some of which are required, from an instance whose others are the defaults.</summary>
    public static T Read<T>(JsonObject saved, T defaults)
        where T : class
    {
        JsonObject settings = Defaults(defaults);
        foreach ((string setting, string before) in NotAsBefore)
        {
            if (settings.ContainsKey(setting))
                settings[setting] = before;
        }

        Overlay(settings, saved);
        return (T)settings.Deserialize(typeof(T), RecipeContext.Default)!;
    }

    public static JsonObject Write(object recipe)
    {
        JsonObject settings = JsonSerializer.SerializeToNode(recipe, recipe.GetType(), RecipeContext.Default)!.AsObject();
        LeaveOut(settings);
        return settings;
    }

    private static JsonObject Defaults<T>(T recipe)
        where T : class => JsonSerializer.SerializeToNode(recipe, typeof(T), RecipeContext.Default)!.AsObject();

    private static void Overlay(JsonObject settings, JsonObject saved)
    {
        foreach ((string name, JsonNode? value) in saved)
        {
            if (value is JsonObject && settings[name] is null && Optional.TryGetValue(name, out Func<JsonObject>? defaultsOf))
                settings[name] = defaultsOf();
            if (value is JsonObject part && settings[name] is JsonObject defaults && IsOfTheKindOf(part, defaults))
                Overlay(defaults, part);
            else
                settings[name] = value?.DeepClone();
        }
    }

    /// <summary>Parts that say no kind are older than the choice.</summary>
    private static bool IsOfTheKindOf(JsonObject part, JsonObject defaults) =>
        part[Kind] is not JsonNode kind || JsonNode.DeepEquals(kind, defaults[Kind]);

    private static void LeaveOut(JsonObject settings)
    {
        foreach (string name in NotSaved)
            settings.Remove(name);
        foreach (JsonObject part in settings.Select(setting => setting.Value).OfType<JsonObject>())
            LeaveOut(part);
    }
}
