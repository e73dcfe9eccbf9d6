namespace RetentionTags.Lifetime;

/// <summary>
/// A log-likelihood as a function of unbounded numbers θ, with its gradient. Each parameter is exp θ plus a floor, so that it stays where it is defined, and the likelihood is nearly a parabola in θ.
/// </summary>
internal abstract class LogLikelihood
{
    /// <summary>How many patterns are summed between two looks at the cancellation token.</summary>
    protected const int Stride = 4096;

    /// <summary>The parameters' names, in order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The sum of weights.</summary>
    public abstract double TotalWeight { get; }

    /// <summary>Points from which the search begins, of which the best end wins; the first of equals.</summary>
    public abstract double[][] Starts { get; }

    /// <summary>The same likelihood of some of the patterns, if there are many: good enough to choose among starts.</summary>
    public abstract LogLikelihood Thinned { get; }

    /// <summary>Below which a parameter cannot lie.</summary>
    public virtual double FloorOf(int parameter) => 0;

    /// <summary>The log-likelihood at parameters (not θ), and its derivatives by them.</summary>
    protected abstract double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken);

    /// <summary>The log-likelihood at θ, and its derivatives by θ.</summary>
    public double At(ReadOnlySpan<double> theta, Span<double> gradient, CancellationToken cancellationToken)
    {
        Span<double> parameters = stackalloc double[theta.Length];
        ToParameters(theta, parameters);
        double value = AtParameters(parameters, gradient, cancellationToken);
        for (int i = 0; i < theta.Length; i++)
            gradient[i] *= parameters[i] - FloorOf(i);
        return value;
    }

    /// <summary>What θ stands for.</summary>
    public void ToParameters(ReadOnlySpan<double> theta, Span<double> parameters)
    {
        for (int i = 0; i < theta.Length; i++)
            parameters[i] = FloorOf(i) + Math.Exp(theta[i]);
    }

    /// <summary>θ of parameters.</summary>
    public double[] ToTheta(ReadOnlySpan<double> parameters)
    {
        double[] theta = new double[parameters.Length];
        for (int i = 0; i < theta.Length; i++)
            theta[i] = Math.Log(parameters[i] - FloorOf(i));
        return theta;
    }

    /// <summary>At most about 20,000 items, evenly from the sorted ones.</summary>
    protected static T[] Thin<T>(T[] items)
    {
        const int Most = 20_000;
        int step = (items.Length + Most - 1) / Most;
        return step <= 1 ? items : [.. Enumerable.Range(0, items.Length / step).Select(i => items[i * step])];
    }
}
