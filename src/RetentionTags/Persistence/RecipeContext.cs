using System.Text.Json.Serialization;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>Serialisers of recipes as they stand, for <see cref="RecipeSettings"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(BinningRecipeConverter),
        typeof(CalibrationRecipeConverter),
        typeof(CellConverter),
        typeof(SelectionStepConverter),
        typeof(ValueListConverter<Cell>),
        typeof(ValueListConverter<ColumnRecipe>),
        typeof(ValueListConverter<SelectionStep>),
        typeof(ValueListConverter<SpecialGroup>),
        typeof(ValueListConverter<ValueRange>),
        typeof(ValueListConverter<ValueList<string>>),
        typeof(ValueListConverter<double>),
        typeof(ValueListConverter<string>),
    ])]
[JsonSerializable(typeof(OptimalBinning))]
[JsonSerializable(typeof(FixedBinning))]
[JsonSerializable(typeof(PairBinning))]
[JsonSerializable(typeof(PlattScaling))]
[JsonSerializable(typeof(TemperatureScaling))]
[JsonSerializable(typeof(BetaCalibration))]
[JsonSerializable(typeof(IsotonicRegression))]
[JsonSerializable(typeof(VennAbers))]
[JsonSerializable(typeof(LogisticRegression))]
[JsonSerializable(typeof(ScorecardRecipe))]
[JsonSerializable(typeof(MeanBinning))]
[JsonSerializable(typeof(RateBinning))]
[JsonSerializable(typeof(ClassBinning))]
[JsonSerializable(typeof(SelectionFunnel))]
[JsonSerializable(typeof(ChiSquareTest))]
[JsonSerializable(typeof(CorrelationGroups))]
[JsonSerializable(typeof(IdenticalShare))]
[JsonSerializable(typeof(InformationValueRange))]
[JsonSerializable(typeof(MinimumRedundancyMaximumRelevance))]
[JsonSerializable(typeof(MissingShare))]
[JsonSerializable(typeof(MutualInformation))]
[JsonSerializable(typeof(PeriodStability))]
[JsonSerializable(typeof(Stepwise))]
[JsonSerializable(typeof(VarianceInflation))]
[JsonSerializable(typeof(SelectionStep[]))]
[JsonSerializable(typeof(Cell[]))]
[JsonSerializable(typeof(ColumnRecipe[]))]
[JsonSerializable(typeof(SpecialGroup[]))]
[JsonSerializable(typeof(ValueRange[]))]
[JsonSerializable(typeof(ValueList<string>[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RecipeContext : JsonSerializerContext;
