using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Newton's method: solve Hs = g by Cholesky, step to b − s, halve the step while it raises the objective. Without a penalty H is the information matrix, so its inverse at the
/// end is the covariance.
/// </summary>
/// <remarks>
/// <para>
/// Where rows or columns are many, <see cref="QuickDescent"/> first goes most of the way; Newton's method then has one or two steps to make, and makes all decisions as ever.
/// </para>
/// <para>
/// Which columns depend on others is decided once, at the start: by all rows, or by a part of them when none depends on others even there. As the fit goes on, rows whose outcome is certain lose their weight in H; a column that was spread out by such rows
/// (one outlier is enough) then looks nearly constant. So columns are recentred and rescaled by their weights in H whenever these have moved far from 0 and 1.
/// </para>
/// <para>
/// Newton's steps shrink quadratically towards an optimum. Where events and non-events can be separated there is none: steps shrink by a constant factor only. Then
/// <see cref="SeparationTest"/> looks at where they lead, and its verdict counts; one wild value slows the steps down too.
/// </para>
/// </remarks>
internal sealed class NewtonFit
{
    /// <summary>Below this many standard errors a step should shrink quadratically …</summary>
    private const double NearlyThere = 1e-2;

    /// <summary>… and one that keeps this share of its length does not. Separation keeps about 0.6.</summary>
    private const double HardlyShrinks = 0.3;

    /// <summary>A step of this size, relative to the coefficient, is rounding.</summary>
    private const double RoundingStep = 1e-13;

    /// <summary>A step that moves the rows by less than this (root of the weighted mean square of their log-odds) leaves the information matrix what it is, to as many digits.</summary>
    private const double NegligibleMove = 1e-10;

    /// <summary>The same where there are so many rows that a pass with the matrix is to be saved: standard errors are exact to seven digits …</summary>
    private const double NegligibleMoveOfMany = 5e-7;

    /// <summary>… or, where the tolerance is coarse, to half as many digits as it asks of the coefficients: this times its root.</summary>
    private const double NegligibleMoveByTolerance = 2e-2;

    /// <summary>Rows × coefficients² from which on a pass with the matrix takes long.</summary>
    private const double Many = 5e7;

    /// <summary>Up to this move of a row, in log-odds, the bound of what a step leaves holds.</summary>
    private const double MostBounded = 0.1;

    /// <summary>The condition number of many rows is that of every 16th block.</summary>
    private const int ConditionPart = 16;

    /// <summary>By how much a length in standard errors that a part of the rows gives may be too short.</summary>
    private const double PartPrecision = 2;

