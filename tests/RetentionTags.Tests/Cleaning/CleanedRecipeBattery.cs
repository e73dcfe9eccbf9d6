using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class CleanedRecipeBattery : RecipeBattery<CleanedRecipe<Scorecard>, CleanedModel<Scorecard>>
{
    protected override IRecipe<CleanedModel<Scorecard>> Recipe => new CleaningRecipe
    {
        Steps = [new Outliers { Action = OutlierAction.DropRow }, new MissingValues { AddIndicator = true }, new ConstantColumns()],
    }.Then(new ScorecardRecipe());

    protected override double Rounding => 8.0 / (1 << 25);

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => SampleData.LongShapes().Skip(1);

    protected override double[] Apply(CleanedModel<Scorecard> model, Table table) => model.Model.LogOdds(model.Cleaning.Clean(table).Table);

    protected override void Save(CleanedModel<Scorecard> model, Stream destination) => model.Save(destination);

    protected override CleanedModel<Scorecard> Load(Stream source) => CleanedModel<Scorecard>.Load(source);
}
