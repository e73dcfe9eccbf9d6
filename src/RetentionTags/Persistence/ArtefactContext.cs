using System.Text.Json.Serialization;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Cleaning;
using RetentionTags.Explanations;
using RetentionTags.Features;
using RetentionTags.Lifetime;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Selection;

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
        typeof(CalibrationRecipeConverter),
        typeof(PurchaseRecipeConverter),
        typeof(RecipeConverter<GammaGamma>),
        typeof(ContractRecipeConverter),
        typeof(RecipeConverter<DiscreteHazard>),
        typeof(FeatureFamilyConverter),
        typeof(RecipeConverter<PairBinning>),
        typeof(RecipeConverter<MeanBinning>),
        typeof(RecipeConverter<RateBinning>),
        typeof(RecipeConverter<ClassBinning>),
        typeof(RecipeConverter<CleaningRecipe>),
        typeof(RecipeConverter<LogisticRegression>),
        typeof(RecipeConverter<RegularizationPath>),
        typeof(RecipeConverter<ReasonCatalogue>),
        typeof(RecipeConverter<RfmScores>),
        typeof(RecipeConverter<ScorecardRecipe>),
        typeof(RecipeConverter<SelectionFunnel>),
        typeof(ValueListConverter<ColumnMeasure>),
        typeof(ValueListConverter<DroppedColumn>),
        typeof(ValueListConverter<EstimatedParameter>),
        typeof(ValueListConverter<FeatureFamily>),
        typeof(ValueListConverter<Finding>),
        typeof(ValueListConverter<PathStep>),
        typeof(ValueListConverter<PurchaseScore>),
        typeof(ValueListConverter<SelectionMove>),
        typeof(ValueListConverter<SelectionNumber>),
        typeof(ValueListConverter<SelectionStage>),
        typeof(ValueListConverter<double>),
        typeof(ValueListConverter<string>),
    ])]
[JsonSerializable(typeof(BinningDocument))]
[JsonSerializable(typeof(CalibrationDocument))]
[JsonSerializable(typeof(CleanedScorecardDocument))]
[JsonSerializable(typeof(CleaningDocument))]
[JsonSerializable(typeof(ContractDocument))]
[JsonSerializable(typeof(FeatureSetDocument))]
[JsonSerializable(typeof(HazardDocument))]
[JsonSerializable(typeof(HistogramDocument))]
[JsonSerializable(typeof(LogisticDocument))]
[JsonSerializable(typeof(PairBinningDocument))]
[JsonSerializable(typeof(PurchaseModelDocument))]
[JsonSerializable(typeof(RegularizationPathDocument))]
[JsonSerializable(typeof(SpendModelDocument))]
[JsonSerializable(typeof(RfmScoresDocument))]
[JsonSerializable(typeof(ScorecardDocument))]
[JsonSerializable(typeof(SegmentGridDocument))]
[JsonSerializable(typeof(TierDocument))]
[JsonSerializable(typeof(MeanBinningDocument))]
[JsonSerializable(typeof(RateBinningDocument))]
[JsonSerializable(typeof(ClassBinningDocument))]
[JsonSerializable(typeof(SelectionDocument))]
[JsonSerializable(typeof(ColumnMeasure[]))]
[JsonSerializable(typeof(DroppedColumn[]))]
[JsonSerializable(typeof(EstimatedParameter[]))]
[JsonSerializable(typeof(FeatureFamily[]))]
[JsonSerializable(typeof(Finding[]))]
[JsonSerializable(typeof(PathStep[]))]
[JsonSerializable(typeof(PurchaseScore[]))]
[JsonSerializable(typeof(SelectionMove[]))]
[JsonSerializable(typeof(SelectionNumber[]))]
[JsonSerializable(typeof(SelectionStage[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ArtefactContext : JsonSerializerContext;
