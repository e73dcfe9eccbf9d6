using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>A few columns that repeat one another more or less, with gaps, categories and whole weights.</summary>
internal static class SelectionProblem
{
    public static TrainingSet Of(int seed, bool missing = true)
    {
        var random = new SplitMix64(seed);
        int rows = 80 + random.Next(200), columns = 3 + random.Next(5);
        double[][] values = [.. Enumerable.Range(0, columns).Select(_ => new double[rows])];
        var events = new bool[rows];
        var weights = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double common = SampleData.Uniform(ref random);
            for (int j = 0; j < columns; j++)
            {
                double own = SampleData.Uniform(ref random), share = j % 3 / 2.0;
                values[j][row] = missing && random.Next(15) == 0 ? double.NaN : Math.Floor(12 * ((share * common) + ((1 - share) * own)));
            }

            events[row] = SampleData.Uniform(ref random) < 0.15 + (0.6 * common);
            weights[row] = 1 + random.Next(3);
        }

        events[0] = true;
        events[1] = false;
        Column[] made = [.. values.Select((each, j) => j % 4 == 3
            ? (Column)Column.Category($"c{j}", each.Select(value => double.IsNaN(value) ? null : $"level {Math.Floor(value / 3)}"))
            : Column.Numeric($"x{j}", each))];
        return TrainingSet.Create(Table.Create(made), events, weights);
    }

    /// <summary>Each row as many times as its weight says.</summary>
    public static TrainingSet Replicated(TrainingSet data)
    {
        double[] weights = data.Weights.ToArray();
        int[] rows = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        TrainingSet copies = data.Rows(rows);
        return TrainingSet.Create(copies.Table, copies.Events);
    }
}
