using RetentionTags.Cleaning;
using RetentionTags.Data;

namespace RetentionTags.Tests.Cleaning;

public class UnifiedFormatsBattery : CleaningBattery<UnifiedFormats>
{
    protected override IRecipe<CleaningModel> Recipe => new UnifiedFormats { Case = TextCase.Upper, Numbers = [new("money", ["en-US"])], Synonyms = [new("HERE", "PRESENT")] };

    protected override IEnumerable<TrainingSet> LongData() =>
        base.LongData().TakeLast(1).Select(data => data.WithTable(Table.Create(data.Table["id"], Column.Category("money", new int[data.RowCount], ["1"]))));
}
