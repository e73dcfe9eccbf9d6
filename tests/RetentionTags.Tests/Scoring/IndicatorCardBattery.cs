using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class IndicatorCardBattery : RecipeBattery<ScorecardRecipe, Scorecard>
{
    protected override IRecipe<Scorecard> Recipe => new ScorecardRecipe { Coding = ScorecardCoding.BinIndicators };

    protected override double Rounding => 1e-6;

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Customers(300_000, missing: true)];

    protected override double[] Apply(Scorecard model, Table table) => model.Score(table);

    protected override void Save(Scorecard model, Stream destination) => model.Save(destination);

    protected override Scorecard Load(Stream source) => Scorecard.Load(source);
}
