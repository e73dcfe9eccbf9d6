using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>The columns of a regression with their weighted means and population standard deviations.</summary>
internal sealed class DesignMatrix
{
    private readonly NumericColumn[] _columns;

    private DesignMatrix(NumericColumn[] columns, TrainingSet data, CancellationToken cancellationToken)
    {
        _columns = columns;
        Means = new double[columns.Length];
        Deviations = new double[columns.Length];
        Reaches = new double[columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (Means[j], Deviations[j]) = Moments(columns[j].Values, data);
            Reaches[j] = Deviations[j] == 0 ? 0 : Reach(columns[j].Values, Means[j]) / Deviations[j];
        }
    }

    public int ColumnCount => _columns.Length;

    public double[] Means { get; }

    /// <summary>Population standard deviations; 0 for a constant column.</summary>
    public double[] Deviations { get; }

    /// <summary>The largest absolute value of each standardised column.</summary>
    public double[] Reaches { get; }

    public static DesignMatrix Of(TrainingSet data, CancellationToken cancellationToken)
    {
        var columns = new NumericColumn[data.Table.Columns.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns[j] = data.Table.Columns[j] as NumericColumn
                ?? throw new ArgumentException($"Column '{data.Table.Columns[j].Name}' holds categories, which logistic regression cannot use as they are. Use ScorecardRecipe, replace them by BinningModel.ToWoe, or leave the column out.", nameof(data));
            for (int row = 0; row < columns[j].Length; row++)
            {
                double value = columns[j].Values[row];
                if (!double.IsFinite(value))
                    throw new ArgumentException(Invariant($"Column '{columns[j].Name}', row {row}: the value is {(double.IsNaN(value) ? "missing" : value)}. Logistic regression needs finite numbers: use ScorecardRecipe, which gives missing and extreme values a bin, or fill the value in beforehand."), nameof(data));
            }
        }

        return new(columns, data, cancellationToken);
    }

    public string NameOf(int column) => _columns[column].Name;

    /// <summary>Rows [first, first + block.Length) of a column, centred and scaled; zeros for a constant column.</summary>
    public void Standardize(int column, int first, Span<double> block)
    {
        ReadOnlySpan<double> values = _columns[column].Values.Slice(first, block.Length);
        double mean = Means[column], scale = Deviations[column] == 0 ? 0 : 1 / Deviations[column];
        for (int i = 0; i < block.Length; i++)
            block[i] = (values[i] - mean) * scale;
    }

    /// <summary>Mean first, then the mean squared distance from it; the latter counts as 0 when it is nothing but rounding.</summary>
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values, TrainingSet data)
    {
        double sum = 0, squares = 0;
        for (int row = 0; row < values.Length; row++)
            sum += data.WeightOf(row) * values[row];
        double mean = sum / data.TotalWeight;
        for (int row = 0; row < values.Length; row++)
            squares += data.WeightOf(row) * (values[row] - mean) * (values[row] - mean);
        double deviation = Math.Sqrt(squares / data.TotalWeight);
        return (mean, deviation > 1e-13 * Math.Abs(mean) ? deviation : 0);
    }

    private static double Reach(ReadOnlySpan<double> values, double mean)
    {
        double reach = 0;
        foreach (double value in values)
            reach = Math.Max(reach, Math.Abs(value - mean));
        return reach;
    }
}
