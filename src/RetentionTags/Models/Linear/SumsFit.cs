using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>Newton's method on rows that are only seen through their sums, which other programs add up in an order of their own.</summary>
internal sealed class SumsFit
{
    /// <summary>Sums of many rows, one after the other, are off by about so much of themselves.</summary>
    private const double SumRounding = 1e-11;

    private readonly LogisticRegression _recipe;
    private readonly ILogisticRows _rows;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly double[] _coefficients;
    private readonly bool[] _isLeftOut;
    private readonly bool[] _isConstant;
    private readonly double[] _penalties;
    private readonly double _totalWeight;
    private readonly double _nullLogLikelihood;
    private readonly double _conditionNumber;
    private LogisticSums _sums;
    private int _iterations;
    private int _halvings;

    public SumsFit(LogisticRegression recipe, ILogisticRows rows, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        _rows = rows;
        _progress = progress;
        _cancellationToken = cancellationToken;
        int size = rows.ColumnNames.Count + 1;
        _coefficients = new double[size];
        _isLeftOut = new bool[size];
        _isConstant = new bool[size];
        _penalties = new double[size];
        _totalWeight = rows.EventWeight + rows.NonEventWeight;

        // At the intercept alone every row has the same weight p (1 − p), so the information matrix tells the moments of the columns, and which of them depend on others.
        double rate = rows.EventWeight / _totalWeight;
        _coefficients[0] = LogisticFunctions.Logit(rate);
        _sums = SumsAt(_coefficients);
        _nullLogLikelihood = _sums.LogLikelihood;
        Step().Factor.IsDependent.CopyTo(_isLeftOut);
        _conditionNumber = ConditionNumber.OfDesign(_sums.Information, _isLeftOut);
        for (int j = 1; j < size; j++)
        {
            double variance = Variance(j);
            _isConstant[j] = variance == 0;
            _penalties[j] = recipe.L2 * (recipe.PenaltyScale == PenaltyScale.Raw ? 1 : variance);
        }
    }

