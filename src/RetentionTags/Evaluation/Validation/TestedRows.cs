using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>The rows that some fold of a plan tests, and what is known of them.</summary>
internal sealed class TestedRows
{
    private readonly int[] _rows;

    public TestedRows(TrainingSet data, FoldPlan plan)
    {
        TimesTested = new int[data.RowCount];
        foreach (Fold fold in plan.Folds)
        {
            foreach (int row in fold.Test)
                TimesTested[row]++;
        }

        _rows = FoldPlan.RowsWhere(data.RowCount, row => TimesTested[row] > 0);
        Events = Of(data.Events);
        Weights = Of(data.Weights);
        Entities = Of(data.Entities);
    }

    public int[] TimesTested { get; }

    public bool[] Events { get; }

    public double[] Weights { get; }

    public int[] Entities { get; }

    public T[] Of<T>(ReadOnlySpan<T> values) => ValuesOfRows.Of(values, _rows);
}
