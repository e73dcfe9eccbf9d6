using RetentionTags.Cleaning;
using RetentionTags.Data;

namespace RetentionTags.Tests.Cleaning;

public class CleaningRecipeBattery : CleaningBattery<CleaningRecipe>
{
    /// <summary>All steps. Duplicates go last: of them, and of nothing else, a weight is not so many rows.</summary>
    protected override IRecipe<CleaningModel> Recipe => new CleaningRecipe
    {
        Steps =
        [
            new UnifiedFormats { Numbers = [new("money", [""])] },
            new ConstantColumns(),
            new DuplicateColumns(),
            new LeakageChecks { Action = ColumnAction.LeaveOut },
            new BusinessRules { Rules = [new("few visits", [RuleCondition.Compare("visits", RuleOperator.Less, 11)], RuleAction.DropRow)] },
            new Outliers { Action = OutlierAction.DropRow },
            new Outliers { Rule = OutlierRule.Quantiles, Action = OutlierAction.Winsorise },
            new MissingValues { Numbers = FillMethod.Mean },
            new DuplicateRows(),
        ],
    };

    protected override IEnumerable<TrainingSet> LongData() => [Data(250_000, missing: true)];
}
