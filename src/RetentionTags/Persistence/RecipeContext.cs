using System.Text.Json.Serialization;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Explanations;
using RetentionTags.Features;
using RetentionTags.Lifetime;
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
        typeof(PropertyConditionConverter),
        typeof(WindowConverter),
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
        typeof(ValueListConverter<Aggregation>),
        typeof(ValueListConverter<DayOfWeek>),
        typeof(ValueListConverter<DayPart>),
        typeof(ValueListConverter<EventFilter>),
        typeof(ValueListConverter<InteractionMeasure>),
        typeof(ValueListConverter<LevelMeasure>),
        typeof(ValueListConverter<MixMeasure>),
        typeof(ValueListConverter<PropertyCondition>),
        typeof(ValueListConverter<SequenceMeasure>),
        typeof(ValueListConverter<TimePattern>),
        typeof(ValueListConverter<TrendMeasure>),
        typeof(ValueListConverter<Window>),
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
[JsonSerializable(typeof(ShiftedBetaGeometric))]
[JsonSerializable(typeof(BetaDiscreteWeibull))]
[JsonSerializable(typeof(DiscreteHazard))]
[JsonSerializable(typeof(LogisticRegression))]
[JsonSerializable(typeof(Nbd))]
[JsonSerializable(typeof(BgNbd))]
[JsonSerializable(typeof(MbgNbd))]
[JsonSerializable(typeof(ParetoNbd))]
[JsonSerializable(typeof(BgBb))]
[JsonSerializable(typeof(GammaGamma))]
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
[JsonSerializable(typeof(RfmFeatures))]
[JsonSerializable(typeof(WindowFeatures))]
[JsonSerializable(typeof(MixFeatures))]
[JsonSerializable(typeof(TimePatternFeatures))]
[JsonSerializable(typeof(CycleFeatures))]
[JsonSerializable(typeof(TrendFeatures))]
[JsonSerializable(typeof(RatioFeatures))]
[JsonSerializable(typeof(TrendMeasure[]))]
[JsonSerializable(typeof(SequenceFeatures))]
[JsonSerializable(typeof(FunnelFeatures))]
[JsonSerializable(typeof(InteractionFeatures))]
[JsonSerializable(typeof(LevelFeatures))]
[JsonSerializable(typeof(Aggregation[]))]
[JsonSerializable(typeof(DayOfWeek[]))]
[JsonSerializable(typeof(DayPart[]))]
[JsonSerializable(typeof(EventFilter[]))]
[JsonSerializable(typeof(InteractionMeasure[]))]
[JsonSerializable(typeof(LevelMeasure[]))]
[JsonSerializable(typeof(MixMeasure[]))]
[JsonSerializable(typeof(PropertyCondition[]))]
[JsonSerializable(typeof(SequenceMeasure[]))]
[JsonSerializable(typeof(TimePattern[]))]
[JsonSerializable(typeof(Window[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RecipeContext : JsonSerializerContext;
