using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>A step of a selection, which names its kind.</summary>
internal sealed class SelectionStepConverter : JsonConverter<SelectionStep>
{
    private const string Kind = "kind";

    public override SelectionStep Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string? kind = saved[Kind]?.GetValue<string>();
        saved.Remove(Kind);
        return kind switch
        {
            nameof(ChiSquareTest) => RecipeSettings.Read<ChiSquareTest>(saved),
            nameof(CorrelationGroups) => RecipeSettings.Read<CorrelationGroups>(saved),
            nameof(IdenticalShare) => RecipeSettings.Read<IdenticalShare>(saved),
            nameof(InformationValueRange) => RecipeSettings.Read<InformationValueRange>(saved),
            nameof(MinimumRedundancyMaximumRelevance) => RecipeSettings.Read<MinimumRedundancyMaximumRelevance>(saved),
            nameof(MissingShare) => RecipeSettings.Read<MissingShare>(saved),
            nameof(MutualInformation) => RecipeSettings.Read<MutualInformation>(saved),
            nameof(PeriodStability) => RecipeSettings.Read<PeriodStability>(saved),
            nameof(Stepwise) => RecipeSettings.Read<Stepwise>(saved),
            nameof(VarianceInflation) => RecipeSettings.Read<VarianceInflation>(saved),
            _ => throw new JsonException($"There is no step of a selection of the kind '{kind}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, SelectionStep value, JsonSerializerOptions options)
    {
        var settings = new JsonObject { [Kind] = value.Name };
        foreach ((string name, JsonNode? setting) in RecipeSettings.Write(value))
            settings[name] = setting?.DeepClone();
        settings.WriteTo(writer);
    }
}
