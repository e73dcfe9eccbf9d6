using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Linear;

/// <summary>Folds that go by entities, so that neither the order of rows nor weights instead of copies change them.</summary>
public class RegularizationPathBattery : RecipeBattery<RegularizationPath, RegularizationPathModel>
{
    protected override IRecipe<RegularizationPathModel> Recipe => new RegularizationPath { Count = 30, Mixing = 0.9, Splitter = new GroupedKFold { Folds = 3 } };

    protected override bool TakesMissingValues => false;

    protected override double Rounding => 1e-10;

    protected override TrainingSet Data(int rows, bool missing) => WithEntities(SampleData.Customers(rows, missing: missing, categories: false));

    protected override IEnumerable<TrainingSet> LongData() => [WithEntities(SampleData.Wide(20_000, 12)), WithEntities(SampleData.Wide(100_000, 2))];

    protected override double[] Apply(RegularizationPathModel model, Table table) => [.. model.Score(table), .. model.Steps.SelectMany(step => step.Coefficients), .. model.Steps.Select(step => step.CrossValidatedDeviance)];

    protected override void Save(RegularizationPathModel model, Stream destination) => model.Save(destination);

    protected override RegularizationPathModel Load(Stream source) => RegularizationPathModel.Load(source);

    /// <summary>Sizes of entities differ, so that no two folds are interchangeable.</summary>
    private static TrainingSet WithEntities(TrainingSet data) =>
        data.WithEntities([.. Enumerable.Range(0, data.RowCount).Select(row => (long)Math.Sqrt(row))]);
}
