using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A recipe for bins of either kind, which it names; files of version 1 hold optimal ones without saying so.</summary>
internal sealed class BinningRecipeConverter : JsonConverter<BinningRecipe>
{
    private const string Kind = "kind", Optimal = "optimal", Fixed = "fixed";

    public override BinningRecipe Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject saved = JsonNode.Parse(ref reader)!.AsObject();
        string kind = saved[Kind]?.GetValue<string>() ?? Optimal;
        saved.Remove(Kind);
        return kind switch
        {
            Optimal => RecipeSettings.Read<OptimalBinning>(saved),
            Fixed => RecipeSettings.Read<FixedBinning>(saved),
            _ => throw new JsonException($"There is no recipe for bins of the kind '{kind}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, BinningRecipe value, JsonSerializerOptions options)
    {
        var settings = new JsonObject { [Kind] = value is OptimalBinning ? Optimal : Fixed };
        foreach ((string name, JsonNode? setting) in RecipeSettings.Write(value))
            settings[name] = setting?.DeepClone();
        settings.WriteTo(writer);
    }
}
