using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A window by its unit and how far back it begins and ends.</summary>
internal sealed class WindowConverter : JsonConverter<Window>
{
    private const string Unit = "unit", From = "from", To = "to";

    public override Window Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string unit = saved[Unit]?.GetValue<string>() ?? throw new JsonException("A window has no unit.");
        (int from, int to) = (saved[From]?.GetValue<int>() ?? 0, saved[To]?.GetValue<int>() ?? 0);
        return unit switch
        {
            nameof(WindowUnit.Day) => Window.Between(from, to),
            nameof(WindowUnit.Month) => Window.Months(from - to, to),
            nameof(WindowUnit.CalendarMonth) when to < 0 => Window.MonthToDate,
            nameof(WindowUnit.CalendarMonth) => Window.CalendarMonths(from - to, to),
            nameof(WindowUnit.CalendarWeek) => Window.CalendarWeeks(from - to, to),
            nameof(WindowUnit.Observation) => Window.Observation,
            _ => throw new JsonException($"There is no window of the unit '{unit}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, Window value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Unit, value.Unit.ToString());
        writer.WriteNumber(From, value.From);
        writer.WriteNumber(To, value.To);
        writer.WriteEndObject();
    }
}
