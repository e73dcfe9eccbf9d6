using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// The columns of a regression as (x − centre) / scale. Centres and scales begin as weighted means and standard deviations, and move with the fit: what counts for a Newton
/// step is how a column varies over the rows whose outcome is still open.
/// </summary>
internal sealed class DesignMatrix
{
    /// <summary>Scales stay between these, so that their inverses are normal numbers; what is left of a column's size the solution of the Newton system takes out.</summary>
    private const double LeastScale = 1e-300, MostScale = 1e300;

    private readonly NumericColumn[] _columns;
    private readonly NumericColumn? _offset;
    private readonly double[] _centers;
    private readonly double[] _scales;
    private readonly double[] _factors;

    private DesignMatrix(NumericColumn[] columns, NumericColumn? offset)
    {
        _columns = columns;
        _offset = offset;
        _centers = new double[columns.Length];
        _scales = new double[columns.Length];
        _factors = new double[columns.Length];
        Deviations = new double[columns.Length];
    }

    public int ColumnCount => _columns.Length;

    /// <summary>Weighted population standard deviations of the columns as given; 0 for a constant column.</summary>
    public double[] Deviations { get; }

    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>What a column's distance from its centre is divided by; 0 for a constant column, which becomes zeros.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>What is added to the log-odds of each row with coefficient 1; empty when nothing is.</summary>
    public ReadOnlySpan<double> Offset => _offset is null ? [] : _offset.Values;

    /// <param name="data">The rows; none of weight 0.</param>
    /// <param name="offsetColumn">The column that is added to the log-odds and has no coefficient, if there is one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static DesignMatrix Of(TrainingSet data, string? offsetColumn, CancellationToken cancellationToken)
    {
        var columns = new List<NumericColumn>(data.Table.Columns.Count);
        foreach (Column column in data.Table.Columns)
        {
            if (column.Name != offsetColumn)
                columns.Add(column as NumericColumn ?? throw new ArgumentException($"Column '{column.Name}' holds categories, which logistic regression cannot use as they are. Use ScorecardRecipe, replace them by BinningModel.ToWoe, or leave the column out.", nameof(data)));
        }

        var design = new DesignMatrix([.. columns], offsetColumn is null ? null : data.Table.Numeric(offsetColumn));
        InParallel.For(design.ColumnCount, j => design.SetMoments(j, data), maxThreads: 0, "regression", progress: null, cancellationToken);
        if (design._offset is not null && double.IsNaN(ColumnMoments.Of(design.Offset, data.Weights).Deviation))
            throw NotFinite(design._offset, data);
        return design;
    }

    /// <summary>The offset alone.</summary>
    public DesignMatrix WithoutColumns() => new([], _offset);

    public string NameOf(int column) => _columns[column].Name;

    /// <summary>Rows [first, first + block.Length) of a column, centred and scaled.</summary>
    public void Standardize(int column, int first, Span<double> block)
    {
        ReadOnlySpan<double> values = _columns[column].Values.Slice(first, block.Length);
        double center = _centers[column], factor = _factors[column];
        for (int i = 0; i < block.Length; i++)
            block[i] = (values[i] - center) * factor;
    }

    /// <summary>sums += slope × rows [first, first + sums.Length) of a column, centred and scaled.</summary>
    public void AddTo(Span<double> sums, int column, int first, double slope) =>
        CenteredColumn.AddTo(sums, _columns[column].Values.Slice(first, sums.Length), _centers[column], _factors[column], slope);

    /// <summary>Σ of residuals × rows [first, first + residuals.Length) of a column, centred and scaled.</summary>
    public double Dot(ReadOnlySpan<double> residuals, int column, int first) =>
        CenteredColumn.Dot(residuals, _columns[column].Values.Slice(first, residuals.Length), _centers[column], _factors[column]);

    /// <summary>Roots × rows [first, first + roots.Length) of a column, centred and scaled.</summary>
    public void Scale(Span<double> destination, ReadOnlySpan<double> roots, int column, int first) =>
        CenteredColumn.Scale(destination, roots, _columns[column].Values.Slice(first, roots.Length), _centers[column], _factors[column]);

    /// <summary>Moves a column's centre and scale, both given on its present scale.</summary>
    public void Move(int column, double center, double scale)
    {
        _centers[column] += _scales[column] * center;
        SetScale(column, _scales[column] * scale);
    }

    private static ArgumentException NotFinite(NumericColumn column, TrainingSet data)
    {
        ReadOnlySpan<double> values = column.Values;
        int row = 0;
        while (double.IsFinite(values[row]))
            row++;
        return new(Invariant($"Column '{column.Name}', row {data.SourceRow(row)}: the value is {(double.IsNaN(values[row]) ? "missing" : values[row])}. Logistic regression needs finite numbers: use ScorecardRecipe, which gives missing and extreme values a bin, or fill the value in beforehand."), nameof(data));
    }

    private void SetMoments(int column, TrainingSet data)
    {
        (_centers[column], Deviations[column]) = ColumnMoments.Of(_columns[column].Values, data.Weights);
        if (double.IsNaN(Deviations[column]))
            throw NotFinite(_columns[column], data);
        if (Deviations[column] > 0)
            SetScale(column, Deviations[column]);
    }

    private void SetScale(int column, double scale)
    {
        _scales[column] = Math.Clamp(scale, LeastScale, MostScale);
        _factors[column] = 1 / _scales[column];
    }
}
