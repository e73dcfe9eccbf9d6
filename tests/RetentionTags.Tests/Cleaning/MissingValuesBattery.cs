using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class MissingValuesBattery : CleaningBattery<MissingValues>
{
    protected override IRecipe<CleaningModel> Recipe => new MissingValues
    {
        Numbers = FillMethod.Mean,
        Categories = FillMethod.MostFrequent,
        Columns = [new("usage", FillMethod.Interpolate)],
        TimeColumn = "noise",
        EntityColumn = "visits",
        AddIndicator = true,
    };

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Customers(700_000, missing: true)];
}
