using RetentionTags.Rendering;

namespace RetentionTags.Explanations;

/// <summary>Which columns move scores most, over the rows of a table.</summary>
public sealed class ImportanceReport
{
    private ImportanceReport(string baselineName, ColumnImportance[] columns)
    {
        BaselineName = baselineName;
        Columns = columns;
    }

    /// <summary>What the rows were compared with.</summary>
    public string BaselineName { get; }

    /// <summary>The columns by falling <see cref="ColumnImportance.MeanAbsolute"/>; equal ones in the model's order.</summary>
    public IReadOnlyList<ColumnImportance> Columns { get; }

    /// <summary>Means over all rows of each column's contribution, and of its size.</summary>
    /// <param name="explanations">The contributions.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">There are no rows, lengths differ, or a weight is negative or not finite.</exception>
    public static ImportanceReport Of(ScoreExplanations explanations, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        if (explanations.RowCount == 0)
            throw new ArgumentException("There are no rows, so there is no mean. Explain a table of at least one.", nameof(explanations));
        double[] of = BackgroundRows.WeightsOf(explanations.RowCount, weights);
        double total = of.Sum();
        double[] sums = new double[explanations.ColumnNames.Count], sizes = new double[sums.Length];
        for (int row = 0; row < of.Length; row++)
        {
            ReadOnlySpan<double> contributions = explanations[row];
            for (int column = 0; column < sums.Length; column++)
            {
                sums[column] += of[row] * contributions[column];
                sizes[column] += of[row] * Math.Abs(contributions[column]);
            }
        }

        double all = sizes.Sum();
        return new(explanations.BaselineName, [.. sums
            .Select((sum, column) => new ColumnImportance(explanations.ColumnNames[column], sizes[column] / total, sum / total, sizes[column] / all))
            .OrderByDescending(each => each.MeanAbsolute)]);
    }

    /// <summary>The report as text: one line for each column.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where nothing moves any score.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Column", "Mean |contribution|", "Mean contribution", "Share");
        foreach (ColumnImportance column in Columns)
            table.Add(column.ColumnName, TableCell.Number(column.MeanAbsolute, 4), TableCell.Number(column.Mean, 4), TableCell.Percent(column.Share));
        return table.Render(format);
    }
}
