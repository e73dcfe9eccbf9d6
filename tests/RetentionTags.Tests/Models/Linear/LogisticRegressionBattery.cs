using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

public class LogisticRegressionBattery : RecipeBattery<LogisticRegression, LogisticModel>
{
    protected override bool TakesMissingValues => false;

    protected override double Rounding => 1e-12;

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing, categories: false);

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Wide(200_000, 25), SampleData.Wide(1_500_000, 3)];

    protected override double[] Apply(LogisticModel model, Table table) => model.Score(table);

    protected override void Save(LogisticModel model, Stream destination) => model.Save(destination);

    protected override LogisticModel Load(Stream source) => LogisticModel.Load(source);
}
