namespace RetentionTags.Lifetime;

/// <summary>
/// Σ w { ln Γ(r+x) − ln Γ(r) + r ln α + s ln β + ln[(α+T)^−(r+x) (β+T)^−s + s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy from t to T] }: alive at the end, or left at y. The integral is what Hardie's note 008 writes as a difference of hypergeometric functions, without the difference.
/// </summary>
internal sealed class ParetoLikelihood(PurchasePattern[] patterns) : PurchaseLikelihood(patterns)
{
    public override IReadOnlyList<string> Names { get; } = ["r", "alpha", "s", "beta"];

    public override double[][] Starts =>
    [
        ToTheta([0.5, 0.3 / Rate, 0.6, 0.5 * MeanTenure]),
        ToTheta([1, 1 / Rate, 1, 2 * MeanTenure]),
        ToTheta([2, 1 / Rate, 0.3, 0.1 * MeanTenure]),
    ];

    public override LogLikelihood Thinned => Thin(Patterns) is var fewer && ReferenceEquals(fewer, Patterns) ? this : new ParetoLikelihood(fewer);

    protected override double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken)
    {
        double r = parameters[0], alpha = parameters[1], s = parameters[2], beta = parameters[3], logAlpha = Math.Log(alpha), logBeta = Math.Log(beta);
        var gammas = new RisingLogs(Last);
        gammas.From(r);
        double sum = 0, byR = 0, byAlpha = 0, byS = 0, byBeta = 0;
        for (int i = 0; i < Patterns.Length; i++)
        {
            if (i % (Stride / 16) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            PurchasePattern pattern = Patterns[i];
            int x = pattern.RepeatPurchases;
            double last = pattern.LastPurchase, end = pattern.Tenure, shape = r + x, weight = pattern.Weight;
            double alphaLast = Math.Log(alpha + last), betaLast = Math.Log(beta + last), alphaEnd = Elementary.Log1P((end - last) / (alpha + last)), betaEnd = Elementary.Log1P((end - last) / (beta + last));
            PowerIntegral left = PowerIntegral.Of(alpha, shape, beta, s + 1, last, end);

            // Both ways relative to (α+t)^−(r+x) (β+t)^−s.
            double alive = Math.Exp(-(shape * alphaEnd) - (s * betaEnd)), perLeft = s / (beta + last), total = alive + (perLeft * left.Value);
            sum += weight * (gammas.Log(x) + (r * logAlpha) + (s * logBeta) - (shape * alphaLast) - (s * betaLast) + Math.Log(total));
            byR += weight * (gammas.Slope(x) + logAlpha - alphaLast - (((alive * alphaEnd) + (perLeft * left.LogAlpha)) / total));
            byAlpha += weight * ((r / alpha) - (shape * ((alive / (alpha + end)) + (perLeft * left.InverseAlpha)) / total));
            byS += weight * (logBeta - betaLast - (((alive * betaEnd) + (perLeft * (left.LogBeta - (left.Value / s)))) / total));
            byBeta += weight * ((s / beta) - (((s * alive / (beta + end)) + ((s + 1) * perLeft * left.InverseBeta)) / total));
        }

        (slopes[0], slopes[1], slopes[2], slopes[3]) = (byR, byAlpha, byS, byBeta);
        return sum;
    }
}
