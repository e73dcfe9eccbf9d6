using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RetentionTags.Persistence;

/// <summary>Recipes as <see cref="RecipeSettings"/> writes and reads them.</summary>
internal sealed class RecipeConverter<T> : JsonConverter<T>
    where T : class, new()
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RecipeSettings.Read<T>(JsonNode.Parse(ref reader)!.AsObject());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        RecipeSettings.Write(value).WriteTo(writer);
}
