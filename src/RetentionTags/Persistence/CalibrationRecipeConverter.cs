using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>A recipe for calibrations, which it names.</summary>
internal sealed class CalibrationRecipeConverter : JsonConverter<CalibrationRecipe>
{
    private const string Kind = "kind", Platt = "platt", Temperature = "temperature", Beta = "beta", Isotonic = "isotonic", VennAbersKind = "venn-abers";

    public override CalibrationRecipe Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string? kind = saved[Kind]?.GetValue<string>();
        saved.Remove(Kind);
        return kind switch
        {
            Platt => RecipeSettings.Read<PlattScaling>(saved),
            Temperature => RecipeSettings.Read<TemperatureScaling>(saved),
            Beta => RecipeSettings.Read<BetaCalibration>(saved),
            Isotonic => RecipeSettings.Read<IsotonicRegression>(saved),
            VennAbersKind => RecipeSettings.Read<VennAbers>(saved),
            _ => throw new JsonException($"There is no recipe for calibrations of the kind '{kind}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, CalibrationRecipe value, JsonSerializerOptions options)
    {
        var settings = new JsonObject
        {
            [Kind] = value switch
            {
                PlattScaling => Platt,
                TemperatureScaling => Temperature,
                BetaCalibration => Beta,
                IsotonicRegression => Isotonic,
                VennAbers => VennAbersKind,
                _ => throw new JsonException($"{value.GetType().Name} has no name in files."),
            },
        };
        foreach ((string name, JsonNode? setting) in RecipeSettings.Write(value))
            settings[name] = setting?.DeepClone();
        settings.WriteTo(writer);
    }
}
