namespace RetentionTags.Lifetime;

/// <summary>Σ w [ln Γ(r + x) − ln Γ(r) + r ln α − (r + x) ln(α + T)].</summary>
internal sealed class NbdLikelihood(PurchasePattern[] patterns) : PurchaseLikelihood(patterns)
{
    public override IReadOnlyList<string> Names { get; } = ["r", "alpha"];

    public override double[][] Starts => [ToTheta([0.5, 0.5 / Rate]), ToTheta([2, 2 / Rate])];

    public override LogLikelihood Thinned => Thin(Patterns) is var fewer && ReferenceEquals(fewer, Patterns) ? this : new NbdLikelihood(fewer);

    protected override double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken)
    {
        double r = parameters[0], alpha = parameters[1], logAlpha = Math.Log(alpha), sum = 0, byR = 0, byAlpha = 0;
        var gammas = new RisingLogs(Last);
        gammas.From(r);
        for (int i = 0; i < Patterns.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            PurchasePattern pattern = Patterns[i];
            double end = alpha + pattern.Tenure, logEnd = Math.Log(end), shape = r + pattern.RepeatPurchases;
            sum += pattern.Weight * (gammas.Log(pattern.RepeatPurchases) + (r * logAlpha) - (shape * logEnd));
            byR += pattern.Weight * (gammas.Slope(pattern.RepeatPurchases) + logAlpha - logEnd);
            byAlpha += pattern.Weight * ((r / alpha) - (shape / end));
        }

        (slopes[0], slopes[1]) = (byR, byAlpha);
        return sum;
    }
}
