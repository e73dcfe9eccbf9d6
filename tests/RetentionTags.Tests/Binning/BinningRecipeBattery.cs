using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>The battery for recipes that bin each column for a binary target.</summary>
public abstract class BinningRecipeBattery<TRecipe> : RecipeBattery<TRecipe, BinningModel>
    where TRecipe : BinningRecipe, new()
{
    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => SampleData.LongShapes();

    protected override double[] Apply(BinningModel model, Table table) =>
        [.. model.ToWoe(table).Columns.SelectMany(column => ((NumericColumn)column).Values.ToArray())];

    protected override void Save(BinningModel model, Stream destination) => model.Save(destination);

    protected override BinningModel Load(Stream source) => BinningModel.Load(source);
}
