namespace RetentionTags.Lifetime;

/// <summary>
/// Σ w ln { B(α+x, β+n−x)/B(α,β) B(γ,δ+n)/B(γ,δ) + Σᵢ B(α+x, β+t−x+i)/B(α,β) B(γ+1,δ+t+i)/B(γ,δ), i = 0 … n−t−1 }: alive at the end, or left after opportunity t + i.
/// </summary>
internal sealed class BetaBernoulliLikelihood : LogLikelihood
{
    private readonly PurchasePattern[] _patterns;
    private readonly int _opportunities;

    public BetaBernoulliLikelihood(PurchasePattern[] patterns)
    {
        _patterns = patterns;
        foreach (PurchasePattern pattern in patterns)
        {
            TotalWeight += pattern.Weight;
            _opportunities = Math.Max(_opportunities, (int)pattern.Tenure);
        }
    }

    public override IReadOnlyList<string> Names { get; } = ["alpha", "beta", "gamma", "delta"];

    public override double TotalWeight { get; }

    public override double[][] Starts =>
    [
        ToTheta([1, 1, 0.7, 2.5]),
        ToTheta([0.5, 2, 1, 10]),
        ToTheta([2, 1, 0.3, 1]),
    ];

    public override LogLikelihood Thinned => Thin(_patterns) is var fewer && ReferenceEquals(fewer, _patterns) ? this : new BetaBernoulliLikelihood(fewer);

    protected override double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken)
    {
        double gamma = parameters[2];
        RisingLogs buys = new(_opportunities), passes = new(_opportunities), tries = new(_opportunities), stays = new(_opportunities), lives = new(_opportunities + 1);
        buys.From(parameters[0]);
        passes.From(parameters[1]);
        tries.From(parameters[0] + parameters[1]);
        stays.From(parameters[3]);
        lives.From(gamma + parameters[3]);
        slopes.Clear();
        double sum = 0;
        for (int k = 0; k < _patterns.Length; k++)
        {
            if (k % (Stride / 16) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            PurchasePattern pattern = _patterns[k];
            int x = pattern.RepeatPurchases, last = (int)pattern.LastPurchase, count = (int)pattern.Tenure;

            // Tries until the customer left (count: did not), each term relative to the one of a customer who is alive.
            double alive = passes.Log(count - x) - tries.Log(count) + stays.Log(count) - lives.Log(count), total = 1;
            double byAlpha = -tries.Slope(count), byBeta = passes.Slope(count - x) + byAlpha, byGamma = -lives.Slope(count), byDelta = stays.Slope(count) + byGamma;
            for (int until = last; until < count; until++)
            {
                double term = Math.Exp(passes.Log(until - x) - tries.Log(until) + Math.Log(gamma) + stays.Log(until) - lives.Log(until + 1) - alive);
                total += term;
                byAlpha -= term * tries.Slope(until);
                byBeta += term * (passes.Slope(until - x) - tries.Slope(until));
                byGamma += term * ((1 / gamma) - lives.Slope(until + 1));
                byDelta += term * (stays.Slope(until) - lives.Slope(until + 1));
            }

            sum += pattern.Weight * (buys.Log(x) + alive + Math.Log(total));
            slopes[0] += pattern.Weight * (buys.Slope(x) + (byAlpha / total));
            slopes[1] += pattern.Weight * (byBeta / total);
            slopes[2] += pattern.Weight * (byGamma / total);
            slopes[3] += pattern.Weight * (byDelta / total);
        }

        return sum;
    }
}
