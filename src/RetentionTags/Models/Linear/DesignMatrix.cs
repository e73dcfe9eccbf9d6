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

    /// <summary>A look at the columns is one at every 64th block of so many rows.</summary>
    private const int GlanceRows = 256, GlanceEvery = 64;

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
    /// <param name="isGlance">Whether a part of many rows may tell of centres, scales and deviations until <see cref="Measure"/> is called. Only the zeros among them are exact then, and numbers that are not finite may have been overlooked.</param>
    public static DesignMatrix Of(TrainingSet data, string? offsetColumn, CancellationToken cancellationToken, bool isGlance = false)
    {
        var columns = new List<NumericColumn>(data.Table.Columns.Count);
        foreach (Column column in data.Table.Columns)
        {
            if (column.Name != offsetColumn)
                columns.Add(column as NumericColumn ?? throw new ArgumentException($"Column '{column.Name}' holds categories, which logistic regression cannot use as they are. Use ScorecardRecipe, replace them by BinningModel.ToWoe, or leave the column out.", nameof(data)));
        }

        var design = new DesignMatrix([.. columns], offsetColumn is null ? null : data.Table.Numeric(offsetColumn)) { IsMeasured = !isGlance };
        double[] weights = isGlance && !data.Weights.IsEmpty ? Glance(data.Weights) : [];
        InParallel.For(design.ColumnCount, SetMoments, maxThreads: 0, "regression", progress: null, cancellationToken);
        if (design._offset is not null && double.IsNaN(ColumnMoments.Of(design.Offset, data.Weights).Deviation))
            throw NotFinite(design._offset, data);
        return design;

        void SetMoments(int j)
        {
            if (!isGlance || !design.TrySetMoments(j, Glance(design._columns[j].Values), weights))
                design.SetMoments(j, data);
        }
    }

    /// <summary>Whether centres, scales and deviations began as those of all rows.</summary>
    public bool IsMeasured { get; private set; }

    /// <summary>Centres, scales and deviations of all rows, where a glance told of them. Coefficients on the scale before mean nothing afterwards.</summary>
    /// <param name="data">The rows, as before.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">A number is missing or infinite.</exception>
    public void Measure(TrainingSet data, CancellationToken cancellationToken)
    {
        if (!IsMeasured)
            InParallel.For(ColumnCount, j => SetMoments(j, data), maxThreads: 0, "regression", progress: null, cancellationToken);
        IsMeasured = true;
    }

    /// <summary>The offset alone.</summary>
    public DesignMatrix WithoutColumns() => new([], _offset);

    /// <summary>An error for the first number that is missing or infinite.</summary>
    public static void RequireFinite(ReadOnlySpan<NumericColumn> columns, TrainingSet data)
    {
        foreach (NumericColumn column in columns)
        {
            if (double.IsNaN(ColumnMoments.Of(column.Values, data.Weights).Deviation))
                throw NotFinite(column, data);
        }
    }

    public string NameOf(int column) => _columns[column].Name;

    /// <summary>Rows [first, first + count) of a column as given.</summary>
    public ReadOnlySpan<double> Rows(int column, int first, int count) => _columns[column].Values.Slice(first, count);

    /// <summary>Rows [first, first + block.Length) of a column, centred and scaled.</summary>
    public void Standardize(int column, int first, Span<double> block)
    {
        block.Clear();
        AddTo(block, column, first, 1);
    }

    /// <summary>sums += slope × rows [first, first + sums.Length) of a column, centred and scaled.</summary>
    public void AddTo(Span<double> sums, int column, int first, double slope) =>
        CenteredColumn.AddTo(sums, _columns[column].Values.Slice(first, sums.Length), _centers[column], _factors[column], slope);

    /// <summary>Σ of residuals × rows [first, first + residuals.Length) of a column, centred and scaled.</summary>
    public double Dot(ReadOnlySpan<double> residuals, int column, int first) =>
        CenteredColumn.Dot(residuals, _columns[column].Values.Slice(first, residuals.Length), _centers[column], _factors[column]);

    /// <summary>Roots × rows [first, first + roots.Length) of a column, centred and scaled; returns the greatest distance of one of them from the centre, in scales.</summary>
    public double Scale(Span<double> destination, ReadOnlySpan<double> roots, int column, int first) =>
        CenteredColumn.Scale(destination, roots, _columns[column].Values.Slice(first, roots.Length), _centers[column], _factors[column]);

    /// <summary>The scale of a column; 1 for a constant one.</summary>
    public double UnitOf(int column) => _scales[column] == 0 ? 1 : _scales[column];

    /// <summary>Moves a column's centre and scale, both given on its present scale.</summary>
    public void Move(int column, double center, double scale)
    {
        _centers[column] += _scales[column] * center;
        SetScale(column, _scales[column] * scale);
    }

    /// <summary>
    /// Recentres and rescales each column that has strayed, in the weights of the information, from mean 0 and deviation 1; the coefficients move along, so that the log-odds of every row stay what they are. Rounding in the information is
    /// then that of well-scaled columns.
    /// </summary>
    /// <param name="information">Σ v x xᵀ on the present scale.</param>
    /// <param name="coefficients">On the present scale; rewritten to the new one.</param>
    /// <param name="isLeftOut">Columns that do not matter.</param>
    /// <param name="isCentered">Whether centres may move.</param>
    /// <returns>Whether a column has moved: the information is then to be computed anew, and looked at again, since a first estimate of the deviation may itself be mostly rounding.</returns>
    public bool Follow(ReadOnlySpan<double> information, Span<double> coefficients, bool[] isLeftOut, bool isCentered = true)
    {
        bool hasMoved = false;
        int size = coefficients.Length;
        for (int j = 1; j < size && information[0] > 0; j++)
        {
            if (isLeftOut[j])
                continue;
            double mean = isCentered ? information[j] / information[0] : 0;
            double deviation = Math.Sqrt(Math.Max((information[(j * size) + j] / information[0]) - (mean * mean), 0));
            if (Math.Abs(mean) <= 3 && deviation is >= 0.1 and <= 10)
                continue;

            // A deviation far below the mean is not known from these sums: go halfway in digits, and look again.
            double scale = Math.Max(deviation, 1e-6 * Math.Max(Math.Abs(mean), 1));
            Move(j - 1, mean, scale);
            coefficients[0] += coefficients[j] * mean;
            coefficients[j] *= scale;
            hasMoved = true;
        }

        return hasMoved;
    }

    /// <summary>Takes all centres back to 0, so that the first coefficient is the intercept of the columns as given.</summary>
    public void Uncenter()
    {
        for (int j = 0; j < _columns.Length; j++)
            _centers[j] = 0;
    }

    /// <summary>A finding for each column that takes no part in a fit.</summary>
    public IEnumerable<Finding> DependentColumns(bool[] isLeftOut) => Enumerable.Range(1, ColumnCount).Where(j => isLeftOut[j]).Select(j => LogisticFindings.Dependent(NameOf(j - 1), isConstant: Deviations[j - 1] == 0));

    /// <summary>Coefficients on the present scale from those of the columns as given, the intercept first.</summary>
    public double[] FromRaw(ReadOnlySpan<double> raw)
    {
        double[] coefficients = raw.ToArray();
        for (int j = 1; j < coefficients.Length; j++)
        {
            coefficients[0] += raw[j] * _centers[j - 1];
            coefficients[j] *= UnitOf(j - 1);
        }

        return coefficients;
    }

    /// <summary>Coefficients of the columns as given from those on the present scale, the intercept first: b / scale for a column; the intercept takes back what centring took out.</summary>
    public double[] ToRaw(ReadOnlySpan<double> coefficients)
    {
        var raw = new double[coefficients.Length];
        raw[0] = coefficients[0];
        for (int j = 1; j < raw.Length; j++)
        {
            raw[j] = coefficients[j] / UnitOf(j - 1);
            raw[0] -= raw[j] * _centers[j - 1];
        }

        return raw;
    }

    /// <summary>AVAᵀ, where A is <see cref="ToRaw"/>: applied to the columns of V, then to the rows of the result.</summary>
    public double[] CovarianceToRaw(ReadOnlySpan<double> covariance)
    {
        int size = ColumnCount + 1;
        double[] raw = covariance.ToArray(), column = new double[size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
                column[i] = raw[(i * size) + j];
            column = ToRaw(column);
            for (int i = 0; i < size; i++)
                raw[(i * size) + j] = column[i];
        }

        for (int i = 0; i < size; i++)
            ToRaw(raw.AsSpan(i * size, size)).CopyTo(raw, i * size);
        return raw;
    }

    private static ArgumentException NotFinite(NumericColumn column, TrainingSet data)
    {
        ReadOnlySpan<double> values = column.Values;
        int row = 0;
        while (double.IsFinite(values[row]))
            row++;
        return new(Invariant($"Column '{column.Name}', row {data.SourceRow(row)}: the value is {(double.IsNaN(values[row]) ? "missing" : values[row])}. Logistic regression needs finite numbers: use ScorecardRecipe, which gives missing and extreme values a bin, or fill the value in beforehand."), nameof(data));
    }

    private static double[] Glance(ReadOnlySpan<double> values)
    {
        var part = new List<double>((values.Length / GlanceEvery) + GlanceRows);
        for (int first = 0; first < values.Length; first += GlanceEvery * GlanceRows)
            part.AddRange(values.Slice(first, Math.Min(GlanceRows, values.Length - first)));
        return [.. part];
    }

    private void SetMoments(int column, TrainingSet data)
    {
        if (!TrySetMoments(column, _columns[column].Values, data.Weights) && Deviations[column] is not 0)
            throw NotFinite(_columns[column], data);
    }

    /// <summary>False when the values are all the same or one of them is not finite.</summary>
    private bool TrySetMoments(int column, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        (_centers[column], Deviations[column]) = ColumnMoments.Of(values, weights);
        if (!(Deviations[column] > 0))
            return false;
        SetScale(column, Deviations[column]);
        return true;
    }

    private void SetScale(int column, double scale)
    {
        _scales[column] = Math.Clamp(scale, LeastScale, MostScale);
        _factors[column] = 1 / _scales[column];
    }
}
