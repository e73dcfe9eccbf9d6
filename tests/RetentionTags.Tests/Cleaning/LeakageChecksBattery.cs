using RetentionTags.Cleaning;

namespace RetentionTags.Tests.Cleaning;

public class LeakageChecksBattery : CleaningBattery<LeakageChecks>
{
    protected override IRecipe<CleaningModel> Recipe => new LeakageChecks { Action = ColumnAction.LeaveOut };
}
