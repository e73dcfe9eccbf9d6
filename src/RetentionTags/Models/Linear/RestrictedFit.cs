using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Maximises the log-likelihood l, or Firth's l + ½ ln|I|, over the coefficients that are not held where they are. The information I is that of all coefficients, held ones too, as in logistf and Heinze and Schemper (2002).
/// </summary>
/// <remarks>
/// Steps are I⁻¹U with the score U, halved while the objective falls: Newton's for l. For Firth's objective, score and information are those of the rows that <see cref="FirthScore"/> amounts to; where leverages do not depend on the coefficients, as in saturated models, these steps are Newton's too,
/// and elsewhere they shrink by a small constant factor.
/// </remarks>
internal sealed class RestrictedFit
{
    /// <summary>A column of which less than this share is left unexplained by the columns before it takes no part.</summary>
    private const double DependenceTolerance = 1e-10;

    /// <summary>A step of this size, relative to the coefficient, is rounding.</summary>
    private const double RoundingStep = 1e-13;

    private const int MaxMoves = 5;
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;
    private readonly LogisticPass _pass;
    private readonly bool _isFirth;
    private readonly bool _isCentered;
    private readonly bool[] _isLeftOut;
    private readonly CancellationToken _cancellationToken;
    private CholeskyFactor _factor;
    private double[] _scale = [];
    private double[] _added = [];

    /// <param name="design">The columns; centres and scales move with the fit.</param>
    /// <param name="data">The rows.</param>
    /// <param name="isFirth">Whether ½ ln|I| is part of the objective.</param>
    /// <param name="isCentered">Whether the design's centres may move; otherwise they stay, so that the first coefficient is the intercept of the columns as given.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public RestrictedFit(DesignMatrix design, TrainingSet data, bool isFirth, bool isCentered, CancellationToken cancellationToken)
    {
        _design = design;
        _data = data;
        _isFirth = isFirth;
        _isCentered = isCentered;
        _cancellationToken = cancellationToken;
        _pass = new(design, data);
        _isLeftOut = new bool[_pass.Size];
        Coefficients = new double[_pass.Size];

        // Which columns depend on others is decided where all rows count the same, as in NewtonFit.
        Coefficients[0] = LogisticFunctions.Logit(data.EventRate);
        _factor = Evaluate();
        _factor.IsDependent.CopyTo(_isLeftOut);
        StartInformation = [.. _pass.Information];
    }

    /// <summary>On the design's present scale, the intercept first.</summary>
    public double[] Coefficients { get; }

    /// <summary>Columns that depend on those before them; they take no part.</summary>
    public bool[] IsLeftOut => _isLeftOut;

    /// <summary>The number of coefficients that take part.</summary>
    public int Rank => _isLeftOut.Count(leftOut => !leftOut);

    /// <summary>Σ w p (1 − p) x xᵀ where all rows had the same probability.</summary>
    public double[] StartInformation { get; }

    /// <summary>l at the coefficients.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>l, or Firth's l + ½ ln|I| with the information of the columns as given.</summary>
    public double Objective { get; private set; }

    /// <summary>The slopes of the objective by each coefficient.</summary>
    public double[] Slopes { get; private set; } = [];

    public int Iterations { get; private set; }

    public int Halvings { get; private set; }

    /// <summary>√(UᵀI⁻¹U), the length of the next step in standard errors, over the coefficients that are not held.</summary>
    public double Remaining { get; private set; }

    /// <summary>The greatest slope of the mean objective by a coefficient that is not held.</summary>
    public double MaxSlope { get; private set; }

    /// <summary>I⁻¹ on the design's present scale, over all coefficients that take part.</summary>
    public double[] Inverse()
    {
        double[] inverse = _factor.Inverse();
        for (int i = 0; i < _scale.Length; i++)
        {
            for (int j = 0; j < _scale.Length; j++)
                inverse[(i * _scale.Length) + j] *= _scale[i] * _scale[j];
        }

        return inverse;
    }

    /// <summary>Looks at the coefficients as they are now.</summary>
    public void Refresh()
    {
        _factor = Evaluate();
        SetSlopes();
    }

