using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class BusinessRulesBattery : CleaningBattery<BusinessRules>
{
    protected override IRecipe<CleaningModel> Recipe => new BusinessRules
    {
        Rules =
        [
            new("usage in range", [RuleCondition.Between("usage", -1, 1)], RuleAction.MakeMissing),
            new("trials visit little", [RuleCondition.CompareColumns("visits", RuleOperator.LessOrEqual, "noise")], RuleAction.Flag) { When = [RuleCondition.OneOf("plan", "trial", "monthly")] },
            new("plan is known", [RuleCondition.IsPresent("plan"), RuleCondition.Compare("visits", RuleOperator.NotEqual, 3)], RuleAction.DropRow),
        ],
    };

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Customers(1_500_000, missing: true)];
}
