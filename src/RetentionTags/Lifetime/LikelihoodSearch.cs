namespace RetentionTags.Lifetime;

/// <summary>
/// The greatest value of a log-likelihood by the method of Broyden, Fletcher, Goldfarb and Shanno, with a line search for the weak conditions of Wolfe by bisection (Lewis and Overton 2013). Coordinates may be held. Values that are no numbers count as too far.
/// </summary>
internal sealed class LikelihoodSearch
{
    /// <summary>A step changes no parameter by more than a factor of e².</summary>
    private const double LongestStep = 2;

    private const double Decrease = 1e-4;
    private const double Curvature = 0.5;
    private const int MaxTrials = 40;
    private const double Rounding = 1e-12;
    private readonly LogLikelihood _likelihood;
    private readonly bool[] _isHeld;
    private readonly CancellationToken _cancellationToken;
    private readonly double[] _inverse;
    private bool _isScaled;

    public LikelihoodSearch(LogLikelihood likelihood, ReadOnlySpan<double> start, bool[] isHeld, CancellationToken cancellationToken)
    {
        _likelihood = likelihood;
        _isHeld = isHeld;
        _cancellationToken = cancellationToken;
        _inverse = new double[start.Length * start.Length];
        Theta = start.ToArray();
        Gradient = new double[start.Length];
        Value = At(Theta, Gradient);
        ResetInverse();
    }

    /// <summary>A search that knows the curvature from fewer patterns, which weigh less by a factor.</summary>
    public LikelihoodSearch(LogLikelihood likelihood, LikelihoodSearch ofFewer, LikelihoodCurvature curvature, double factor, CancellationToken cancellationToken)
        : this(likelihood, ofFewer.Theta, ofFewer._isHeld, cancellationToken)
    {
        if (!curvature.IsDetermined)
            return;
        _isScaled = true;
        for (int i = 0; i < Theta.Length; i++)
        {
            for (int j = 0; j < Theta.Length; j++)
                _inverse[(i * Theta.Length) + j] = factor * curvature.Inverse(i, j);
        }
    }

    /// <summary>Where the search is.</summary>
    public double[] Theta { get; private set; }

    /// <summary>The log-likelihood there.</summary>
    public double Value { get; private set; }

    /// <summary>Its derivatives there, 0 where a coordinate is held.</summary>
    public double[] Gradient { get; private set; }

    /// <summary>Steps taken.</summary>
    public int Iterations { get; private set; }

    /// <summary>The greatest derivative, relative to the log-likelihood.</summary>
    public double RelativeGradient => Gradient.Max(Math.Abs) / Math.Max(1, Math.Abs(Value));

    /// <summary>Climbs until the relative gradient meets the tolerance, no step gets any higher, or so many steps are taken.</summary>
    public void Run(int maxIterations, double tolerance, Action<int>? progress = null)
    {
        int first = Iterations;
        while (Iterations - first < maxIterations && double.IsFinite(Value) && RelativeGradient > tolerance)
        {
            double[] before = Theta, slopeBefore = Gradient;
            if (!Step())
                return;
            Iterations++;
            Update(before, slopeBefore);
            progress?.Invoke(Iterations);
        }
    }

    /// <summary>Goes to another point, if it is no lower but for rounding.</summary>
    public bool TryMove(double[] theta)
    {
        double[] gradient = new double[theta.Length];
        double value = At(theta, gradient);
        if (!(value >= Value - (Rounding * Math.Abs(Value))))
            return false;
        (Theta, Gradient, Value) = (theta, gradient, value);
        return true;
    }

    /// <summary>The value and gradient at a point.</summary>
    public double At(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        double value = _likelihood.At(theta, gradient, _cancellationToken);
        for (int i = 0; i < gradient.Length; i++)
        {
            if (_isHeld[i])
                gradient[i] = 0;
            else if (!double.IsFinite(gradient[i]))
                return double.NaN;
        }

        return value;
    }

    private bool Step()
    {
        double[] direction = Direction();
        double slope = Dot(direction, Gradient), low = 0, high = double.PositiveInfinity, length = 1, longest = LongestStep / direction.Max(Math.Abs);
        length = Math.Min(length, longest);
        double[] theta = new double[direction.Length], gradient = new double[direction.Length];
        double[]? best = null, bestGradient = null;
        double bestValue = Value;
        for (int trial = 0; trial < MaxTrials; trial++)
        {
            for (int i = 0; i < theta.Length; i++)
                theta[i] = Theta[i] + (length * direction[i]);
            double value = At(theta, gradient);
            if (value > bestValue)
                (best, bestGradient, bestValue) = ([.. theta], [.. gradient], value);
            if (!(value >= Value + (Decrease * length * slope)))
                high = length;
            else if (Dot(direction, gradient) > Curvature * slope && length < longest)
                low = length;
            else
                break;
            length = double.IsPositiveInfinity(high) ? Math.Min(2 * low, longest) : (low + high) / 2;
        }

        if (best is null)
            return false;
        (Theta, Gradient, Value) = (best, bestGradient!, bestValue);
        return true;
    }

    private double[] Direction()
    {
        int size = Theta.Length;
        double[] direction = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                direction[i] += _inverse[(i * size) + j] * Gradient[j];
            if (_isHeld[i])
                direction[i] = 0;
        }

        if (Dot(direction, Gradient) > 0)
            return direction;
        ResetInverse();
        double scale = 1 / Gradient.Max(Math.Abs);
        return [.. Gradient.Select(each => each * scale)];
    }

    private void ResetInverse()
    {
        double scale = 1 / Math.Max(Gradient.Max(Math.Abs), double.Epsilon);
        _isScaled = false;
        for (int i = 0; i < _inverse.Length; i++)
            _inverse[i] = i % (Theta.Length + 1) == 0 ? Math.Min(scale, 1) : 0;
    }

    /// <summary>The formula of the four on the inverse of the negative second derivative. The first step sets the scale.</summary>
    private void Update(double[] before, double[] slopeBefore)
    {
        int size = Theta.Length;
        double[] step = new double[size], change = new double[size], product = new double[size];
        for (int i = 0; i < size; i++)
            (step[i], change[i]) = (Theta[i] - before[i], slopeBefore[i] - Gradient[i]);
        double both = Dot(step, change);
        if (!(both > 0))
            return;
        if (!_isScaled)
        {
            _isScaled = true;
            for (int i = 0; i < size; i++)
                _inverse[i * (size + 1)] = both / Dot(change, change);
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                product[i] += _inverse[(i * size) + j] * change[j];
        }

        double factor = (1 + (Dot(change, product) / both)) / both;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                _inverse[(i * size) + j] += (factor * step[i] * step[j]) - (((step[i] * product[j]) + (product[i] * step[j])) / both);
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
