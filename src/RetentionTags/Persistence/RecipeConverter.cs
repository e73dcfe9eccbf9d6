using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RetentionTags.Persistence;

/// <summary>
/// Recipes as JSON. A setting that an artefact lacks, because it is older than the setting, has its default; one that says how to compute and not what (the number of threads)
/// is not saved.
/// </summary>
internal sealed class RecipeConverter<T> : JsonConverter<T>
    where T : class, new()
{
    private static readonly string[] NotSaved = ["maxThreads"];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject settings = JsonSerializer.SerializeToNode(new T(), typeof(T), RecipeContext.Default)!.AsObject();
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        Overlay(settings, saved);
        return (T)settings.Deserialize(typeof(T), RecipeContext.Default)!;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        JsonObject settings = JsonSerializer.SerializeToNode(value, typeof(T), RecipeContext.Default)!.AsObject();
        LeaveOut(settings);
        settings.WriteTo(writer);
    }

    private static void Overlay(JsonObject settings, JsonObject saved)
    {
        foreach ((string name, JsonNode? value) in saved)
        {
            if (value is JsonObject part && settings[name] is JsonObject defaults)
                Overlay(defaults, part);
            else
                settings[name] = value?.DeepClone();
        }
    }

    private static void LeaveOut(JsonObject settings)
    {
        foreach (string name in NotSaved)
            settings.Remove(name);
        foreach (JsonObject part in settings.Select(setting => setting.Value).OfType<JsonObject>())
            LeaveOut(part);
    }
}
