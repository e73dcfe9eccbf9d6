namespace RetentionTags.Lifetime;

/// <summary>What the beta-discrete-Weibull distribution says of the way from one renewal to a later one: ln S(to) − ln S(from), and its derivatives by (ln α, ln β, ln c).</summary>
internal readonly struct ContractStep
{
    private readonly double _alpha;
    private readonly double _beta;
    private readonly double _shape;
    private readonly int _from;
    private readonly int _to;
    private readonly double _begin;
    private readonly double _width;

    public ContractStep(double alpha, double beta, double shape, int from, int to)
    {
        (_alpha, _beta, _shape, _from, _to) = (alpha, beta, shape, from, to);
        double start = Power(from, shape);
        _begin = beta + start;
        _width = Power(to, shape) - start;
    }

    /// <summary>ln [Γ(b₂) Γ(α + b₁) / (Γ(b₁) Γ(α + b₂))] with b = β + tᶜ at both ends; at most 0. The width b₂ − b₁ and α may change places, and the smaller one as the step keeps the digits.</summary>
    public double LogRetention
    {
        get
        {
            double step = Math.Min(_alpha, _width), between = Math.Max(_alpha, _width);
            return Math.Min(0, GammaSteps.LogGamma(_begin, step) - GammaSteps.LogGamma(_begin + between, step));
        }
    }

    /// <summary>The gradient (3) and the Hessian (3 × 3) of <see cref="LogRetention"/>.</summary>
    public void Derivatives(Span<double> first, Span<double> second)
    {
        double end = _begin + _width, rise = GammaSteps.Digamma(_alpha + _begin, _width);
        double bend = GammaSteps.Trigamma(_alpha + end) - GammaSteps.Trigamma(_alpha + _begin);
        (double by, double byBy) to = Derivatives(end), from = Derivatives(_begin);
        (double once, double twice) move = PowerDerivatives(_to), moved = PowerDerivatives(_from);
        Span<double> plain = [-rise, GammaSteps.Digamma(_begin, _width) - rise, (to.by * move.once) - (from.by * moved.once)];
        double alphaShape = (-GammaSteps.Trigamma(_alpha + end) * move.once) + (GammaSteps.Trigamma(_alpha + _begin) * moved.once);
        double betaShape = (to.byBy * move.once) - (from.byBy * moved.once);
        double shapeShape = (to.byBy * move.once * move.once) + (to.by * move.twice) - (from.byBy * moved.once * moved.once) - (from.by * moved.twice);
        Span<double> curved = [-bend, -bend, alphaShape, -bend, to.byBy - from.byBy, betaShape, alphaShape, betaShape, shapeShape];
        ReadOnlySpan<double> parameters = [_alpha, _beta, _shape];
        for (int i = 0; i < 3; i++)
        {
            first[i] = parameters[i] * plain[i];
            for (int j = 0; j < 3; j++)
                second[(i * 3) + j] = (parameters[i] * parameters[j] * curved[(i * 3) + j]) + (i == j ? first[i] : 0);
        }
    }

    /// <summary>K′ and K″ at b, where K(b) = ln Γ(b) − ln Γ(α + b).</summary>
    private (double By, double ByBy) Derivatives(double b) => (-GammaSteps.Digamma(b, _alpha), GammaSteps.Trigamma(b) - GammaSteps.Trigamma(_alpha + b));

    /// <summary>The derivatives of tᶜ by c.</summary>
    private (double Once, double Twice) PowerDerivatives(int time)
    {
        if (time == 0)
            return (0, 0);
        double log = Math.Log(time), once = Power(time, _shape) * log;
        return (once, once * log);
    }

    private static double Power(int time, double shape) => time switch
    {
        0 or 1 => time,
        _ => shape == 1 ? time : Math.Pow(time, shape),
    };
}
