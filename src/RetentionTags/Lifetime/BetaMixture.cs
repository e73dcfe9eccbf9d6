namespace RetentionTags.Lifetime;

/// <summary>The mean of (1 − (1 + pτ)^−R)/p over p ~ Beta(a, c), R and τ being free: the number of purchases to come per unit of R, when each may be the last with probability p.</summary>
/// <remarks>
/// <para>
/// The literature writes it as (a+c−1)/(a−1) [1 − (1−z)^R ₂F₁(R, c; a+c−1; z)] with z = τ/(1+τ), which is 0/0 at a = 1 and cancels for large R. As a mean of positive numbers it does neither.
/// </para>
/// <para>
/// The trapezium rule in v, with p = 1/(1 + exp(−y)) and y = v − exp(l − v) + exp(v − 4): a smooth integrand that falls off doubly exponentially at both ends, for which the rule converges exponentially. l is far enough to the left of the place p = 1/(Rτ), where the mean's argument turns.
/// </para>
/// </remarks>
internal sealed class BetaMixture
{
    private const double Step = 0.2;
    private const double Negligible = 42;
    private const double UpperTurn = 4;
    private readonly List<(double P, double Weight)> _nodes = [];

    /// <param name="a">The first parameter of the beta distribution.</param>
    /// <param name="c">Its second parameter.</param>
    /// <param name="reach">The greatest Rτ.</param>
    public BetaMixture(double a, double c, double reach)
    {
        double lowerTurn = -Elementary.Log1P(reach) - UpperTurn - Math.Max(0, Math.Log(c / a)), step = Math.Min(Step, 0.5 * Math.Sqrt((1 / a) + (1 / c)));
        double mode = Math.Clamp(Math.Log(a / c), lowerTurn, UpperTurn), greatest = double.NegativeInfinity, sum = 0;
        foreach (int sign in (ReadOnlySpan<int>)[-1, 1])
        {
            for (int i = sign < 0 ? 0 : 1; ; i++)
            {
                double v = mode + (sign * i * step), left = Math.Exp(lowerTurn - v), right = Math.Exp(v - UpperTurn), y = v - left + right;
                double logP = -Elementary.Softplus(-y), logWeight = (a * logP) - (c * Elementary.Softplus(y)) + Math.Log(1 + left + right);
                greatest = Math.Max(greatest, logWeight);
                if (logWeight < greatest - Negligible)
                    break;
                _nodes.Add((Math.Exp(logP), logWeight));
            }
        }

        for (int i = 0; i < _nodes.Count; i++)
        {
            _nodes[i] = (_nodes[i].P, Math.Exp(_nodes[i].Weight - greatest));
            sum += _nodes[i].Weight;
        }

        for (int i = 0; i < _nodes.Count; i++)
            _nodes[i] = (_nodes[i].P, _nodes[i].Weight / sum);
    }

    public double Mean(double shape, double tau)
    {
        double sum = 0;
        foreach ((double p, double weight) in _nodes)
            sum += weight * (p * tau < 1e-300 ? shape * tau : -Elementary.ExpM1(-shape * Elementary.Log1P(p * tau)) / p);
        return sum;
    }
}
