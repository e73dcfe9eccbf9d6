using RetentionTags.Binning.Pairs;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

public class PairBinningBattery : RecipeBattery<PairBinning, PairBinningModel>
{
    protected override IRecipe<PairBinningModel> Recipe => new PairBinning { FirstColumn = "usage", SecondColumn = "plan", MaxPrebins = 20 };

    protected override TrainingSet Data(int rows, bool missing) => SampleData.Customers(rows, missing: missing);

    /// <summary>Many rows of few categories, and a category with hundreds of thousands of levels; in both some values are missing.</summary>
    protected override IEnumerable<TrainingSet> LongData()
    {
        foreach (int levels in (int[])[40, 200_000])
        {
            const int Rows = 700_000;
            var random = new SplitMix64(levels);
            var usage = new double[Rows];
            var plan = new int[Rows];
            var events = new bool[Rows];
            for (int row = 0; row < Rows; row++)
            {
                usage[row] = random.Next(50) == 0 ? double.NaN : SampleData.Uniform(ref random);
                plan[row] = random.Next(levels + 1) - 1;
                events[row] = random.Next(4) == 0;
            }

            yield return TrainingSet.Create(Table.Create(Column.Numeric("usage", usage), Column.Category("plan", plan, [.. Enumerable.Range(0, levels).Select(level => $"level {level}")])), events);
        }
    }

    protected override double[] Apply(PairBinningModel model, Table table)
    {
        var woe = new double[table.RowCount];
        model.ToWoe(table, woe);
        return [.. woe, model.InformationValue, model.AdditiveInformationValue, model.FirstInformationValue, model.SecondInformationValue, model.InteractionChiSquare, model.InteractionDegreesOfFreedom];
    }

    protected override void Save(PairBinningModel model, Stream destination) => model.Save(destination);

    protected override PairBinningModel Load(Stream source) => PairBinningModel.Load(source);
}
