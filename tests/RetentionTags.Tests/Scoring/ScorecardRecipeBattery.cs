using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class ScorecardRecipeBattery : RecipeBattery<ScorecardRecipe, Scorecard>
{
    /// <summary>One unit of the grid for each of the three columns and the intercept, halved by their rounding to it.</summary>
    protected override double Rounding => 4.0 / (1 << 25);

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => SampleData.LongShapes();

    protected override double[] Apply(Scorecard model, Table table) => model.LogOdds(table);

    protected override void Save(Scorecard model, Stream destination) => model.Save(destination);

    protected override Scorecard Load(Stream source) => Scorecard.Load(source);
}
