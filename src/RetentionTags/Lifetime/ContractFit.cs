using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>Newton's method on (ln α, ln β, ln c) within bounds: a step that the Hessian would send downhill is turned towards the gradient, one that would lower the likelihood is halved, a parameter at a bound that would leave it is held there.</summary>
internal sealed class ContractFit
{
    private const double LongestStep = 2;
    private const int MostHalvings = 40;

    /// <summary>A rise of the log-likelihood by less than this share of it is within the rounding of its sum. The gradient is still exact there, so whole Newton steps go on as long as they shrink.</summary>
    private const double Rounding = 1e-12;

    private readonly ContractLikelihood _likelihood;
    private readonly double[] _theta;
    private readonly double[] _next;
    private readonly double[] _step;
    private readonly int _held;

    /// <param name="counts">The counts.</param>
    /// <param name="start">Logarithms of α and β, and of c when it is fitted.</param>
    /// <param name="held">A parameter that stays where it starts, -1 for none.</param>
    public ContractFit(CohortCounts counts, ReadOnlySpan<double> start, int held = -1)
    {
        _held = held;
        _likelihood = new(counts, start.Length);
        _theta = start.ToArray();
        _next = new double[start.Length];
        _step = new double[start.Length];
        _likelihood.MoveTo(_theta);
    }

    /// <summary>Where the parameters may lie, and ln of it. α and β beyond these describe customers who do not differ, or differ as all from nothing, to within rounding.</summary>
    public static (double Lowest, double Highest) BoundsOf(int parameter) => parameter < 2 ? (1e-6, 1e6) : (0.01, 10);

    public ReadOnlySpan<double> Theta => _theta;

    public double LogLikelihood => _likelihood.Value;

    public int Iterations { get; private set; }

    public bool IsConverged { get; private set; }

    public void Run(int maxIterations, double tolerance, CancellationToken cancellationToken)
    {
        double last = double.PositiveInfinity;
        while (!IsConverged && Iterations < maxIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double gain = FindStep();
            if (!double.IsFinite(gain))
                return;
            bool isRounding = gain <= Rounding * Math.Abs(_likelihood.Value);
            IsConverged = Math.Sqrt(gain) <= tolerance || (isRounding && gain > last / 4) || !Climb(isRounding);
            Iterations += IsConverged ? 0 : 1;
            last = gain;
        }
    }

    /// <summary>Whether a parameter is at a bound, and the likelihood rises beyond it: -1 at the lower one, 1 at the upper, 0 otherwise.</summary>
    public int BoundOf(int parameter)
    {
        (double lowest, double highest) = BoundsOf(parameter);
        double slope = _likelihood.Gradient[parameter];
        return _theta[parameter] <= Math.Log(lowest) && slope <= 0 ? -1 : _theta[parameter] >= Math.Log(highest) && slope >= 0 ? 1 : 0;
    }

    /// <summary>The inverse of the negative Hessian over the parameters that are not held at a bound; zeros for those. Null where the likelihood has no curvature in some direction.</summary>
    public double[]? Covariance()
    {
        int[] free = Free();
        int size = _theta.Length;
        double[] scales = [.. free.Select(i => Math.Sqrt(-_likelihood.Hessian[(i * size) + i]))];
        if (scales.Any(scale => !(scale > 0)) || Factor(free, scales, 0) is not CholeskyFactor factor)
            return null;
        double[] inverse = factor.Inverse(), covariance = new double[size * size];
        for (int i = 0; i < free.Length; i++)
        {
            for (int j = 0; j < free.Length; j++)
                covariance[(free[i] * size) + free[j]] = inverse[(i * free.Length) + j] / (scales[i] * scales[j]);
        }

        return covariance;
    }

    private int[] Free() => [.. Enumerable.Range(0, _theta.Length).Where(parameter => parameter != _held && BoundOf(parameter) == 0)];

    /// <summary>Solves for the step; gives gᵀ(−H)⁻¹g, the square of its length in standard errors, NaN where the likelihood has no finite derivatives.</summary>
    private double FindStep()
    {
        int[] free = Free();
        int size = _theta.Length;
        _step.AsSpan().Clear();
        double[] scales = [.. free.Select(i => Math.Sqrt(Math.Max(Math.Abs(_likelihood.Hessian[(i * size) + i]), 1e-300)))];
        CholeskyFactor? factor = Factor(free, scales, 0);
        for (double shift = 1e-3; factor is null && shift < 1e9; shift *= 10)
            factor = Factor(free, scales, shift);
        if (factor is null)
            return double.NaN;
        double[] solved = [.. free.Select((i, place) => _likelihood.Gradient[i] / scales[place])];
        factor.Solve(solved);
        double gain = 0, longest = 0;
        for (int place = 0; place < free.Length; place++)
        {
            double move = solved[place] / scales[place];
            gain += move * _likelihood.Gradient[free[place]];
            longest = Math.Max(longest, Math.Abs(move));
            _step[free[place]] = move;
        }

        if (longest > LongestStep)
        {
            for (int i = 0; i < size; i++)
                _step[i] *= LongestStep / longest;
        }

        return gain;
    }

    private CholeskyFactor? Factor(int[] free, double[] scales, double shift)
    {
        var scaled = new double[free.Length * free.Length];
        for (int i = 0; i < free.Length; i++)
        {
            for (int j = 0; j < free.Length; j++)
                scaled[(i * free.Length) + j] = (-_likelihood.Hessian[(free[i] * _theta.Length) + free[j]] / (scales[i] * scales[j])) + (i == j ? shift : 0);
        }

        var factor = new CholeskyFactor(scaled, free.Length, 1e-14);
        return factor.IsDependent.Contains(true) ? null : factor;
    }

    /// <summary>Goes along the step, within the bounds, as far as the likelihood rises by a part of what its slope promises; all along it where only rounding could tell. False when there is nothing to gain.</summary>
    private bool Climb(bool isRounding)
    {
        double[] slopes = _likelihood.Gradient.ToArray();
        double before = _likelihood.Value, share = 1;
        for (int halving = 0; halving < MostHalvings; halving++, share /= 2)
        {
            double promised = 0;
            for (int i = 0; i < _theta.Length; i++)
            {
                (double lowest, double highest) = BoundsOf(i);
                _next[i] = Math.Clamp(_theta[i] + (share * _step[i]), Math.Log(lowest), Math.Log(highest));
                promised += slopes[i] * (_next[i] - _theta[i]);
            }

            if (!(promised > 0))
                break;
            _likelihood.MoveTo(_next);
            if (_likelihood.Value - before >= (isRounding ? -Rounding * Math.Abs(before) : 1e-4 * promised))
            {
                _next.CopyTo(_theta, 0);
                return true;
            }
        }

        _likelihood.MoveTo(_theta);
        return false;
    }
}
