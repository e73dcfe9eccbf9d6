using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Newton's method where the objective has kinks or bounds: each step minimises the second-order model of the likelihood with penalties and bounds as they are
/// (<see cref="CoordinateDescent"/>), and is halved while the objective itself would not fall.
/// </summary>
/// <remarks>
/// <para>
/// The information matrix takes most of the time of a pass, and hardly changes from one penalty of a path to the next. So it is kept while each step is at most a tenth of the one before, and computed anew as soon as one is longer. Only the gradient
/// decides where the fit ends.
/// </para>
/// <para>Source: Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1), for the outer and inner iteration; Lee, Sun and Saunders (2014), SIAM Journal on Optimization 24(3), for the line search.</para>
/// </remarks>
internal sealed class ProximalNewtonFit
{
    /// <summary>What is left of the conditions of Karush, Kuhn and Tucker, in the mean objective on standardised columns, when a fit may be called converged.</summary>
    private const double ResidualTolerance = 1e-9;

    /// <summary>A step that is longer than this share of the last one asks for the information matrix at the present coefficients.</summary>
    private const double StaleShare = 0.1;

    /// <summary>Below this many standard errors a step should shrink quadratically …</summary>
    private const double NearlyThere = 1e-2;

    /// <summary>… and one that keeps this share of its length does not.</summary>
    private const double HardlyShrinks = 0.3;

    /// <summary>The share of the promised decrease that a step has to bring.</summary>
    private const double SufficientShare = 1e-4;

    /// <summary>A step of this size, relative to the coefficient, is rounding.</summary>
    private const double RoundingStep = 1e-13;

    private const int StepsToSeparation = 3;
    private const int MaxHalvings = 30;
    private const int MaxMoves = 5;
    private readonly LogisticRegression _recipe;
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly LogisticPass _pass;
    private readonly double[] _coefficients;
    private readonly bool[] _isConstant;
    private readonly double _nullLogLikelihood;
    private Func<CoefficientTerms> _termsOfDesign;
    private CoefficientTerms _terms;
    private bool _hasInformation;
    private bool _isInformationFresh;
    private int _iterations;
    private int _halvings;
    private ProximalStep? _lastStep;

    public ProximalNewtonFit(LogisticRegression recipe, DesignMatrix design, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (_recipe, _design, _data, _progress, _cancellationToken) = (recipe, design, data, progress, cancellationToken);
        _pass = new(design, data);
        _termsOfDesign = () => new(recipe, design, 0, 0);
        _terms = _termsOfDesign();
        _coefficients = new double[_pass.Size];
        _isConstant = [false, .. design.Deviations.Select(deviation => deviation == 0)];
        (_coefficients[0], _nullLogLikelihood) = InterceptFit.Of(design, data, cancellationToken);
    }

    /// <summary>The columns that have a coefficient, in their order.</summary>
    public IEnumerable<string> ColumnNames => Enumerable.Range(0, _design.ColumnCount).Select(_design.NameOf);

    /// <summary>How the last minimisation ended.</summary>
    public Convergence Convergence { get; private set; } = new(StopReason.MaxIterations, 0, 0, double.NaN, double.NaN, 0);

    /// <summary>Σ w [ln(1 + e^η) − yη] at the minimum.</summary>
    public double Loss => _pass.Loss;

    /// <summary>The coefficients of the columns as given, the intercept first. One at its bound has that very number.</summary>
    public double[] RawCoefficients
    {
        get
        {
            double[] raw = _design.ToRaw(_coefficients);
            for (int j = 1; j < raw.Length; j++)
            {
                CoefficientBounds bounds = _recipe.BoundsOf(_design.NameOf(j - 1));
                raw[j] = _coefficients[j] <= _terms.Lower[j] ? bounds.Lower : _coefficients[j] >= _terms.Upper[j] ? bounds.Upper : Math.Min(Math.Max(raw[j], bounds.Lower), bounds.Upper);
            }

            return raw;
        }
    }

