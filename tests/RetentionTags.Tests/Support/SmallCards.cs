using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Scoring;

namespace RetentionTags.Tests.Support;

/// <summary>Scorecards of few columns and bins, of which every combination of bins can be tried.</summary>
internal static class SmallCards
{
    /// <summary>Columns of whole numbers x0, x1, … with a bin each for 0, 1, 2 … and one for missing; their evidence and coefficients are random.</summary>
    public static Scorecard Random(int seed, int columns, int values = 3, PointScale? points = null) => Of(Data(seed, columns, values), seed, points);

    /// <summary>The rows of <see cref="Random"/>.</summary>
    public static TrainingSet Data(int seed, int columns, int values = 3, int rows = 240)
    {
        var random = new SplitMix64(seed);
        var table = new Column[columns];
        for (int j = 0; j < columns; j++)
        {
            var x = new double[rows];
            for (int row = 0; row < rows; row++)
                x[row] = random.Next(values + 1) is int value && value < values ? value : double.NaN;
            table[j] = Column.Numeric($"x{j}", x);
        }

        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
            events[row] = random.Next(3) == 0;
        return TrainingSet.Create(Table.Create(table), events);
    }

    /// <summary>The card of those rows, with coefficients between 0 and 2 and an intercept between −2 and 2.</summary>
    public static Scorecard Of(TrainingSet data, int seed, PointScale? points = null)
    {
        var random = new SplitMix64(seed + 1_000);
        double largest = data.Table.Columns.Max(column => ((NumericColumn)column).Values.ToArray().Where(value => value > 0).Max());
        var binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [.. Enumerable.Range(1, (int)largest).Select(value => value - 0.5)] };
        BinningModel model = binning.Fit(data);
        ScorecardColumn[] columns = [.. model.Columns.Select(column => ScorecardColumn.Of(column, new Coefficient(column.ColumnName, 2 * SampleData.Uniform(ref random), 0.1)))];
        return new(new ScorecardRecipe { Binning = binning, Points = points ?? new() }, model, null, columns, LogOddsGrid.FromLogOdds((4 * SampleData.Uniform(ref random)) - 2), []);
    }

    /// <summary>Every combination of bins, one bin for each column.</summary>
    public static IEnumerable<int[]> Combinations(Scorecard card) => card.Columns.Aggregate(
        (IEnumerable<int[]>)[[]],
        (heads, column) => heads.SelectMany(head => Enumerable.Range(0, column.Binning.Bins.Count).Select(bin => (int[])[.. head, bin])));
}
