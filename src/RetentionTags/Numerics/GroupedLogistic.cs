namespace RetentionTags.Numerics;

/// <summary>
/// Logistic regression of a few columns on rows that were put together where they agree: for each group the columns, the weight of events and the weight of non-events. What calibration asks for: one pass
/// costs as much as there are distinct scores.
/// </summary>
/// <remarks>
/// Newton's method on columns scaled to deviation 1 (and centred when there is an intercept), halving steps that would raise the loss. Near an optimum steps shrink quadratically. Where a combination of the columns separates events
/// from non-events there is no optimum and steps shrink by a constant factor only; so three slow steps end the fit, which then says that it has not converged. Sums run in the order of the groups.
/// </remarks>
internal sealed class GroupedLogistic
{
    private const double DependenceTolerance = 1e-12;
    private const double Tolerance = 1e-11;

    /// <summary>A move of this size on scaled columns is rounding.</summary>
    private const double RoundingMove = 1e-14;

    /// <summary>Below this many standard errors a step should shrink quadratically …</summary>
    private const double NearlyThere = 1e-2;

    /// <summary>… and one that keeps this share of its length does not.</summary>
    private const double HardlyShrinks = 0.3;

    private const int StepsToSeparation = 3;
    private const int MaxIterations = 200;
    private const int MaxHalvings = 40;

    /// <summary>Groups between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    private readonly double[][] _columns;
    private readonly double[] _events;
    private readonly double[] _nonEvents;
    private readonly double[]? _offset;
    private readonly bool _hasIntercept;
    private readonly CancellationToken _cancellationToken;
    private readonly double[] _centers;
    private readonly double[] _scales;
    private readonly double[] _scaled;
    private readonly double[] _gradient;
    private readonly double[] _information;
    private readonly double[] _row;
    private double _totalWeight;
    private double _loss;

    private GroupedLogistic(double[][] columns, double[] events, double[] nonEvents, double[]? offset, bool hasIntercept, CancellationToken cancellationToken)
    {
        (_columns, _events, _nonEvents, _offset, _hasIntercept, _cancellationToken) = (columns, events, nonEvents, offset, hasIntercept, cancellationToken);
        Size = columns.Length + FirstColumn;
        (_centers, _scales) = (new double[columns.Length], new double[columns.Length]);
        (_scaled, _gradient, _row) = (new double[Size], new double[Size], new double[Size]);
        _information = new double[Size * Size];
        for (int j = 0; j < columns.Length; j++)
            (_centers[j], _scales[j]) = Moments(columns[j]);
    }

    /// <summary>The number of coefficients.</summary>
    public int Size { get; }

    /// <summary>The coefficients of the columns as given; ahead of them the intercept when there is one. A column that is constant, or depends on those before it, has 0.</summary>
    public double[] Coefficients { get; private set; } = [];

    /// <summary>The inverse of the information matrix at the end, row by row; 0 for what was left out.</summary>
    public double[] Covariance { get; private set; } = [];

    /// <summary>Whether an optimum was found. Where there is none, because of one class or of separation, coefficients are where the fit stopped.</summary>
    public bool IsConverged { get; private set; }

    /// <summary>Σ events ln p + non-events ln(1 − p) at the end.</summary>
    public double LogLikelihood => -_loss;

    private int FirstColumn => _hasIntercept ? 1 : 0;

    /// <summary>Fits.</summary>
    /// <param name="columns">For each column a finite number for each group. None for a fit of the intercept alone.</param>
    /// <param name="events">For each group the weight of its events, fractions allowed.</param>
    /// <param name="nonEvents">For each group the weight of its non-events.</param>
    /// <param name="offset">For each group what is added to the log-odds as it stands, or nothing.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static GroupedLogistic Fit(double[][] columns, double[] events, double[] nonEvents, double[]? offset = null, bool hasIntercept = true, CancellationToken cancellationToken = default)
    {
        var fit = new GroupedLogistic(columns, events, nonEvents, offset, hasIntercept, cancellationToken);
        fit.Run();
        return fit;
    }

    private void Run()
    {
        double totalEvents = _events.Sum(), totalNonEvents = _nonEvents.Sum(), lastRemaining = double.PositiveInfinity;
        bool hasBothClasses = totalEvents > 0 && totalNonEvents > 0;
        _totalWeight = totalEvents + totalNonEvents;
        if (_hasIntercept && hasBothClasses)
            _scaled[0] = Math.Log(totalEvents / totalNonEvents) - (_offset is null ? 0 : Moments(_offset).Center);
        Pass();
        int slowSteps = 0;
        double[] step = new double[Size];
        for (int iteration = 0; hasBothClasses; iteration++)
        {
            double remaining = Solve(step);
            bool isSlow = remaining > HardlyShrinks * lastRemaining;
            slowSteps = isSlow && remaining < NearlyThere ? slowSteps + 1 : 0;
            bool isRounding = IsRounding(step);
            IsConverged = isRounding || (remaining <= Tolerance && !isSlow);
            if (IsConverged || iteration == MaxIterations || slowSteps == StepsToSeparation || !TryMove(step))
                break;
            lastRemaining = remaining;
        }

        ToRaw();
    }

    /// <summary>Weighted mean and deviation; without an intercept the distance from 0, since the column cannot be moved.</summary>
    private (double Center, double Scale) Moments(double[] column)
    {
        double total = 0, sum = 0, squares = 0;
        for (int g = 0; g < column.Length; g++)
        {
            double weight = _events[g] + _nonEvents[g];
            total += weight;
            sum += weight * column[g];
        }

        double center = _hasIntercept && total > 0 ? sum / total : 0;
        for (int g = 0; g < column.Length; g++)
            squares += (_events[g] + _nonEvents[g]) * (column[g] - center) * (column[g] - center);
        return (center, total > 0 ? Math.Sqrt(squares / total) : 0);
    }