    /// <summary>Begins elsewhere than with the event rate alone; what lies outside the bounds is moved to them.</summary>
    /// <param name="near">A model whose columns are matched by name; those that it does not have begin at 0.</param>
    public void StartAt(LogisticModel near)
    {
        var slopes = near.Coefficients.ToDictionary(coefficient => coefficient.Name, coefficient => coefficient.Value, StringComparer.Ordinal);
        _design.FromRaw([near.Intercept.Value, .. ColumnNames.Select(name => slopes.GetValueOrDefault(name))]).CopyTo(_coefficients, 0);
    }

    /// <summary>
    /// Fits what an endless penalty leaves, and says by how much of λ = 1 the steepest way for any other column is outweighed: with no less than this λ, the columns that can be penalised stay where they are.
    /// </summary>
    /// <param name="mixing">The share of λ on absolute values; the rest is on half the squares.</param>
    public double GreatestLambda(double mixing)
    {
        Minimize(() => new CoefficientTerms(_recipe, _design, 0, 0).AtInfinity());
        var unit = new CoefficientTerms(_recipe, _design, mixing, 1 - mixing);
        double greatest = 0;
        for (int j = 1; j < _coefficients.Length; j++)
        {
            if (unit.Factors[j] == 0)
                continue;
            double slope = _pass.Gradient[j], at = _coefficients[j], weight = unit.L1[j] + (unit.L2[j] * Math.Abs(at));
            if (at < unit.Upper[j] && at >= 0)
                greatest = Math.Max(greatest, -slope / weight);
            if (at > unit.Lower[j] && at <= 0)
                greatest = Math.Max(greatest, slope / weight);
        }

        return greatest;
    }

    /// <summary>Goes from the present coefficients to the minimum with these penalties.</summary>
    public void Minimize(double l1, double l2) => Minimize(() => new(_recipe, _design, l1, l2));

    /// <param name="recipe">What the model remembers: the regression with the penalties of the last minimisation.</param>
    public LogisticModel ToModel(LogisticRegression recipe)
    {
        double[] values = RawCoefficients;
        var covariance = new double[values.Length * values.Length];
        Array.Fill(covariance, double.NaN);
        Coefficient[] coefficients = [.. values.Select((value, j) => new Coefficient(j == 0 ? "intercept" : _design.NameOf(j - 1), value, double.NaN))];
        return new(recipe, coefficients, covariance, Convergence, FindingsOf(recipe))
        {
            LogLikelihood = -_pass.Loss,
            NullLogLikelihood = _nullLogLikelihood,
            TotalWeight = _data.TotalWeight,
        };
    }

    private void Minimize(Func<CoefficientTerms> termsOfDesign)
    {
        (_termsOfDesign, _terms) = (termsOfDesign, termsOfDesign());
        (_iterations, _halvings) = (0, 0);
        for (int j = 0; j < _coefficients.Length; j++)
            _coefficients[j] = _terms.Nearest(j, _coefficients[j]);
        Evaluate(hasInformation: !_hasInformation);
        double last = double.PositiveInfinity;
        int slowSteps = 0;
        while (true)
        {
            _progress?.Report(new("regression", _iterations, _recipe.MaxIterations));
            ProximalStep step = Step();
            if (step.Remaining > StaleShare * last && !_isInformationFresh)
            {
                Evaluate(hasInformation: true);
                step = Step();
            }

            bool isSlow = step.Remaining > HardlyShrinks * last;
            slowSteps = isSlow && step.Remaining < NearlyThere ? slowSteps + 1 : 0;
            last = step.Remaining;
            StopReason? reason = ReasonToStop(step, isSlow, slowSteps);
            if (reason is null && !TryMove(step))
            {
                if (!_isInformationFresh)
                {
                    last = double.PositiveInfinity;
                    Evaluate(hasInformation: true);
                    continue;
                }

                reason = StopReason.NoFurtherProgress;
            }

            if (reason is not StopReason stop)
                continue;
            if (stop == StopReason.Converged)
                stop = Settle();
            _lastStep = step;
            int rank = 1 + _coefficients.Skip(1).Count(coefficient => coefficient != 0);
            Convergence = new(stop, _iterations, _halvings, _terms.Residual(_pass.Gradient, _coefficients) / _data.TotalWeight, step.Remaining, rank);
            _progress?.Report(new("regression", _recipe.MaxIterations, _recipe.MaxIterations));
            return;
        }
    }

