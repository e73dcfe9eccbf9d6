using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>A step of a selection, which names its kind.</summary>
internal sealed class SelectionStepConverter() : KindConverter<SelectionStep>(
    "step of a selection",
    [
        Kind<ChiSquareTest>("chi-square-test"),
        Kind<CorrelationGroups>("correlation-groups"),
        Kind<IdenticalShare>("identical-share"),
        Kind<InformationValueRange>("information-value-range"),
        Kind<MinimumRedundancyMaximumRelevance>("minimum-redundancy-maximum-relevance"),
        Kind<MissingShare>("missing-share"),
        Kind<MutualInformation>("mutual-information"),
        Kind<PeriodStability>("period-stability"),
        Kind<Stepwise>("stepwise"),
        Kind<VarianceInflation>("variance-inflation"),
    ]);
