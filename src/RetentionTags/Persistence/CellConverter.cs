using System.Text.Json;
using System.Text.Json.Serialization;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>Finite numbers as numbers, categories as texts, a missing value as null.</summary>
internal sealed class CellConverter : JsonConverter<Cell>
{
    public override Cell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Cell.FromDouble(reader.GetDouble()),
        JsonTokenType.String => Cell.FromString(reader.GetString()),
        JsonTokenType.Null => Cell.Missing,
        _ => throw new JsonException("A value is a number, a text or null."),
    };

    public override void Write(Utf8JsonWriter writer, Cell value, JsonSerializerOptions options)
    {
        if (value.Category is string category)
            writer.WriteStringValue(category);
        else if (value == Cell.Missing)
            writer.WriteNullValue();
        else
            writer.WriteNumberValue(value.Number);
    }
}
