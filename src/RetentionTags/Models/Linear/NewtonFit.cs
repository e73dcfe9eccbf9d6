using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Newton's method: solve Hs = g by Cholesky, step to b − s, halve the step while it raises the objective. Without a penalty H is the information matrix, so its inverse at the
/// end is the covariance.
/// </summary>
/// <remarks>
/// <para>
/// Which columns depend on others is decided once, at the start. As the fit goes on, rows whose outcome is certain lose their weight in H; a column that was spread out by such rows
/// (one outlier is enough) then looks nearly constant. So columns are recentred and rescaled by their weights in H whenever these have moved far from 0 and 1.
/// </para>
/// <para>
/// Newton's steps shrink quadratically towards an optimum. Where events and non-events can be separated there is none: steps shrink by a constant factor only. Then
/// <see cref="SeparationTest"/> looks at where they lead, and its verdict counts; one wild value slows the steps down too.
/// </para>
/// </remarks>
internal sealed class NewtonFit
{
    /// <summary>A column of which less than this share is left unexplained by the columns before it takes no part.</summary>
    private const double DependenceTolerance = 1e-10;

    /// <summary>Below this many standard errors a step should shrink quadratically …</summary>
    private const double NearlyThere = 1e-2;

    /// <summary>… and one that keeps this share of its length does not. Separation keeps about 0.6.</summary>
    private const double HardlyShrinks = 0.3;

    /// <summary>A step of this size, relative to the coefficient, is rounding.</summary>
    private const double RoundingStep = 1e-13;

    private const int StepsToSeparation = 3;
    private const int MaxHalvings = 30;
    private const int MaxMoves = 5;
    private readonly LogisticRegression _recipe;
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;
    private readonly SandwichCovariance _covariance;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly LogisticPass _pass;
    private readonly double[] _coefficients;
    private readonly bool[] _isLeftOut;
    private double _lastRemaining = double.PositiveInfinity;
    private double _conditionNumber;
    private int _slowSteps;
    private int _iterations;
    private int _halvings;

    public NewtonFit(LogisticRegression recipe, DesignMatrix design, TrainingSet data, SandwichCovariance covariance, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        _design = design;
        _data = data;
        _covariance = covariance;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _pass = new(design, data);
        _coefficients = new double[_pass.Size];
        _coefficients[0] = LogisticFunctions.Logit(data.EventRate);
        _isLeftOut = new bool[_pass.Size];
    }