    public LogisticModel Run(LogisticModel? start)
    {
        if (start is not null)
            BeginAt(start);
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _recipe.MaxIterations));
            NewtonStep step = Step();
            if (step.Remaining <= _recipe.Tolerance)
                return Ended(step, StopReason.Converged);
            if (_iterations >= _recipe.MaxIterations)
                return Ended(step, StopReason.MaxIterations);
            if (!TryMove(step))
                return Ended(step, StopReason.NoFurtherProgress);
        }
    }

    /// <summary>That of a column's values; 0 where it is rounding.</summary>
    private double Variance(int j)
    {
        double mean = _sums.Information[j] / _sums.Information[0], square = _sums.Information[(j * _coefficients.Length) + j] / _sums.Information[0];
        return square - (mean * mean) > SumRounding * square ? square - (mean * mean) : 0;
    }

    /// <summary>At the coefficients of a model, unless the intercept alone is more likely.</summary>
    private void BeginAt(LogisticModel start)
    {
        double[] alone = [.. _coefficients];
        LogisticSums before = _sums;
        double objective = Objective();
        _coefficients[0] = start.Intercept.Value;
        for (int j = 1; j < _coefficients.Length; j++)
            _coefficients[j] = _isLeftOut[j] ? 0 : start.Coefficients.FirstOrDefault(coefficient => coefficient.Name == _rows.ColumnNames[j - 1])?.Value ?? 0;
        _sums = SumsAt(_coefficients);
        if (Objective() <= objective)
            return;
        alone.CopyTo(_coefficients, 0);
        _sums = before;
    }

    private NewtonStep Step() =>
        NewtonStep.Of([.. _sums.Gradient.ToArray().Select(slope => -slope)], _sums.Information.ToArray(), _coefficients, _penalties, _isLeftOut, _totalWeight);

    private bool TryMove(NewtonStep step)
    {
        LogisticSums here = _sums;
        if (StepHalving.Go(_coefficients, Array.ConvertAll(step.Direction, move => -move), Objective(), There, SumRounding) is not int halvings)
        {
            _sums = here;
            return false;
        }

        _iterations++;
        _halvings += halvings;
        return true;

        double There()
        {
            _sums = SumsAt(_coefficients);
            return Objective();
        }
    }

    private double Objective()
    {
        double penalty = 0;
        for (int j = 1; j < _coefficients.Length; j++)
            penalty += _penalties[j] * _coefficients[j] * _coefficients[j];
        return (penalty / 2) - _sums.LogLikelihood;
    }

    private LogisticSums SumsAt(double[] coefficients)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        LogisticSums sums = _rows.SumsAt(coefficients, _cancellationToken);
        int size = coefficients.Length;
        if (sums.Gradient.Length != size || sums.Information.Length != size * size)
            throw new InvalidOperationException($"There are {size} coefficients, and the sums have a gradient of {sums.Gradient.Length} numbers and an information matrix of {sums.Information.Length}. They are to have {size} and {size * size}.");
        RequireFinite(sums);
        return sums;
    }

    private void RequireFinite(LogisticSums sums)
    {
        for (int j = 0; j < sums.Gradient.Length; j++)
        {
            if (!double.IsFinite(sums.Gradient[j]) || !double.IsFinite(sums.Information[(j * sums.Gradient.Length) + j]))
                throw new TrainingDataException($"Column '{(j == 0 ? "intercept" : _rows.ColumnNames[j - 1])}': its sums are not finite. The rows hold missing values, NaN or infinities; a logistic regression has no rule for those.") { ColumnName = j == 0 ? null : _rows.ColumnNames[j - 1] };
        }

        if (!double.IsFinite(sums.LogLikelihood))
            throw new TrainingDataException("The log-likelihood of the rows is not finite: some log-odds are too large. Rescale the columns.");
    }

    private LogisticModel Ended(NewtonStep step, StopReason reason)
    {
        _progress?.Report(new("regression", _recipe.MaxIterations, _recipe.MaxIterations));
        int size = _coefficients.Length, rank = _isLeftOut.Count(leftOut => !leftOut);
        bool hasErrors = _recipe.L2 == 0 && _recipe.StandardErrors != StandardErrors.None;
        double[] covariance = hasErrors ? step.Inverse() : [.. Enumerable.Repeat(double.NaN, size * size)];
        double rate = _rows.EventWeight / _totalWeight, shift = _rows.PopulationEventRate is double population ? LogisticFunctions.Logit(population) - LogisticFunctions.Logit(rate) : 0;
        Coefficient[] coefficients = [.. Enumerable.Range(0, size).Select(j => new Coefficient(j == 0 ? "intercept" : _rows.ColumnNames[j - 1], _coefficients[j] + (j == 0 ? shift : 0), _isLeftOut[j] ? double.NaN : Math.Sqrt(covariance[(j * size) + j])))];
        return new(_recipe, coefficients, covariance, new(reason, _iterations, _halvings, step.MaxGradient, step.Remaining, rank, _conditionNumber), FindingsOf(step, reason))
        {
            LogLikelihood = _sums.LogLikelihood,
            NullLogLikelihood = _nullLogLikelihood,
            TotalWeight = _totalWeight,
            StandardErrors = hasErrors ? StandardErrors.ModelBased : null,
        };
    }

    private List<Finding> FindingsOf(NewtonStep step, StopReason reason)
    {
        List<Finding> findings = [.. Enumerable.Range(1, _coefficients.Length - 1).Where(j => _isLeftOut[j]).Select(j => LogisticFindings.Dependent(_rows.ColumnNames[j - 1], _isConstant[j]))];
        if (reason != StopReason.Converged)
            findings.Add(LogisticFindings.NotConverged(_recipe, _iterations, reason, step.Remaining));
        if (_recipe.L2 > 0)
            findings.Add(LogisticFindings.Penalised);
        if (_rows.PopulationEventRate is double population)
            findings.Add(new(FindingSeverity.Note, FindingCodes.PriorCorrection, Invariant($"The rows have an event rate of {_rows.EventWeight / _totalWeight:F5}, and the population one of {population:F5}. The intercept was moved from the one to the other.")));
        return findings;
    }
}
