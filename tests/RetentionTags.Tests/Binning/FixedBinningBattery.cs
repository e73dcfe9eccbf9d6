using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class FixedBinningBattery : RecipeBattery<FixedBinning, BinningModel>
{
    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => SampleData.LongShapes();

    protected override double[] Apply(BinningModel model, Table table) =>
        [.. model.ToWoe(table).Columns.SelectMany(column => ((NumericColumn)column).Values.ToArray())];

    protected override void Save(BinningModel model, Stream destination) => model.Save(destination);

    protected override BinningModel Load(Stream source) => BinningModel.Load(source);
}
