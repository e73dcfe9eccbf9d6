using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class MinimumRedundancyMaximumRelevanceBattery : SelectionBattery<MinimumRedundancyMaximumRelevance>
{
    protected override IRecipe<SelectionModel> Recipe => new MinimumRedundancyMaximumRelevance { Count = 2 };
}