    public LogisticModel Run()
    {
        _pass.Run(_coefficients, _cancellationToken);
        Solve().Factor.IsDependent.CopyTo(_isLeftOut);
        _conditionNumber = ConditionNumber.OfDesign(_pass.Information, _isLeftOut);
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _recipe.MaxIterations));
            MoveColumns();
            NewtonStep step = Solve();
            StopReason? reason = ReasonToStop(step);
            if (reason is null && !TryMove(step.Direction))
                reason = StopReason.NoFurtherProgress;
            if (reason is StopReason stop)
            {
                _progress?.Report(new("regression", _recipe.MaxIterations, _recipe.MaxIterations));
                return ToModel(step, stop);
            }
        }
    }

    /// <summary>More than once if the first estimate of a deviation was itself mostly rounding.</summary>
    private void MoveColumns()
    {
        for (int moves = 0; moves < MaxMoves && _design.Follow(_pass.Information, _coefficients, _isLeftOut); moves++)
            _pass.Run(_coefficients, _cancellationToken);
    }

    private NewtonStep Solve()
    {
        int size = _pass.Size;
        double[] gradient = [.. _pass.Gradient], hessian = [.. _pass.Information], scale = new double[size];
        for (int j = 0; j < size; j++)
        {
            gradient[j] += Penalty(j) * _coefficients[j];
            hessian[(j * size) + j] += Penalty(j);
            double diagonal = hessian[(j * size) + j];
            scale[j] = diagonal > 0 && !_isLeftOut[j] ? 1 / Math.Sqrt(diagonal) : 0;
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                hessian[(i * size) + j] *= scale[i] * scale[j];
        }

        var factor = new CholeskyFactor(hessian, size, DependenceTolerance);
        double[] direction = [.. gradient.Select((g, j) => g * scale[j])];
        factor.Solve(direction);
        double decrement = 0, maxGradient = 0;
        for (int j = 0; j < size; j++)
        {
            direction[j] *= scale[j];
            decrement += gradient[j] * direction[j];
            if (!_isLeftOut[j])
                maxGradient = Math.Max(maxGradient, Math.Abs(gradient[j]) / _data.TotalWeight);
        }

        return new(factor, scale, direction, Math.Sqrt(Math.Max(decrement, 0)), maxGradient);
    }

    /// <summary>The penalty on a coefficient of the present scale: λ (b / scale)² for raw columns, λ (b · deviation / scale)² for standardised ones.</summary>
    private double Penalty(int j)
    {
        if (j == 0 || _recipe.L2 == 0 || _design.Scales[j - 1] == 0)
            return 0;
        double unit = (_recipe.PenaltyScale == PenaltyScale.Raw ? 1 : _design.Deviations[j - 1]) / _design.Scales[j - 1];
        return _recipe.L2 * unit * unit;
    }

    private StopReason? ReasonToStop(NewtonStep step)
    {
        bool isSlow = step.Remaining > HardlyShrinks * _lastRemaining;
        _slowSteps = isSlow && step.Remaining < NearlyThere ? _slowSteps + 1 : 0;
        _lastRemaining = step.Remaining;
        bool isRounding = !step.Direction.Where((move, j) => Math.Abs(move) > RoundingStep * Math.Max(1, Math.Abs(_coefficients[j]))).Any();
        bool hasConverged = step.Remaining <= _recipe.Tolerance || isRounding;
        bool isLast = hasConverged || _iterations >= _recipe.MaxIterations;
        if (_recipe.L2 == 0 && isSlow && !isRounding && (_slowSteps >= StepsToSeparation || isLast) && new SeparationTest(_design, _data).Confirms(step.Direction))
            return StopReason.Separation;
        if (hasConverged)
            return IsComplete(step) ? StopReason.Converged : StopReason.NoFurtherProgress;
        return _iterations >= _recipe.MaxIterations ? StopReason.MaxIterations : null;
    }

    /// <summary>Whether every column that takes part still had a say in the step.</summary>
    private bool IsComplete(NewtonStep step)
    {
        for (int j = 0; j < _pass.Size; j++)
        {
            if (step.Factor.IsDependent[j] && !_isLeftOut[j])
                return false;
        }

        return true;
    }

    /// <summary>Goes along the direction, half as far each time the objective would rise by more than rounding.</summary>
    private bool TryMove(double[] direction)
    {
        double before = Objective(), length = 1;
        double[] start = [.. _coefficients];
        for (int halvings = 0; halvings <= MaxHalvings; halvings++, length /= 2)
        {
            for (int j = 0; j < start.Length; j++)
                _coefficients[j] = start[j] - (length * direction[j]);
            _pass.Run(_coefficients, _cancellationToken);
            if (Objective() <= before + (1e-13 * Math.Abs(before)))
            {
                _iterations++;
                _halvings += halvings;
                return true;
            }
        }

        start.CopyTo(_coefficients, 0);
        _pass.Run(_coefficients, _cancellationToken);
        return false;
    }

    private double Objective()
    {
        double penalty = 0;
        for (int j = 1; j < _coefficients.Length; j++)
            penalty += Penalty(j) * _coefficients[j] * _coefficients[j];
        return _pass.Loss + (penalty / 2);
    }

    private LogisticModel ToModel(NewtonStep step, StopReason reason)
    {
        int size = _pass.Size;
        double[] values = _design.ToRaw(_coefficients);
        int rank = _isLeftOut.Count(leftOut => !leftOut);
        double[] standardized = _covariance.Of(_design, _coefficients, step.Inverse(), rank, _cancellationToken);
        double[] covariance = _design.CovarianceToRaw(standardized);
        var coefficients = new Coefficient[size];
        for (int j = 0; j < size; j++)
        {
            double error = step.Factor.IsDependent[j] ? double.NaN : j == 0 ? Math.Sqrt(covariance[0]) : Math.Sqrt(standardized[(j * size) + j]) / _design.Scales[j - 1];
            coefficients[j] = new(j == 0 ? "intercept" : _design.NameOf(j - 1), values[j], error);
        }

        var convergence = new Convergence(reason, _iterations, _halvings, step.MaxGradient, step.Remaining, rank, _conditionNumber);
        return new(_recipe, coefficients, covariance, convergence, FindingsOf(step, reason))
        {
            LogLikelihood = -_pass.Loss,
            NullLogLikelihood = _data.NullLogLikelihood(),
            TotalWeight = _data.TotalWeight,
            StandardErrors = _covariance.Kind,
            ClusterCount = _covariance.ClusterCount,
        };
    }

    private List<Finding> FindingsOf(NewtonStep step, StopReason reason)
    {
        List<Finding> findings = [.. _design.DependentColumns(_isLeftOut)];
        if (reason == StopReason.Separation)
        {
            double[] sizes = [.. step.Direction.Skip(1).Select(Math.Abs)];
            IEnumerable<string> columns = Enumerable.Range(0, sizes.Length).Where(j => sizes[j] >= 0.1 * sizes.Max()).Select(j => $"'{_design.NameOf(j)}'");
            findings.Add(new(FindingSeverity.Warning, FindingCodes.Separation, $"events and non-events are separated, or nearly so, by {string.Join(", ", columns)}: the coefficients grow without end and were left where they stood. Look for a column that knows the answer, merge categories, or set BiasReduction to Firth, or L2."));
        }
        else if (reason != StopReason.Converged)
        {
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the fit stopped after {_iterations} steps ({reason}) with {step.Remaining:G3} standard errors left to go; the tolerance is {_recipe.Tolerance:G3}. Raise MaxIterations, look for columns that nearly determine one another, or for a few extreme values.")));
        }

        findings.AddRange(_covariance.Findings);
        if (_recipe.L2 > 0)
            findings.Add(new(FindingSeverity.Note, FindingCodes.PenalisedInference, "a penalised fit is biased on purpose, so it has no standard errors."));
        return findings;
    }

    /// <summary>The solution of one Newton system.</summary>
    private sealed record NewtonStep(CholeskyFactor Factor, double[] Scale, double[] Direction, double Remaining, double MaxGradient)
    {
        /// <summary>H⁻¹; zeros for a column left out.</summary>
        public double[] Inverse()
        {
            double[] inverse = Factor.Inverse();
            for (int i = 0; i < Scale.Length; i++)
            {
                for (int j = 0; j < Scale.Length; j++)
                    inverse[(i * Scale.Length) + j] *= Scale[i] * Scale[j];
            }

            return inverse;
        }
    }
}
