using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>The battery for what makes a selection. What the model says is which columns it keeps, and by which numbers.</summary>
public abstract class SelectionBattery<TRecipe> : RecipeBattery<TRecipe, SelectionModel>
    where TRecipe : IRecipe<SelectionModel>, new()
{
    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Wide(100_000, 12)];

    protected override double[] Apply(SelectionModel model, Table table) =>
    [
        .. table.Columns.Select(column => model.Selected.Contains(column.Name) ? 1.0 : 0),
        .. model.Stages.SelectMany(stage => stage.Measures).Select(measure => double.IsFinite(measure.Value) ? measure.Value : -1),
        .. model.Stages.SelectMany(stage => stage.Moves).Select(move => move.Value),
        .. model.Dropped.SelectMany(dropped => dropped.Numbers).Select(number => number.Value),
    ];

    protected override void Save(SelectionModel model, Stream destination) => model.Save(destination);

    protected override SelectionModel Load(Stream source) => SelectionModel.Load(source);
}
