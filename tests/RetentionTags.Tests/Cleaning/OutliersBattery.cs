using RetentionTags.Cleaning;

namespace RetentionTags.Tests.Cleaning;

public class OutliersBattery : CleaningBattery<Outliers>
{
    protected override IRecipe<CleaningModel> Recipe => new Outliers { Rule = OutlierRule.ModifiedZScore, Threshold = 2, Action = OutlierAction.Winsorise };
}
