using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A condition on a property, by its categories or by its bounds; a bound that is not there is infinite.</summary>
internal sealed class PropertyConditionConverter : JsonConverter<PropertyCondition>
{
    private const string Property = "property", Categories = "categories", AtLeast = "atLeast", Below = "below";

    public override PropertyCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string property = saved[Property]?.GetValue<string>() ?? throw new JsonException("A condition names no property.");
        return saved[Categories] is JsonArray categories
            ? PropertyCondition.In(property, [.. categories.Select(category => category!.GetValue<string>())])
            : PropertyCondition.Between(property, saved[AtLeast]?.GetValue<double>() ?? double.NegativeInfinity, saved[Below]?.GetValue<double>() ?? double.PositiveInfinity);
    }

    public override void Write(Utf8JsonWriter writer, PropertyCondition value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Property, value.Property);
        if (value.Categories.Count > 0)
        {
            writer.WriteStartArray(Categories);
            foreach (string category in value.Categories)
                writer.WriteStringValue(category);
            writer.WriteEndArray();
        }
        else
        {
            WriteBound(AtLeast, value.AtLeast);
            WriteBound(Below, value.Below);
        }

        writer.WriteEndObject();

        void WriteBound(string name, double bound)
        {
            if (double.IsFinite(bound))
                writer.WriteNumber(name, bound);
        }
    }
}
