using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>
/// Five hundred rows that any language can make, with which the reference results were computed (models.md section 9.1): x ← (1103515245 x + 12345) mod 2³¹
/// from seed 20261122, five draws u = x/2³¹ a row.
/// </summary>
internal static class Lcg500
{
    public static TrainingSet Rows(bool weighted = false)
    {
        long state = 20261122;
        double Draw() => (state = ((1103515245 * state) + 12345) % (1L << 31)) / (double)(1L << 31);
        double[][] columns = [new double[500], new double[500], new double[500], new double[500]];
        var events = new bool[500];
        for (int i = 0; i < 500; i++)
        {
            columns[0][i] = Math.Floor(10 * Draw());
            columns[1][i] = Math.Round(1000 * Draw()) / 1000;
            columns[2][i] = Draw() < 0.3 ? 1 : 0;
            columns[3][i] = (0.5 * columns[0][i]) + (Math.Round(100 * Draw()) / 100);
            double logOdds = -1 + (0.25 * columns[0][i]) - (1.2 * columns[1][i]) + (0.8 * columns[2][i]);
            events[i] = Draw() < 1 / (1 + Math.Exp(-logOdds));
        }

        Table table = Table.Create([.. columns.Select((values, j) => Column.Numeric($"x{j}", values))]);
        return TrainingSet.Create(table, events, weighted ? Weights : default);
    }

    public static double[] Weights => [.. Enumerable.Range(0, 500).Select(i => 1.0 + (i % 3))];
}