    private const int StepsToSeparation = 3;
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
    private readonly double _nullIntercept;
    private readonly double _nullLogLikelihood;
    private double _lastRemaining = double.PositiveInfinity;
    private double _conditionNumber;
    private int _slowSteps;
    private NewtonStep? _lastQuickStep;
    private double _negligible = NegligibleMove;
    private bool _isLong;
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
        _isLeftOut = new bool[_pass.Size];
        (_nullIntercept, _nullLogLikelihood) = InterceptFit.Of(design, data, cancellationToken);
    }

    /// <summary>Fits.</summary>
    /// <param name="start">A model to begin at, by the names of columns, if it is nearer than the intercept alone.</param>
    public LogisticModel Run(LogisticModel? start = null)
    {
        Begin(start);
        if (_lastQuickStep is NewtonStep last)
            return Ended(last, StopReason.Converged);
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _recipe.MaxIterations));
            MoveColumns();
            NewtonStep step = Solve();
            if (TryFinish(ref step))
                return Ended(step, StopReason.Converged);
            StopReason? reason = ReasonToStop(step);
            if (reason is null && !TryMove(step))
                reason = StopReason.NoFurtherProgress;
            if (reason is StopReason stop)
                return Ended(step, stop);
        }
    }

    /// <summary>Chooses where to begin, decides which columns depend on others, and has a first pass done.</summary>
    private void Begin(LogisticModel? start)
    {
        if (QuickDescent.IsFor(_data.RowCount, _pass.Size) && TryBeginQuickly(start))
            return;
        _design.Measure(_data, _cancellationToken);
        LeaveOutConstants();
        BeginAt(start);

        // At the intercept alone every row has the same weight, so what depends on what is a matter of the columns alone.
        double[] chosen = [.. _coefficients];
        BeginAt(null);
        _pass.Run(_coefficients, _cancellationToken);
        Solve().Factor.IsDependent.CopyTo(_isLeftOut);
        _conditionNumber = ConditionNumber.OfDesign(_pass.Information, _isLeftOut);
        bool isElsewhere = !chosen.AsSpan().SequenceEqual(_coefficients), isWide = _pass.Size > QuickDescent.MostFactored;
        if (!isElsewhere && !isWide)
            return;
        for (int j = 0; j < chosen.Length; j++)
            _coefficients[j] = _isLeftOut[j] ? 0 : chosen[j];
        if (isWide)
        {
            QuickDescent wide = Descent(_recipe.Tolerance);
            wide.RunWithoutFactor(_coefficients, _data.EventRate * (1 - _data.EventRate), _recipe.MaxIterations);
            (_iterations, _halvings) = (wide.Steps, wide.Halvings);
        }

        _pass.Run(_coefficients, _cancellationToken);
    }

    /// <summary>Goes most of the way by a part of the rows and gradients of all; false when that is no way here.</summary>
    private bool TryBeginQuickly(LogisticModel? start)
    {
        LeaveOutConstants();
        BeginAt(start);
        bool isLong = (double)_data.RowCount * _pass.Size * _pass.Size >= Many;
        bool hasNoErrors = _covariance.Kind is null;
        double negligible = isLong ? Math.Max(NegligibleMoveOfMany, NegligibleMoveByTolerance * Math.Sqrt(_recipe.Tolerance)) : NegligibleMove;
        QuickDescent descent = Descent(hasNoErrors ? _recipe.Tolerance / (2 * PartPrecision) : _recipe.Tolerance);
        if (!descent.TryRun(_coefficients, _data.RowCount, _recipe.MaxIterations, isNear: start is not null, hasNoErrors ? 0 : negligible))
            return false;
        double[] intercept = new double[_pass.Size];
        intercept[0] = _nullIntercept;
        _pass.Run(intercept, _cancellationToken, hasInformation: true, ConditionPart);
        double conditionNumber = ConditionNumber.OfDesign(_pass.Information, _isLeftOut);
        if (hasNoErrors)
            _lastQuickStep = TryLastStep(descent.OnPartOfRows!);
        if (_lastQuickStep is null)
            _pass.Run(_coefficients, _cancellationToken);

        // A glance at the columns overlooks numbers that are not finite; no sum over all rows does.
        bool isEvident = _design.IsMeasured || _pass.Gradient.All(double.IsFinite);
        if (isEvident)
            (_iterations, _halvings, _negligible, _conditionNumber, _isLong) = (descent.Steps, descent.Halvings, negligible, conditionNumber, isLong);
        return isEvident;
    }

    /// <summary>The step from the gradient of all rows and the matrix of a part, if it says that the fit is at its end: who wants no standard errors does not need the matrix of all.</summary>
    private NewtonStep? TryLastStep(NewtonStep onPart)
    {
        _pass.Run(_coefficients, _cancellationToken, hasInformation: false);
        double[] penalties = Penalties();
        NewtonStep step = onPart.From([.. _pass.Gradient.Select((slope, j) => slope + (penalties[j] * _coefficients[j]))], _isLeftOut);
        return PartPrecision * step.Remaining <= _recipe.Tolerance && step.IsComplete(_isLeftOut) ? step : null;
    }

    private void LeaveOutConstants()
    {
        for (int j = 1; j < _isLeftOut.Length; j++)
            _isLeftOut[j] = _design.Scales[j - 1] == 0;
    }

    /// <summary>At the coefficients of a model, or at the intercept alone where the likelihood is greater.</summary>
    private void BeginAt(LogisticModel? start)
    {
        _coefficients.AsSpan().Clear();
        if (start is not null)
        {
            var slopes = start.Coefficients.ToDictionary(coefficient => coefficient.Name, coefficient => coefficient.Value, StringComparer.Ordinal);
            _coefficients[0] = start.Intercept.Value;
            for (int j = 1; j < _coefficients.Length; j++)
            {
                double slope = _isLeftOut[j] ? 0 : slopes.GetValueOrDefault(_design.NameOf(j - 1));
                _coefficients[0] += slope * _design.Centers[j - 1];
                _coefficients[j] = slope * _design.Scales[j - 1];
            }

            _pass.Run(_coefficients, _cancellationToken, hasInformation: false);
            if (Objective() < -_nullLogLikelihood)
                return;
            _coefficients.AsSpan().Clear();
        }

        _coefficients[0] = _nullIntercept;
    }

    private QuickDescent Descent(double tolerance) =>
        new(_pass, Penalties(), _isLeftOut, tolerance, _data.TotalWeight, step => _progress?.Report(new("regression", step, _recipe.MaxIterations)), _cancellationToken);

    /// <summary>More than once if the first estimate of a deviation was itself mostly rounding.</summary>
    private void MoveColumns()
    {
        for (int moves = 0; moves < MaxMoves && _design.Follow(_pass.Information, _coefficients, _isLeftOut); moves++)
            _pass.Run(_coefficients, _cancellationToken);
    }

    private NewtonStep Solve() => NewtonStep.Of(_pass, _coefficients, Penalties(), _isLeftOut, _data.TotalWeight);

    private double[] Penalties() => [.. Enumerable.Range(0, _pass.Size).Select(Penalty)];

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
            return step.IsComplete(_isLeftOut) ? StopReason.Converged : StopReason.NoFurtherProgress;
        return _iterations >= _recipe.MaxIterations ? StopReason.MaxIterations : null;
    }

    /// <summary>Makes a step that is the last one for certain, since the next is shorter than the tolerance by a bound: that needs no look at the rows. Where they are few a look costs little, and says more than a bound.</summary>
    private bool TryFinish(ref NewtonStep step)
    {
        if (!_isLong || !(step.Remaining <= _negligible * Math.Sqrt(_pass.Information[0])) || !step.IsComplete(_isLeftOut) || _iterations >= _recipe.MaxIterations)
            return false;
        double move = Math.Abs(step.Direction[0]);
        for (int j = 1; j < _pass.Size; j++)
            move += Math.Abs(step.Direction[j]) * _pass.Reaches[j - 1];
        if (!(move <= MostBounded) || step.Following(move) is not { } following || !(following.Remaining <= _recipe.Tolerance))
            return false;
        _pass.Follow(step.Direction);
        for (int j = 0; j < _pass.Size; j++)
            _coefficients[j] -= step.Direction[j];
        _iterations++;
        step = following;
        return true;
    }

    private bool TryMove(NewtonStep step)
    {
        bool hasInformation = step.Remaining > _negligible * Math.Sqrt(_pass.Information[0]);
        if (StepHalving.Go(_coefficients, Array.ConvertAll(step.Direction, move => -move), Objective(), There) is not int halvings)
        {
            _pass.Run(_coefficients, _cancellationToken);
            return false;
        }

        _iterations++;
        _halvings += halvings;
        return true;

        double There()
        {
            _pass.Run(_coefficients, _cancellationToken, hasInformation);
            return Objective();
        }
    }

    private double Objective()
    {
        double penalty = 0;
        for (int j = 1; j < _coefficients.Length; j++)
            penalty += Penalty(j) * _coefficients[j] * _coefficients[j];
        return _pass.Loss + (penalty / 2);
    }

    private LogisticModel Ended(NewtonStep step, StopReason reason)
    {
        _progress?.Report(new("regression", _recipe.MaxIterations, _recipe.MaxIterations));
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
            NullLogLikelihood = _nullLogLikelihood,
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
            findings.Add(LogisticFindings.NotConverged(_recipe, _iterations, reason, step.Remaining));

        findings.AddRange(_covariance.Findings);
        if (_recipe.L2 > 0)
            findings.Add(LogisticFindings.Penalised);
        return findings;
    }
}
