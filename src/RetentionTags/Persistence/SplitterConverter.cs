using RetentionTags.Evaluation.Validation;

namespace RetentionTags.Persistence;

/// <summary>A rule by which rows are divided, which names its kind.</summary>
internal sealed class SplitterConverter() : KindConverter<Splitter>(
    "splitter",
    [
        Kind<StratifiedKFold>("stratified-k-fold"),
        Kind<GroupedKFold>("grouped-k-fold"),
        Kind<LeaveOnePeriodOut>("leave-one-period-out"),
        Kind("walk-forward", new WalkForward { HorizonDays = 1 }),
        Kind("explicit-folds", ExplicitFolds.Of(0, 1)),
    ]);