    /// <summary>A coefficient that is within the tolerance of 0, where the penalty has a kink, or of a bound is put there, so that these numbers are met exactly.</summary>
    private StopReason Settle()
    {
        bool hasMoved = false;
        for (int j = 1; j < _coefficients.Length; j++)
        {
            if (_isConstant[j])
                continue;
            double reach = _recipe.Tolerance / Math.Sqrt(_pass.Information[(j * _pass.Size) + j] + _terms.L2[j]), at = _coefficients[j];
            double end = at - _terms.Lower[j] <= reach ? _terms.Lower[j] : _terms.Upper[j] - at <= reach ? _terms.Upper[j] : _terms.L1[j] > 0 && Math.Abs(at) <= reach ? 0 : at;
            hasMoved |= end != at;
            _coefficients[j] = end;
        }

        if (hasMoved)
            Evaluate(hasInformation: false);
        return _terms.Residual(_pass.Gradient, _coefficients) <= ResidualTolerance * _data.TotalWeight ? StopReason.Converged : StopReason.NoFurtherProgress;
    }

    /// <summary>With the information matrix columns that have strayed are moved, and what is said of coefficients with them.</summary>
    private void Evaluate(bool hasInformation)
    {
        _pass.Run(_coefficients, _cancellationToken, hasInformation);
        _hasInformation |= hasInformation;
        _isInformationFresh = hasInformation;
        for (int moves = 0; hasInformation && moves < MaxMoves && _design.Follow(_pass.Information, _coefficients, _isConstant); moves++)
        {
            _terms = _termsOfDesign();
            for (int j = 1; j < _coefficients.Length; j++)
                _coefficients[j] = _terms.Nearest(j, _coefficients[j]);
            _pass.Run(_coefficients, _cancellationToken);
        }
    }

    /// <summary>From here to the minimum of the second-order model, and how long that is in standard errors: √(dᵀHd).</summary>
    private ProximalStep Step()
    {
        int size = _pass.Size;
        double[] hessian = [.. _pass.Information], slopes = [.. _pass.Gradient], target = [.. _coefficients];
        for (int j = 0; j < size; j++)
        {
            hessian[(j * size) + j] += _terms.L2[j];
            slopes[j] += _terms.L2[j] * _coefficients[j];
        }

        new CoordinateDescent(hessian, _terms.L1, _terms.Lower, _terms.Upper).Minimize(target, slopes, _recipe.Tolerance / 100, _cancellationToken);
        double[] direction = [.. target.Select((value, j) => value - _coefficients[j])];
        double square = 0;
        for (int j = 0; j < size; j++)
            square += direction[j] * DotProduct.Of(hessian.AsSpan(j * size, size), direction);
        return new(target, direction, Math.Sqrt(Math.Max(square, 0)));
    }

    private StopReason? ReasonToStop(ProximalStep step, bool isSlow, int slowSteps)
    {
        bool isRounding = !step.Direction.Where((move, j) => Math.Abs(move) > RoundingStep * Math.Max(1, Math.Abs(_coefficients[j]))).Any();
        bool hasConverged = step.Remaining <= _recipe.Tolerance || isRounding;
        bool isLast = hasConverged || _iterations >= _recipe.MaxIterations;
        if (isSlow && !isRounding && _isInformationFresh && (slowSteps >= StepsToSeparation || isLast) && IsSeparated(step.Direction))
            return StopReason.Separation;
        return hasConverged ? StopReason.Converged : isLast ? StopReason.MaxIterations : null;
    }

    /// <summary>Whether the columns without a penalty alone separate events from non-events, along a way that no bound closes.</summary>
    private bool IsSeparated(double[] direction)
    {
        double[] backwards = [.. direction.Select((move, j) => IsOpen(j, move) ? -move : 0)];
        return backwards.AsSpan(1).ContainsAnyExcept(0) && new SeparationTest(_design, _data).Confirms(backwards);
    }

    private bool IsOpen(int j, double move) => !_terms.IsPenalised(j) && double.IsInfinity(move > 0 ? _terms.Upper[j] : _terms.Lower[j]);

