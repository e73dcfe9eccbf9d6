using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Newton's method on the loss of new rows plus ω/2 (b − b₀)ᵀV₀⁻¹(b − b₀), where b₀ and V₀ are the estimates of a model and their covariance: the mode of the posterior, when what the model
/// has learnt is taken as a normal prior.
/// </summary>
internal sealed class LaplaceUpdate
{
    private const double DependenceTolerance = 1e-10;
    private const double RoundingStep = 1e-13;
    private readonly LogisticModel _model;
    private readonly TrainingSet _rows;
    private readonly double _shift;
    private readonly DesignMatrix _design;
    private readonly LogisticPass _pass;
    private readonly int[] _estimated;
    private readonly double[] _prior;
    private readonly double[] _precision;
    private readonly double[] _coefficients;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private int _iterations;
    private int _halvings;

    /// <param name="model">The model, whose covariance is finite.</param>
    /// <param name="rows">The new rows: the model's columns in its order, and no weights of 0.</param>
    /// <param name="priorWeight">ω.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public LaplaceUpdate(LogisticModel model, TrainingSet rows, double priorWeight, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (_model, _rows, _progress, _cancellationToken) = (model, rows, progress, cancellationToken);
        _shift = PriorCorrection.PopulationShift(rows);
        _design = DesignMatrix.Of(rows, model.Recipe.OffsetColumn, cancellationToken);
        _pass = new(_design, rows);
        int size = _pass.Size;
        _estimated = [.. Enumerable.Range(0, size).Where(j => model.Covariance[(j * size) + j] > 0)];
        double[] raw = [model.Intercept.Value - _shift, .. model.Coefficients.Select(each => each.Value)];
        _prior = _design.FromRaw(raw);
        _precision = PrecisionOf(model.Covariance, priorWeight);
        _coefficients = [.. _prior];
    }

    public LogisticModel Run()
    {
        _pass.Run(_coefficients, _cancellationToken);
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _model.Recipe.MaxIterations));
            NormalStep step = Solve();
            bool isRounding = !step.Direction.Where((move, i) => Math.Abs(move) > RoundingStep * Math.Max(1, Math.Abs(_coefficients[_estimated[i]]))).Any();
            StopReason? reason = step.Remaining <= _model.Recipe.Tolerance || isRounding ? StopReason.Converged : _iterations >= _model.Recipe.MaxIterations ? StopReason.MaxIterations : null;
            if (reason is null && !TryMove(step))
                reason = StopReason.NoFurtherProgress;
            if (reason is not StopReason stop)
                continue;
            _progress?.Report(new("regression", _model.Recipe.MaxIterations, _model.Recipe.MaxIterations));
            return ToModel(step, stop);
        }
    }

    /// <summary>ω V₀⁻¹ over the coefficients that the model has estimated, on the scale of the design.</summary>
    private double[] PrecisionOf(ReadOnlySpan<double> covariance, double priorWeight)
    {
        int count = _estimated.Length, size = _pass.Size;
        double[] onDesign = OnDesign(covariance);
        double[] matrix = new double[count * count], scale = new double[count];
        for (int i = 0; i < count; i++)
            scale[i] = 1 / Math.Sqrt(onDesign[(_estimated[i] * size) + _estimated[i]]);
        for (int i = 0; i < matrix.Length; i++)
        {
            (int row, int column) = (i / count, i % count);
            matrix[i] = onDesign[(_estimated[row] * size) + _estimated[column]] * scale[row] * scale[column];
        }

        double[] precision = new CholeskyFactor(matrix, count, tolerance: 0).Inverse();
        for (int i = 0; i < precision.Length; i++)
            precision[i] *= priorWeight * scale[i / count] * scale[i % count];
        return precision;
    }

    private NormalStep Solve()
    {
        int count = _estimated.Length, size = _pass.Size;
        double[] hessian = [.. _precision], slopes = SlopesOfPrior(), scale = new double[count];
        double worst = 0, square = 0;
        for (int i = 0; i < count; i++)
        {
            slopes[i] += _pass.Gradient[_estimated[i]];
            worst = Math.Max(worst, Math.Abs(slopes[i]) / _rows.TotalWeight);
            for (int k = 0; k < count; k++)
                hessian[(i * count) + k] += _pass.Information[(_estimated[i] * size) + _estimated[k]];
            scale[i] = 1 / Math.Sqrt(hessian[(i * count) + i]);
        }

        for (int i = 0; i < hessian.Length; i++)
            hessian[i] *= scale[i / count] * scale[i % count];
        var factor = new CholeskyFactor(hessian, count, DependenceTolerance);
        double[] direction = [.. slopes.Select((slope, i) => -slope * scale[i])];
        factor.Solve(direction);
        for (int i = 0; i < count; i++)
        {
            direction[i] *= scale[i];
            square -= direction[i] * slopes[i];
        }

        return new(factor, scale, direction, Math.Sqrt(Math.Max(square, 0)), worst);
    }

    /// <summary>ω V₀⁻¹(b − b₀).</summary>
    private double[] SlopesOfPrior()
    {
        int count = _estimated.Length;
        double[] away = [.. _estimated.Select(j => _coefficients[j] - _prior[j])];
        return [.. Enumerable.Range(0, count).Select(i => DotProduct.Of(_precision.AsSpan(i * count, count), away))];
    }

    private double Objective()
    {
        double[] slopes = SlopesOfPrior();
        double sum = 0;
        for (int i = 0; i < slopes.Length; i++)
            sum += slopes[i] * (_coefficients[_estimated[i]] - _prior[_estimated[i]]);
        return _pass.Loss + (sum / 2);
    }

    private bool TryMove(NormalStep step)
    {
        double[] move = new double[_coefficients.Length];
        for (int i = 0; i < _estimated.Length; i++)
            move[_estimated[i]] = step.Direction[i];
        if (StepHalving.Go(_coefficients, move, Objective(), There) is not int halvings)
        {
            _pass.Run(_coefficients, _cancellationToken);
            return false;
        }

        _iterations++;
        _halvings += halvings;
        return true;

        double There()
        {
            _pass.Run(_coefficients, _cancellationToken);
            return Objective();
        }
    }

    private LogisticModel ToModel(NormalStep step, StopReason reason)
    {
        int count = _estimated.Length, size = _pass.Size;
        double[] inverse = step.Factor.Inverse(), onDesign = new double[size * size];
        for (int i = 0; i < inverse.Length; i++)
            onDesign[(_estimated[i / count] * size) + _estimated[i % count]] = inverse[i] * step.Scale[i / count] * step.Scale[i % count];
        double[] covariance = _design.CovarianceToRaw(onDesign), raw = _design.ToRaw(_coefficients);
        raw[0] += _shift;
        Coefficient[] coefficients = [.. raw.Select((value, j) => new Coefficient(j == 0 ? _model.Intercept.Name : _design.NameOf(j - 1), value, _estimated.Contains(j) ? Math.Sqrt(covariance[(j * size) + j]) : double.NaN))];
        return new(_model.Recipe, coefficients, covariance, new(reason, _iterations, _halvings, step.MaxGradient, step.Remaining, count), FindingsOf(step, reason))
        {
            LogLikelihood = -_pass.Loss,
            NullLogLikelihood = _rows.EventWeight == 0 || _rows.NonEventWeight == 0 ? 0 : InterceptFit.Of(_design, _rows, _cancellationToken).LogLikelihood,
            TotalWeight = _rows.TotalWeight,
            StandardErrors = StandardErrors.ModelBased,
        };
    }

    private List<Finding> FindingsOf(NormalStep step, StopReason reason)
    {
        List<Finding> findings = [.. _model.Findings.Where(finding => finding.Code == FindingCodes.CollinearColumn)];
        findings.Add(new(FindingSeverity.Note, FindingCodes.UpdatedModel, Invariant($"updated by rows of the weight {_rows.TotalWeight:G6}. Coefficients and standard errors are those of all rows together, so far as the likelihood of the earlier ones is quadratic; log-likelihoods and the total weight are those of the new ones.")));
        if (_shift != 0)
            findings.Add(new(FindingSeverity.Note, FindingCodes.PriorCorrection, Invariant($"The new rows have an event rate of {_rows.EventRate:F5}, and the population one of {_rows.PopulationEventRate:F5}. For them the intercept was moved by {-_shift:F5}, and back again.")));
        if (reason != StopReason.Converged)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the update stopped after {_iterations} steps ({reason}) with {step.Remaining:G3} standard errors left to go; the tolerance is {_model.Recipe.Tolerance:G3}. Give the model a greater weight, or more new rows.")));
        return findings;
    }

    /// <summary>AVAᵀ, where A is <see cref="DesignMatrix.FromRaw"/>: applied to the columns of V, then to the rows of the result.</summary>
    private double[] OnDesign(ReadOnlySpan<double> covariance)
    {
        int size = _pass.Size;
        double[] moved = covariance.ToArray(), column = new double[size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
                column[i] = moved[(i * size) + j];
            double[] onDesign = _design.FromRaw(column);
            for (int i = 0; i < size; i++)
                moved[(i * size) + j] = onDesign[i];
        }

        for (int i = 0; i < size; i++)
            _design.FromRaw(moved.AsSpan(i * size, size)).CopyTo(moved, i * size);
        return moved;
    }

    /// <summary>The solution of one Newton system over the coefficients that are estimated.</summary>
    private sealed record NormalStep(CholeskyFactor Factor, double[] Scale, double[] Direction, double Remaining, double MaxGradient);
}
