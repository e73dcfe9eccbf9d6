using System.Text.Json.Serialization;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Cleaning;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>Serialisers made at compile time, so that trimmed and ahead-of-time compiled programs can save and load.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(BinningRecipeConverter),
        typeof(RecipeConverter<PairBinning>),
        typeof(RecipeConverter<MeanBinning>),
        typeof(RecipeConverter<RateBinning>),
        typeof(RecipeConverter<ClassBinning>),
        typeof(RecipeConverter<CleaningRecipe>),
        typeof(RecipeConverter<LogisticRegression>),
        typeof(RecipeConverter<ScorecardRecipe>),
    ])]
[JsonSerializable(typeof(BinningDocument))]
[JsonSerializable(typeof(CleaningDocument))]
[JsonSerializable(typeof(HistogramDocument))]
[JsonSerializable(typeof(LogisticDocument))]
[JsonSerializable(typeof(PairBinningDocument))]
[JsonSerializable(typeof(ScorecardDocument))]
[JsonSerializable(typeof(TierDocument))]
[JsonSerializable(typeof(MeanBinningDocument))]
[JsonSerializable(typeof(RateBinningDocument))]
[JsonSerializable(typeof(ClassBinningDocument))]
internal sealed partial class ArtefactContext : JsonSerializerContext;
