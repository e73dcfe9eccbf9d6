using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>
/// The columns of a regression as (x − centre) / scale. Centres and scales begin as weighted means and standard deviations, and move with the fit: what counts for a Newton
/// step is how a column varies over the rows whose outcome is still open.
/// </summary>
internal sealed class DesignMatrix
{
    private readonly NumericColumn[] _columns;
    private readonly double[] _centers;
    private readonly double[] _scales;

    private DesignMatrix(NumericColumn[] columns, TrainingSet data, CancellationToken cancellationToken)
    {
        _columns = columns;
        _centers = new double[columns.Length];
        _scales = new double[columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (_centers[j], _scales[j]) = Moments(columns[j].Values, data);
        }

        Deviations = [.. _scales];
    }

    public int ColumnCount => _columns.Length;

    /// <summary>Weighted population standard deviations of the columns as given; 0 for a constant column.</summary>
    public double[] Deviations { get; }

    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>What a column's distance from its centre is divided by; 0 for a constant column, which becomes zeros.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    public static DesignMatrix Of(TrainingSet data, CancellationToken cancellationToken)
    {
        var columns = new NumericColumn[data.Table.Columns.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns[j] = data.Table.Columns[j] as NumericColumn
                ?? throw new ArgumentException($"Column '{data.Table.Columns[j].Name}' holds categories, which logistic regression cannot use as they are. Use ScorecardRecipe, replace them by BinningModel.ToWoe, or leave the column out.", nameof(data));
            RequireFinite(columns.AsSpan(j, 1), data);
        }

        return new(columns, data, cancellationToken);
    }

    public static void RequireFinite(ReadOnlySpan<NumericColumn> columns, TrainingSet data)
    {
        foreach (NumericColumn column in columns)
        {
            for (int row = 0; row < column.Length; row++)
            {
                double value = column.Values[row];
                if (!double.IsFinite(value))
                    throw new ArgumentException(Invariant($"Column '{column.Name}', row {data.SourceRow(row)}: the value is {(double.IsNaN(value) ? "missing" : value)}. Logistic regression needs finite numbers: use ScorecardRecipe, which gives missing and extreme values a bin, or fill the value in beforehand."), nameof(data));
            }
        }
    }

    public string NameOf(int column) => _columns[column].Name;

    /// <summary>Rows [first, first + block.Length) of a column, centred and scaled.</summary>
    public void Standardize(int column, int first, Span<double> block)
    {
        ReadOnlySpan<double> values = _columns[column].Values.Slice(first, block.Length);
        double center = _centers[column], scale = _scales[column];
        if (scale == 0)
        {
            block.Clear();
            return;
        }

        for (int i = 0; i < block.Length; i++)
            block[i] = (values[i] - center) / scale;
    }

    /// <summary>The log-odds of some rows at coefficients on the design's present scale, the intercept first.</summary>
    /// <param name="coefficients">One more than there are columns.</param>
    /// <param name="first">The first of the rows.</param>
    /// <param name="destination">Receives them.</param>
    /// <param name="column">Room for as many values.</param>
    public void LogOdds(ReadOnlySpan<double> coefficients, int first, Span<double> destination, Span<double> column)
    {
        destination.Fill(coefficients[0]);
        for (int j = 1; j < coefficients.Length; j++)
        {
            Standardize(j - 1, first, column);
            for (int i = 0; i < destination.Length; i++)
                destination[i] += coefficients[j] * column[i];
        }
    }

    /// <summary>Moves a column's centre and scale, both given on its present scale.</summary>
    public void Move(int column, double center, double scale)
    {
        _centers[column] += _scales[column] * center;
        _scales[column] *= scale;
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
    public IEnumerable<Finding> DependentColumns(bool[] isLeftOut) => Enumerable.Range(1, ColumnCount).Where(j => isLeftOut[j]).Select(j => new Finding(
        FindingSeverity.Warning,
        FindingCodes.CollinearColumn,
        Deviations[j - 1] == 0 ? "it is constant; its coefficient is 0." : "it is a linear combination of the columns before it; its coefficient is 0, and the others tell of both.",
        NameOf(j - 1)));

    /// <summary>Coefficients on the present scale from those of the columns as given, the intercept first.</summary>
    public double[] FromRaw(ReadOnlySpan<double> raw)
    {
        double[] coefficients = raw.ToArray();
        for (int j = 1; j < coefficients.Length; j++)
        {
            coefficients[0] += raw[j] * _centers[j - 1];
            coefficients[j] *= _scales[j - 1];
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
            if (_scales[j - 1] == 0)
                continue;
            raw[j] = coefficients[j] / _scales[j - 1];
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

    /// <summary>
    /// Weighted mean and population standard deviation. Distances are taken from the first value and divided by the greatest of them, so neither an offset nor the size
    /// of the numbers costs digits.
    /// </summary>
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values, TrainingSet data)
    {
        double origin = values[0], reach = 0;
        foreach (double value in values)
            reach = Math.Max(reach, Math.Abs(value - origin));
        if (reach == 0)
            return (origin, 0);
        double sum = 0, squares = 0;
        for (int row = 0; row < values.Length; row++)
            sum += data.WeightOf(row) * ((values[row] - origin) / reach);
        double mean = sum / data.TotalWeight;
        for (int row = 0; row < values.Length; row++)
        {
            double distance = ((values[row] - origin) / reach) - mean;
            squares += data.WeightOf(row) * distance * distance;
        }

        return (origin + (reach * mean), reach * Math.Sqrt(squares / data.TotalWeight));
    }
}
