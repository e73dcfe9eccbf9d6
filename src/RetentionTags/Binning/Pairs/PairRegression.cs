using RetentionTags.Numerics;

namespace RetentionTags.Binning.Pairs;

/// <summary>
/// The logistic regression a + b₁w₁ + b₂w₂ on the weights of evidence of two columns with the highest likelihood, where the intercept a is one for all rows or each region has its own.
/// </summary>
/// <remarks>
/// Newton's method with halved steps. Coefficients are in the order intercepts, b₁, b₂; one that follows from those before it, and the intercept of a region without rows, stays as it was.
/// </remarks>
internal sealed class PairRegression
{
    private const int MaxSteps = 100;
    private const int MaxHalvings = 40;

    /// <summary>Below this share left unexplained by the coefficients before it, a coefficient is left out.</summary>
    private const double Dependence = 1e-10;

    /// <summary>The square of the remaining step in standard errors at which the fit is at its end.</summary>
    private const double Tolerance = 1e-20;

    /// <summary>The share of the log-likelihood that may be rounding.</summary>
    private const double Rounding = 1e-13;

    private readonly EvidencePart[] _parts;
    private readonly int _intercepts;
    private readonly int _size;
    private readonly double[] _gradient;

    /// <summary>The lower half only.</summary>
    private readonly double[] _information;

    /// <param name="parts">The rows, added up.</param>
    /// <param name="intercepts">1, or more than any region's number.</param>
    /// <param name="start">The coefficients to begin with.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PairRegression(EvidencePart[] parts, int intercepts, double[] start, CancellationToken cancellationToken)
    {
        (_parts, _intercepts, _size) = (parts, intercepts, intercepts + 2);
        _gradient = new double[_size];
        _information = new double[_size * _size];
        Coefficients = start;
        LogLikelihood = Pass(start);
        Rank = RankOf();
        Fit(cancellationToken);
    }

    /// <summary>Intercepts, b₁, b₂.</summary>
    public double[] Coefficients { get; private set; }

    /// <summary>At least that of the start.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>The number of coefficients that do not follow from others.</summary>
    public int Rank { get; }

    private void Fit(CancellationToken cancellationToken)
    {
        for (int step = 0; step < MaxSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] direction = Direction();
            double decrement = DotProduct.Of(_gradient, direction);
            if (!(decrement > Tolerance))
                break;
            double[] next = [.. Coefficients];

            // At the optimum the likelihood is flat: the last steps change it by less than its rounding, but still improve the coefficients.
            double least = LogLikelihood - (Rounding * Math.Abs(LogLikelihood)), scale = 1, reached = double.NegativeInfinity;
            for (int halving = 0; halving < MaxHalvings && !(reached >= least); halving++, scale /= 2)
            {
                for (int i = 0; i < next.Length; i++)
                    next[i] = Coefficients[i] + (scale * direction[i]);
                reached = Pass(next);
            }

            if (!(reached >= least))
                break;
            (Coefficients, LogLikelihood) = (next, reached);
        }
    }

    /// <summary>Log-likelihood, and its gradient and information.</summary>
    private double Pass(double[] b)
    {
        _gradient.AsSpan().Clear();
        _information.AsSpan().Clear();
        double logLikelihood = 0;
        foreach (EvidencePart part in _parts)
        {
            double score = b[Intercept(part)] + (b[^2] * part.First) + (b[^1] * part.Second), rate = LogisticFunctions.Sigmoid(score);
            logLikelihood += (part.Events * score) - (part.Count * LogisticFunctions.SoftPlus(score));
            double rest = part.Events - (part.Count * rate);
            _gradient[Intercept(part)] += rest;
            _gradient[^2] += rest * part.First;
            _gradient[^1] += rest * part.Second;
            AddSquares(part, part.Count * rate * (1 - rate));
        }

        return logLikelihood;
    }

    private int Intercept(EvidencePart part) => _intercepts == 1 ? 0 : part.Region;

    private void AddSquares(EvidencePart part, double weight)
    {
        int intercept = Intercept(part), first = _size * (_size - 2), second = _size * (_size - 1);
        _information[(intercept * _size) + intercept] += weight;
        _information[first + intercept] += weight * part.First;
        _information[second + intercept] += weight * part.Second;
        _information[first + _size - 2] += weight * part.First * part.First;
        _information[second + _size - 2] += weight * part.First * part.Second;
        _information[second + _size - 1] += weight * part.Second * part.Second;
    }

    /// <summary>From the rows as they are: whether a coefficient follows from others has nothing to do with the rates.</summary>
    private int RankOf()
    {
        double[] information = [.. _information];
        _information.AsSpan().Clear();
        foreach (EvidencePart part in _parts)
            AddSquares(part, part.Count);
        int rank = 0;
        foreach (bool isDependent in Factor(Scales()).IsDependent)
            rank += isDependent ? 0 : 1;
        information.CopyTo(_information, 0);
        return rank;
    }

    /// <summary>Information⁻¹ · gradient; 0 for a coefficient that is left out.</summary>
    private double[] Direction()
    {
        double[] scales = Scales();
        double[] direction = [.. _gradient];
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scales[i];
        Factor(scales).Solve(direction);
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scales[i];
        return direction;
    }

    private double[] Scales()
    {
        var scales = new double[_size];
        for (int i = 0; i < scales.Length; i++)
            scales[i] = _information[i * (_size + 1)] > 0 ? 1 / Math.Sqrt(_information[i * (_size + 1)]) : 0;
        return scales;
    }

    private CholeskyFactor Factor(double[] scales)
    {
        var scaled = new double[_information.Length];
        for (int place = 0; place < scaled.Length; place++)
            scaled[place] = _information[place] * scales[place / _size] * scales[place % _size];
        return new(scaled, _size, Dependence);
    }
}