    /// <summary>Goes along the direction, half as far each time the objective does not fall by a part of what was promised, rounding aside.</summary>
    private bool TryMove(ProximalStep step)
    {
        double[] start = [.. _coefficients];
        double before = Objective(), length = 1;
        double promised = _terms.PenaltyOf(step.Target) - _terms.PenaltyOf(start) + DotProduct.Of(_pass.Gradient, step.Direction);
        for (int halvings = 0; halvings <= MaxHalvings; halvings++, length /= 2)
        {
            for (int j = 0; j < start.Length; j++)
                _coefficients[j] = length == 1 ? step.Target[j] : _terms.Nearest(j, start[j] + (length * step.Direction[j]));
            Evaluate(hasInformation: false);
            if (Objective() <= before + (SufficientShare * length * Math.Min(promised, 0)) + (1e-13 * Math.Abs(before)))
            {
                _iterations++;
                _halvings += halvings;
                return true;
            }
        }

        start.CopyTo(_coefficients, 0);
        Evaluate(hasInformation: false);
        return false;
    }

    private double Objective() => _pass.Loss + _terms.PenaltyOf(_coefficients);

    private List<Finding> FindingsOf(LogisticRegression recipe)
    {
        var findings = new List<Finding>();
        bool hasActiveBounds = false;
        for (int j = 1; j < _coefficients.Length; j++)
        {
            string name = _design.NameOf(j - 1);
            CoefficientBounds bounds = _recipe.BoundsOf(name);
            double at = _coefficients[j], slope = _pass.Gradient[j];
            bool isAtLower = at <= _terms.Lower[j] && _terms.SlopeBelow(j, slope, at) > 0, isAtUpper = at >= _terms.Upper[j] && _terms.SlopeAbove(j, slope, at) < 0;
            hasActiveBounds |= isAtLower || isAtUpper;
            if (isAtLower || isAtUpper)
                findings.Add(new(FindingSeverity.Note, FindingCodes.ActiveBound, Invariant($"its coefficient lies at its {(isAtLower ? "lower" : "upper")} bound, {(isAtLower ? bounds.Lower : bounds.Upper)}: without the bound it would be {(isAtLower ? "lower" : "higher")}."), name));
            else if (_design.Deviations[j - 1] == 0)
                findings.Add(new(FindingSeverity.Warning, FindingCodes.CollinearColumn, Invariant($"it is constant; its coefficient is {at}."), name));
            else if (at == 0 && _terms.L1[j] > 0)
                findings.Add(new(FindingSeverity.Note, FindingCodes.ZeroCoefficient, "its coefficient is 0: what the column adds is not worth the penalty.", name));
        }

        if (Convergence.Reason == StopReason.Separation)
        {
            double[] sizes = [.. _lastStep!.Direction.Select((move, j) => j > 0 && IsOpen(j, move) ? Math.Abs(move) : 0)];
            IEnumerable<string> columns = Enumerable.Range(1, sizes.Length - 1).Where(j => sizes[j] >= 0.1 * sizes.Max()).Select(j => $"'{_design.NameOf(j - 1)}'");
            findings.Add(new(FindingSeverity.Warning, FindingCodes.Separation, $"events and non-events are separated, or nearly so, by {string.Join(", ", columns)}, which no penalty holds: the coefficients grow without end and were left where they stood. Look for a column that knows the answer, merge categories, or let the penalty include these columns."));
        }
        else if (Convergence.Reason != StopReason.Converged)
        {
            findings.Add(LogisticFindings.NotConverged(_recipe, _iterations, Convergence.Reason, Convergence.RemainingStep));
        }

        if (recipe.L1 > 0 || recipe.L2 > 0)
            findings.Add(LogisticFindings.Penalised);
        else if (hasActiveBounds)
            findings.Add(new(FindingSeverity.Note, FindingCodes.PenalisedInference, "bounds hold some of the coefficients, so the fit has no standard errors."));
        return findings;
    }

    /// <param name="Target">Where the step leads.</param>
    /// <param name="Direction">From the present coefficients to there.</param>
    /// <param name="Remaining">Its length in standard errors.</param>
    private sealed record ProximalStep(double[] Target, double[] Direction, double Remaining);
}
