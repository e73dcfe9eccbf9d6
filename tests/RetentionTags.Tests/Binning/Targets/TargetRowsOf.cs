using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>Rows of a small set with targets of all kinds, drawn by a seed.</summary>
internal sealed record TargetRowsOf(SmallRow[] Rows, double[] Targets, double[] Events, double[] Exposures, string[] Classes)
{
    private static readonly string[] Names = ["a", "b", "c"];

    public Table Table => Table.Create(
        Column.Numeric("value", Rows.Select(row => row.Value).ToArray()),
        Column.Category("category", Rows.Select(row => row.Category)));

    public double[] Weights => [.. Rows.Select(row => (double)row.Weight)];

    /// <param name="set">Values, categories and weights.</param>
    /// <param name="seed">Of the targets, which are multiples of <paramref name="unit"/>.</param>
    /// <param name="unit">1 for whole numbers.</param>
    public static TargetRowsOf Draw(SmallSet set, int seed, double unit)
    {
        var random = new SplitMix64(seed);
        int count = set.Rows.Length;
        var rows = new TargetRowsOf(set.Rows, new double[count], new double[count], new double[count], new string[count]);
        for (int row = 0; row < count; row++)
        {
            rows.Targets[row] = row == 0 ? 0 : row == 1 ? 15 * unit : (random.Next(40) - 9) * unit;
            rows.Events[row] = row == 0 ? 1 : random.Next(3);
            rows.Exposures[row] = (1 + random.Next(30)) * unit;
            rows.Classes[row] = row < 2 ? Names[row] : Names[random.Next(3)];
        }

        return rows;
    }

    public TargetRowsOf Take(IEnumerable<int> rows)
    {
        int[] taken = [.. rows];
        return new([.. taken.Select(row => Rows[row])], [.. taken.Select(row => Targets[row])], [.. taken.Select(row => Events[row])], [.. taken.Select(row => Exposures[row])], [.. taken.Select(row => Classes[row])]);
    }

    public TargetRowsOf Reversed() => Take(Enumerable.Range(0, Rows.Length).Reverse());

    /// <summary>Each row as many times as it weighs, shuffled.</summary>
    public TargetRowsOf Replicated()
    {
        int[] copies = [.. Enumerable.Range(0, Rows.Length).SelectMany(row => Enumerable.Repeat(row, Rows[row].Weight))];
        new SplitMix64(copies.Length).Shuffle(copies);
        return Take(copies);
    }

    public TargetColumnBinning[] Fit(TargetBinning recipe, bool weighted = true) => Fit(recipe, weighted ? Weights : []);

    public TargetColumnBinning[] Fit(TargetBinning recipe, double[] weights) => recipe switch
    {
        MeanBinning means => [.. means.Fit(Table, Targets, weights).Columns],
        RateBinning rates => [.. rates.Fit(Table, Events, Exposures, weights).Columns],
        ClassBinning classes => [.. classes.Fit(Table, Classes, weights).Columns],
        _ => throw new NotSupportedException(),
    };
}
