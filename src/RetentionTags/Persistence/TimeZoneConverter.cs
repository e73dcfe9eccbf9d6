using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetentionTags.Persistence;

/// <summary>A time zone by its identifier, such as <c>Europe/Berlin</c>.</summary>
internal sealed class TimeZoneConverter : JsonConverter<TimeZoneInfo>
{
    public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string id = reader.GetString() ?? throw new JsonException("A time zone has no identifier.");
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : throw new JsonException($"This system has no time zone '{id}'.");
    }

    public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}
