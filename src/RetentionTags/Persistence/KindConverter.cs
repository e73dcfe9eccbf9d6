using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RetentionTags.Persistence;

/// <summary>Settings of one of several kinds, which they name first: <c>"kind": "optimal"</c>.</summary>
/// <param name="what">What they are, for errors.</param>
/// <param name="kinds">The kinds, made by <see cref="Kind{T}(string)"/>.</param>
/// <param name="unnamed">The kind of files that are older than the choice, or nothing.</param>
internal abstract class KindConverter<TBase>(string what, (string Name, Type Type, Func<JsonObject, TBase> Read)[] kinds, string? unnamed = null) : JsonConverter<TBase>
    where TBase : class
{
    public override TBase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string? kind = saved[RecipeSettings.Kind]?.GetValue<string>() ?? unnamed;
        saved.Remove(RecipeSettings.Kind);
        return Array.Find(kinds, each => each.Name == kind).Read?.Invoke(saved) ?? throw new JsonException($"There is no {what} of the kind '{kind}'.");
    }

    public override void Write(Utf8JsonWriter writer, TBase value, JsonSerializerOptions options)
    {
        var settings = new JsonObject { [RecipeSettings.Kind] = Array.Find(kinds, each => each.Type == value.GetType()).Name };
        foreach ((string name, JsonNode? setting) in RecipeSettings.Write(value))
            settings[name] = setting?.DeepClone();
        settings.WriteTo(writer);
    }

    /// <summary>A kind and its name in files.</summary>
    private protected static (string Name, Type Type, Func<JsonObject, TBase> Read) Kind<T>(string name)
        where T : class, TBase, new() => Kind(name, new T());

    /// <summary>A kind some of whose settings are required, its name in files, and an instance with the defaults of the others.</summary>
    private protected static (string Name, Type Type, Func<JsonObject, TBase> Read) Kind<T>(string name, T defaults)
        where T : class, TBase => (name, typeof(T), saved => RecipeSettings.Read(saved, defaults));
}
