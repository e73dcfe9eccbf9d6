using System.Text.Json.Serialization;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Explanations;
using RetentionTags.Features;
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
        typeof(SplitterConverter),
        typeof(CleaningStepConverter),
        typeof(TimeZoneConverter),
        typeof(ValueListConverter<BusinessRule>),
        typeof(ValueListConverter<Cell>),
        typeof(ValueListConverter<CleaningStep>),
        typeof(ValueListConverter<CoefficientBounds>),
        typeof(ValueListConverter<ColumnFill>),
        typeof(ValueListConverter<ColumnRecipe>),
        typeof(ValueListConverter<PenaltyFactor>),
        typeof(ValueListConverter<SelectionStep>),
        typeof(ValueListConverter<KnownDate>),
        typeof(ValueListConverter<Reason>),
        typeof(ValueListConverter<RuleCondition>),
        typeof(ValueListConverter<SpecialGroup>),
        typeof(ValueListConverter<Synonym>),
        typeof(ValueListConverter<TextDates>),
        typeof(ValueListConverter<TextNumbers>),
        typeof(ValueListConverter<ValueRange>),
        typeof(ValueListConverter<ValueList<string>>),
        typeof(ValueListConverter<double>),
        typeof(ValueListConverter<int>),
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
[JsonSerializable(typeof(RegularizationPath))]
[JsonSerializable(typeof(StratifiedKFold))]
[JsonSerializable(typeof(GroupedKFold))]
[JsonSerializable(typeof(LeaveOnePeriodOut))]
[JsonSerializable(typeof(WalkForward))]
[JsonSerializable(typeof(ExplicitFolds))]
[JsonSerializable(typeof(ScorecardRecipe))]
[JsonSerializable(typeof(ReasonCatalogue))]
[JsonSerializable(typeof(RfmScores))]
[JsonSerializable(typeof(Reason[]))]
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
[JsonSerializable(typeof(CleaningRecipe))]
[JsonSerializable(typeof(MissingValues))]
[JsonSerializable(typeof(Outliers))]
[JsonSerializable(typeof(BusinessRules))]
[JsonSerializable(typeof(DuplicateRows))]
[JsonSerializable(typeof(DuplicateColumns))]
[JsonSerializable(typeof(ConstantColumns))]
[JsonSerializable(typeof(UnifiedFormats))]
[JsonSerializable(typeof(LeakageChecks))]
[JsonSerializable(typeof(BusinessRule[]))]
[JsonSerializable(typeof(Cell[]))]
[JsonSerializable(typeof(CoefficientBounds[]))]
[JsonSerializable(typeof(CleaningStep[]))]
[JsonSerializable(typeof(ColumnFill[]))]
[JsonSerializable(typeof(ColumnRecipe[]))]
[JsonSerializable(typeof(KnownDate[]))]
[JsonSerializable(typeof(PenaltyFactor[]))]
[JsonSerializable(typeof(RuleCondition[]))]
[JsonSerializable(typeof(SpecialGroup[]))]
[JsonSerializable(typeof(Synonym[]))]
[JsonSerializable(typeof(TextDates[]))]
[JsonSerializable(typeof(TextNumbers[]))]
[JsonSerializable(typeof(ValueRange[]))]
[JsonSerializable(typeof(ValueList<string>[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RecipeContext : JsonSerializerContext;
