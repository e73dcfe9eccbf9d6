using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

public class FirthBattery : RecipeBattery<LogisticRegression, LogisticModel>
{
    protected override IRecipe<LogisticModel> Recipe => new LogisticRegression { BiasReduction = BiasReduction.FirthWithInterceptCorrection, StandardErrors = StandardErrors.Robust };

    protected override bool TakesMissingValues => false;

    protected override double Rounding => 1e-11;

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing, categories: false);

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Wide(100_000, 25)];

    protected override double[] Apply(LogisticModel model, Table table) => model.Score(table);

    protected override void Save(LogisticModel model, Stream destination) => model.Save(destination);

    protected override LogisticModel Load(Stream source) => LogisticModel.Load(source);
}
