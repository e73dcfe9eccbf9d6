using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>A step of a cleaning, which names its kind.</summary>
internal sealed class CleaningStepConverter() : KindConverter<CleaningStep>(
    "step of a cleaning",
    [
        Kind<MissingValues>("missing-values"),
        Kind<Outliers>("outliers"),
        Kind<BusinessRules>("business-rules"),
        Kind<DuplicateRows>("duplicate-rows"),
        Kind<DuplicateColumns>("duplicate-columns"),
        Kind<ConstantColumns>("constant-columns"),
        Kind<UnifiedFormats>("unified-formats"),
        Kind<LeakageChecks>("leakage-checks"),
    ]);
