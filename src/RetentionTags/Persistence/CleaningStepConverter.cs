using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>A step of a cleaning, of whichever kind, which it names.</summary>
internal sealed class CleaningStepConverter : JsonConverter<CleaningStep>
{
    private const string Kind = "kind";

    private static readonly (string Name, Type Type, Func<JsonObject, CleaningStep> Read)[] Kinds =
    [
        Of<MissingValues>("missing-values"),
        Of<Outliers>("outliers"),
        Of<BusinessRules>("business-rules"),
        Of<DuplicateRows>("duplicate-rows"),
        Of<DuplicateColumns>("duplicate-columns"),
        Of<ConstantColumns>("constant-columns"),
        Of<UnifiedFormats>("unified-formats"),
        Of<LeakageChecks>("leakage-checks"),
    ];

    public override CleaningStep Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string? kind = saved[Kind]?.GetValue<string>();
        saved.Remove(Kind);
        return Array.Find(Kinds, each => each.Name == kind).Read?.Invoke(saved) ?? throw new JsonException($"There is no step of a cleaning of the kind '{kind}'.");
    }

    public override void Write(Utf8JsonWriter writer, CleaningStep value, JsonSerializerOptions options)
    {
        var settings = new JsonObject { [Kind] = Array.Find(Kinds, each => each.Type == value.GetType()).Name };
        foreach ((string name, JsonNode? setting) in RecipeSettings.Write(value))
            settings[name] = setting?.DeepClone();
        settings.WriteTo(writer);
    }

    private static (string Name, Type Type, Func<JsonObject, CleaningStep> Read) Of<T>(string name)
        where T : CleaningStep, new() => (name, typeof(T), RecipeSettings.Read<T>);
}
