using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Newton's method on standardised columns: solve Hs = g by Cholesky, step to b − s, halve the step while it raises the objective. The information
/// matrix is H without a penalty, so its inverse at the end is the covariance.
/// </summary>
internal sealed class NewtonFit
{
    /// <summary>A column of which less than this share is left unexplained by the columns before it takes no part.</summary>
    private const double DependenceTolerance = 1e-10;

    /// <summary>Nearly at the optimum by its standard errors …</summary>
    private const double SeparationRemainder = 1e-3;

    /// <summary>… and yet a step that moves somebody's log-odds by more than this: the optimum lies at infinity.</summary>
    private const double SeparationReach = 0.1;

    private const int MaxHalvings = 30;
    private readonly LogisticRegression _recipe;
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly LogisticPass _pass;
    private readonly double[] _penalties;
    private readonly double[] _coefficients;
    private int _iterations;
    private int _halvings;

    public NewtonFit(LogisticRegression recipe, DesignMatrix design, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        _design = design;
        _data = data;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _pass = new(design, data);
        _penalties = new double[_pass.Size];
        _coefficients = new double[_pass.Size];
        _coefficients[0] = LogisticFunctions.Logit(data.EventRate);
        for (int j = 1; j < _pass.Size; j++)
        {
            double deviation = design.Deviations[j - 1];
            if (deviation > 0)
                _penalties[j] = recipe.PenaltyScale == PenaltyScale.Raw ? recipe.L2 / (deviation * deviation) : recipe.L2;
        }
    }

    public LogisticModel Run()
    {
        _pass.Run(_coefficients, _cancellationToken);
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _recipe.MaxIterations));
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

    private NewtonStep Solve()
    {
        int size = _pass.Size;
        double[] gradient = [.. _pass.Gradient], hessian = [.. _pass.Information], scale = new double[size];
        for (int j = 0; j < size; j++)
        {
            gradient[j] += _penalties[j] * _coefficients[j];
            hessian[(j * size) + j] += _penalties[j];
            double diagonal = hessian[(j * size) + j];
            scale[j] = diagonal > 0 ? 1 / Math.Sqrt(diagonal) : 0;
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
            if (!factor.IsDependent[j])
                maxGradient = Math.Max(maxGradient, Math.Abs(gradient[j]) / _data.TotalWeight);
        }

        return new(factor, scale, direction, Math.Sqrt(Math.Max(decrement, 0)), maxGradient);
    }

    private StopReason? ReasonToStop(NewtonStep step)
    {
        if (step.Remaining <= _recipe.Tolerance)
            return StopReason.Converged;
        if (_recipe.L2 == 0 && step.Remaining < SeparationRemainder && Enumerable.Range(1, _pass.Size - 1).Any(j => RunsAway(step, j)))
            return StopReason.Separation;
        return _iterations >= _recipe.MaxIterations ? StopReason.MaxIterations : null;
    }

    private bool RunsAway(NewtonStep step, int j) => Math.Abs(step.Direction[j]) * _design.Reaches[j - 1] > SeparationReach;

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
            penalty += _penalties[j] * _coefficients[j] * _coefficients[j];
        return _pass.Loss + (penalty / 2);
    }

    private LogisticModel ToModel(NewtonStep step, StopReason reason)
    {
        int size = _pass.Size, rank = step.Factor.IsDependent.Count(false);
        double[] values = ToRawScale(_coefficients);
        double[] covariance = RawCovariance(step);
        var coefficients = new Coefficient[size];
        for (int j = 0; j < size; j++)
        {
            double variance = step.Factor.IsDependent[j] ? double.NaN : covariance[(j * size) + j];
            coefficients[j] = new(j == 0 ? "intercept" : _design.NameOf(j - 1), values[j], Math.Sqrt(variance));
        }

        double nullLogLikelihood = (_data.EventWeight * Math.Log(_data.EventRate)) + (_data.NonEventWeight * Math.Log(1 - _data.EventRate));
        return new(_recipe, coefficients, covariance, new(reason, _iterations, _halvings, step.MaxGradient, step.Remaining, rank), FindingsOf(step, reason))
        {
            LogLikelihood = -_pass.Loss,
            NullLogLikelihood = nullLogLikelihood,
            TotalWeight = _data.TotalWeight,
        };
    }

    /// <summary>b/sd for a column; the intercept takes back what centring took out.</summary>
    private double[] ToRawScale(double[] standardized)
    {
        var raw = new double[standardized.Length];
        raw[0] = standardized[0];
        for (int j = 1; j < raw.Length; j++)
        {
            if (_design.Deviations[j - 1] == 0)
                continue;
            raw[j] = standardized[j] / _design.Deviations[j - 1];
            raw[0] -= raw[j] * _design.Means[j - 1];
        }

        return raw;
    }

    /// <summary>AVAᵀ, where A takes standardised coefficients to raw ones: applied to the columns of V, then to the rows of the result.</summary>
    private double[] RawCovariance(NewtonStep step)
    {
        int size = _pass.Size;
        double[] covariance = step.Factor.Inverse();
        if (_recipe.L2 > 0)
        {
            Array.Fill(covariance, double.NaN);
            return covariance;
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                covariance[(i * size) + j] *= step.Scale[i] * step.Scale[j];
        }

        var column = new double[size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
                column[i] = covariance[(i * size) + j];
            column = ToRawScale(column);
            for (int i = 0; i < size; i++)
                covariance[(i * size) + j] = column[i];
        }

        for (int i = 0; i < size; i++)
            ToRawScale(covariance[(i * size)..((i + 1) * size)]).CopyTo(covariance, i * size);
        return covariance;
    }

    private List<Finding> FindingsOf(NewtonStep step, StopReason reason)
    {
        var findings = new List<Finding>();
        for (int j = 1; j < _pass.Size; j++)
        {
            if (step.Factor.IsDependent[j])
                findings.Add(new(FindingSeverity.Warning, FindingCodes.CollinearColumn, _design.Deviations[j - 1] == 0 ? "it is constant; its coefficient is 0." : "it is a linear combination of the columns before it; its coefficient is 0, and the others tell of both.", _design.NameOf(j - 1)));
        }

        if (reason == StopReason.Separation)
        {
            IEnumerable<string> columns = Enumerable.Range(1, _pass.Size - 1).Where(j => RunsAway(step, j)).Select(j => $"'{_design.NameOf(j - 1)}'");
            findings.Add(new(FindingSeverity.Warning, FindingCodes.Separation, $"events and non-events are separated, or nearly so, by {string.Join(", ", columns)}: the coefficients grow without end and were left where they stood. Look for a column that knows the answer, merge categories, or set L2."));
        }
        else if (reason != StopReason.Converged)
        {
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the fit stopped after {_iterations} steps ({reason}) with {step.Remaining:G3} standard errors left to go; the tolerance is {_recipe.Tolerance:G3}. Raise MaxIterations, or look for columns that nearly determine one another.")));
        }

        if (_recipe.L2 > 0)
            findings.Add(new(FindingSeverity.Note, FindingCodes.PenalisedInference, "a penalised fit is biased on purpose, so it has no standard errors."));
        return findings;
    }

    /// <summary>The solution of one Newton system.</summary>
    private sealed record NewtonStep(CholeskyFactor Factor, double[] Scale, double[] Direction, double Remaining, double MaxGradient);
}
