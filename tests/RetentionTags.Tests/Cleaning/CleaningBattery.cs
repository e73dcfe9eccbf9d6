using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

/// <summary>What the batteries of all cleanings share. A cleaning says of each row all values of the cleaned table.</summary>
public abstract class CleaningBattery<TRecipe> : RecipeBattery<TRecipe, CleaningModel>
    where TRecipe : IRecipe<CleaningModel>, new()
{
    /// <summary>Beside the usual columns one that is constant, one that is there twice, one that knows the answer, and numbers in texts.</summary>
    protected override TrainingSet Data(int rows, bool missing)
    {
        TrainingSet data = SampleData.Customers(rows, missing: missing);
        double[] visits = data.Table.Numeric("visits").Values.ToArray();
        return data.WithTable(Table.Create([
            .. data.Table.Columns,
            Column.Numeric("constant", new double[rows]),
            Column.Numeric("visits again", visits),
            Column.Category("answer", data.Events.ToArray().Select(isEvent => isEvent ? "gone" : "here")),
            Column.Category("money", visits.Select(value => FormattableString.Invariant($" {1000 + value:N2} "))),
        ]));
    }

    protected override IEnumerable<TrainingSet> LongData() => SampleData.LongShapes().Skip(1);

    protected override double[] Apply(CleaningModel model, Table table) => [.. model.Clean(table).Table.Columns.SelectMany(Numbers)];

    protected override void Save(CleaningModel model, Stream destination) => model.Save(destination);

    protected override CleaningModel Load(Stream source) => CleaningModel.Load(source);

    /// <summary>A finite number for each value, the same for the same text.</summary>
    private static IEnumerable<double> Numbers(Column column)
    {
        const double Missing = -987654321;
        for (int row = 0; row < column.Length; row++)
        {
            yield return column is NumericColumn numbers
                ? double.IsNaN(numbers.Values[row]) ? Missing : numbers.Values[row]
                : ((CategoryColumn)column)[row]?.Aggregate(17L, (hash, c) => ((hash * 31) + c) % 1_000_000_007) ?? Missing;
        }
    }
}