    /// <summary>Goes uphill from the coefficients as they are.</summary>
    /// <param name="isHeld">Coefficients that stay; those left out do in any case.</param>
    /// <param name="maxIterations">The greatest number of steps.</param>
    /// <param name="tolerance">Converged when the next step is shorter, in standard errors.</param>
    /// <param name="report">Told of each step.</param>
    public StopReason Run(bool[] isHeld, int maxIterations, double tolerance, Action<int>? report = null)
    {
        Refresh();
        for (int iteration = 0; ; iteration++)
        {
            report?.Invoke(iteration);
            MoveColumns();
            double[] step = Step(isHeld);
            bool isRounding = !step.Where((move, j) => Math.Abs(move) > RoundingStep * Math.Max(1, Math.Abs(Coefficients[j]))).Any();
            if (Remaining <= tolerance || isRounding)
                return StopReason.Converged;
            if (iteration >= maxIterations)
                return StopReason.MaxIterations;
            if (!TryMove(step))
                return StopReason.NoFurtherProgress;
            Iterations++;
        }
    }

    private double[] Step(bool[] isHeld)
    {
        int size = _pass.Size;
        bool[] isFixed = [.. isHeld.Select((held, j) => held || _isLeftOut[j])];
        (CholeskyFactor free, double[] scale) = Factor(isFixed, _added);
        double[] step = [.. Slopes.Select((slope, j) => slope * scale[j])];
        free.Solve(step);
        double decrement = 0;
        MaxSlope = 0;
        for (int j = 0; j < size; j++)
        {
            step[j] *= scale[j];
            decrement += Slopes[j] * step[j];
            if (!isFixed[j])
                MaxSlope = Math.Max(MaxSlope, Math.Abs(Slopes[j]) / _data.TotalWeight);
        }

        Remaining = Math.Sqrt(Math.Max(decrement, 0));
        return step;
    }

    private bool TryMove(double[] step)
    {
        if (StepHalving.Go(Coefficients, step, -Objective, There) is not int halvings)
        {
            Refresh();
            return false;
        }

        Halvings += halvings;
        SetSlopes();
        return true;

        double There()
        {
            _factor = Evaluate();
            return -Objective;
        }
    }

    /// <summary>Recentres and rescales columns that have strayed, see <see cref="DesignMatrix.Follow"/>; the objective does not see it.</summary>
    private void MoveColumns()
    {
        for (int moves = 0; moves < MaxMoves && _design.Follow(_pass.Information, Coefficients, _isLeftOut, _isCentered); moves++)
            Refresh();
    }

    private CholeskyFactor Evaluate()
    {
        _pass.Run(Coefficients, _cancellationToken);
        (CholeskyFactor factor, _scale) = Factor(_isLeftOut, []);
        LogLikelihood = -_pass.Loss;
        Objective = LogLikelihood;
        if (_isFirth)
        {
            double logDeterminant = factor.LogDeterminant;
            for (int j = 0; j < _scale.Length; j++)
            {
                if (!_isLeftOut[j] && _scale[j] > 0)
                    logDeterminant += (j == 0 ? 0 : 2 * Math.Log(_design.Scales[j - 1])) - (2 * Math.Log(_scale[j]));
            }

            Objective += logDeterminant / 2;
        }

        return factor;
    }

    private void SetSlopes()
    {
        (double[] slopes, _added) = _isFirth ? FirthScore.Of(_design, _data, Coefficients, _factor, _scale, _cancellationToken) : (new double[_pass.Size], []);
        for (int j = 0; j < slopes.Length; j++)
            slopes[j] -= _pass.Gradient[j];
        Slopes = slopes;
    }

    /// <summary>The information with a diagonal of ones, and what its rows and columns were multiplied by; 0 for coefficients without a part in it.</summary>
    /// <param name="isFixed">Coefficients without a part.</param>
    /// <param name="added">What is added to the information, or nothing.</param>
    private (CholeskyFactor Factor, double[] Scale) Factor(bool[] isFixed, double[] added)
    {
        int size = _pass.Size;
        double[] scaled = [.. _pass.Information], scale = new double[size];
        for (int i = 0; i < added.Length; i++)
            scaled[i] += added[i];
        for (int j = 0; j < size; j++)
            scale[j] = !isFixed[j] && scaled[(j * size) + j] > 0 ? 1 / Math.Sqrt(scaled[(j * size) + j]) : 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                scaled[(i * size) + j] *= scale[i] * scale[j];
        }

        return (new(scaled, size, DependenceTolerance), scale);
    }
}