    /// <summary>Loss, gradient and information at the present coefficients.</summary>
    private void Pass()
    {
        _loss = 0;
        _gradient.AsSpan().Clear();
        _information.AsSpan().Clear();
        if (_hasIntercept)
            _row[0] = 1;
        for (int g = 0; g < _events.Length; g++)
        {
            if (g % Stride == 0)
                _cancellationToken.ThrowIfCancellationRequested();
            double weight = _events[g] + _nonEvents[g];
            if (weight == 0)
                continue;
            double logOdds = (_offset is null ? 0 : _offset[g]) + (_hasIntercept ? _scaled[0] : 0);
            for (int j = 0; j < _columns.Length; j++)
            {
                double value = _scales[j] == 0 ? 0 : (_columns[j][g] - _centers[j]) / _scales[j];
                _row[j + FirstColumn] = value;
                logOdds += _scaled[j + FirstColumn] * value;
            }

            double p = LogisticFunctions.Sigmoid(logOdds), q = LogisticFunctions.Sigmoid(-logOdds);
            _loss += (_events[g] * LogisticFunctions.SoftPlus(-logOdds)) + (_nonEvents[g] * LogisticFunctions.SoftPlus(logOdds));
            double residual = (_nonEvents[g] * p) - (_events[g] * q), curvature = weight * p * q;
            for (int i = 0; i < Size; i++)
            {
                _gradient[i] += residual * _row[i];
                for (int k = 0; k <= i; k++)
                    _information[(i * Size) + k] += curvature * _row[i] * _row[k];
            }
        }

        for (int i = 0; i < Size; i++)
        {
            for (int k = i + 1; k < Size; k++)
                _information[(i * Size) + k] = _information[(k * Size) + i];
        }
    }

    /// <summary>The Newton step; its length in standard errors, or in those of a total weight of 1 where there is less: light rows are no reason to stop far from the optimum.</summary>
    private double Solve(double[] step)
    {
        (CholeskyFactor factor, double[] scale) = Factor();
        for (int i = 0; i < Size; i++)
            step[i] = _gradient[i] * scale[i];
        factor.Solve(step);
        double decrement = 0;
        for (int i = 0; i < Size; i++)
        {
            step[i] *= scale[i];
            decrement += step[i] * _gradient[i];
        }

        return Math.Sqrt(Math.Max(decrement, 0) / Math.Min(_totalWeight, 1));
    }

    private (CholeskyFactor Factor, double[] Scale) Factor()
    {
        var scale = new double[Size];
        var matrix = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            double diagonal = _information[(i * Size) + i];
            scale[i] = diagonal > 0 ? 1 / Math.Sqrt(diagonal) : 0;
        }

        for (int i = 0; i < matrix.Length; i++)
            matrix[i] = _information[i] * scale[i / Size] * scale[i % Size];
        return (new(matrix, Size, DependenceTolerance), scale);
    }

    private bool IsRounding(double[] step)
    {
        for (int i = 0; i < Size; i++)
        {
            if (Math.Abs(step[i]) > RoundingMove * Math.Max(1, Math.Abs(_scaled[i])))
                return false;
        }

        return true;
    }

    /// <summary>Goes along the step, half as far each time the loss would rise by more than rounding.</summary>
    private bool TryMove(double[] step)
    {
        double before = _loss, length = 1;
        double[] start = [.. _scaled];
        for (int halvings = 0; halvings <= MaxHalvings; halvings++, length /= 2)
        {
            for (int i = 0; i < Size; i++)
                _scaled[i] = start[i] - (length * step[i]);
            Pass();
            if (_loss <= before + (1e-13 * before))
                return true;
        }

        start.CopyTo(_scaled, 0);
        Pass();
        return false;
    }

    /// <summary>Coefficients and covariance of the columns as given: b / scale, and the intercept takes back what centring took out.</summary>
    private void ToRaw()
    {
        (CholeskyFactor factor, double[] scale) = Factor();
        double[] inverse = factor.Inverse();
        for (int i = 0; i < inverse.Length; i++)
            inverse[i] *= scale[i / Size] * scale[i % Size];
        var back = new double[Size * Size];
        if (_hasIntercept)
            back[0] = 1;
        for (int j = 0; j < _columns.Length; j++)
        {
            if (_scales[j] == 0)
                continue;
            int row = j + FirstColumn;
            back[(row * Size) + row] = 1 / _scales[j];
            if (_hasIntercept)
                back[row] = -_centers[j] / _scales[j];
        }

        Coefficients = Times(back, _scaled, 1);
        Covariance = Times(back, Transposed(Times(back, inverse, Size)), Size);
    }

    /// <summary>A product with a square matrix on the left.</summary>
    private double[] Times(double[] left, double[] right, int columns)
    {
        var product = new double[Size * columns];
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                for (int j = 0; j < columns; j++)
                    product[(i * columns) + j] += left[(i * Size) + k] * right[(k * columns) + j];
            }
        }

        return product;
    }

    private double[] Transposed(double[] matrix)
    {
        var transposed = new double[matrix.Length];
        for (int i = 0; i < matrix.Length; i++)
            transposed[(i % Size * Size) + (i / Size)] = matrix[i];
        return transposed;
    }
}
