using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class CorrelationGroupsBattery : SelectionBattery<CorrelationGroups>
{
    protected override IRecipe<SelectionModel> Recipe => new CorrelationGroups { Max = 0.01 };
}
