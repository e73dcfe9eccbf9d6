using RetentionTags.Data;
using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class PeriodStabilityBattery : SelectionBattery<PeriodStability>
{
    protected override IRecipe<SelectionModel> Recipe => new PeriodStability { PeriodColumn = "month", Max = 0, Significance = 1 };

    protected override TrainingSet Data(int rows, bool missing) => WithMonths(base.Data(rows, missing));

    protected override IEnumerable<TrainingSet> LongData() => base.LongData().Select(WithMonths);

    private static TrainingSet WithMonths(TrainingSet data) =>
        data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("month", Enumerable.Range(0, data.RowCount).Select(row => row % 7))]));
}
