using RetentionTags.Data;

namespace RetentionTags.Explanations;

/// <summary>The rows that others are compared with, checked.</summary>
internal static class BackgroundRows
{
    /// <summary>One weight for each row: those given, or 1.</summary>
    public static double[] WeightsOf(Table background, ReadOnlySpan<double> weights)
    {
        if (background.RowCount == 0)
            throw new ArgumentException("There are no rows to compare with. Give a table of at least one.", nameof(background));
        return WeightsOf(background.RowCount, weights);
    }

    /// <summary>One weight for each row: those given, or 1; together more than 0.</summary>
    public static double[] WeightsOf(int rowCount, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
            return [.. Enumerable.Repeat(1.0, rowCount)];
        if (weights.Length != rowCount)
            throw new ArgumentException($"There are {weights.Length} weights for {rowCount} rows.", nameof(weights));
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || double.IsInfinity(weights[row]))
                throw new ArgumentException(Invariant($"The weight of row {row} is {weights[row]}. Weights are finite and at least 0."), nameof(weights));
            sum += weights[row];
        }

        return sum > 0 && double.IsFinite(sum) ? weights.ToArray() : throw new ArgumentException(Invariant($"The weights add up to {sum}. Together they are above 0 and finite."), nameof(weights));
    }

    /// <summary>How many contributions a table has.</summary>
    public static int CellsOf(Table table, int width) => (long)table.RowCount * width <= Array.MaxLength
        ? table.RowCount * width
        : throw new ArgumentException($"{table.RowCount} rows of {width} contributions are more than an array holds. Explain the table in parts: table.Rows(…).", nameof(table));
}
