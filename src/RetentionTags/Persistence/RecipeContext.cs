using System.Text.Json.Serialization;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>Serialisers of recipes as they stand, for <see cref="RecipeConverter{T}"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(OptimalBinning))]
[JsonSerializable(typeof(PairBinning))]
[JsonSerializable(typeof(LogisticRegression))]
[JsonSerializable(typeof(ScorecardRecipe))]
internal sealed partial class RecipeContext : JsonSerializerContext;
