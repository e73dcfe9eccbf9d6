namespace RetentionTags.Lifetime;

/// <summary>
/// BG/NBD and MBG/NBD in one: customers may leave after each of n purchases, n = x for the former and x + 1 for the latter, which counts the first purchase.
/// Σ w { ln Γ(r+x) − ln Γ(r) + r ln α + ln[Γ(a+b) Γ(b+n) / (Γ(b) Γ(a+b+n))] + ln[(α+T)^−(r+x) + 1[n>0] a/(b+n−1) (α+t)^−(r+x)] }.
/// </summary>
/// <param name="patterns">The patterns.</param>
/// <param name="first">0 where customers stay after their first purchase, 1 where they may leave.</param>
internal sealed class BetaGeometricLikelihood(PurchasePattern[] patterns, int first) : PurchaseLikelihood(patterns)
{
    public override IReadOnlyList<string> Names { get; } = ["r", "alpha", "a", "b"];

    public override double[][] Starts =>
    [
        ToTheta([0.5, 0.25 / Rate, 1, 2.5]),
        ToTheta([1, 0.5 / Rate, 0.3, 2]),
        ToTheta([2, 2 / Rate, 2, 10]),
    ];

    public override LogLikelihood Thinned => Thin(Patterns) is var fewer && ReferenceEquals(fewer, Patterns) ? this : new BetaGeometricLikelihood(fewer, first);

    protected override double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken)
    {
        double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3], logA = Math.Log(a), logAlpha = Math.Log(alpha);
        RisingLogs gammas = new(Last), stays = new(Last + first), all = new(Last + first);
        gammas.From(r);
        stays.From(b);
        all.From(a + b);
        double sum = 0, byR = 0, byAlpha = 0, byA = 0, byB = 0;
        for (int i = 0; i < Patterns.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            PurchasePattern pattern = Patterns[i];
            int x = pattern.RepeatPurchases, chances = x + first;
            double weight = pattern.Weight, shape = r + x, end = alpha + pattern.Tenure, logEnd = Math.Log(end), logLast = logEnd, gone = 0, tail = 0, byEnd = 1 / end;
            if (chances > 0)
            {
                // Odds of having left after the last purchase, and with them the mean over both of ln(α + time) and 1/(α + time).
                double last = alpha + pattern.LastPurchase;
                logLast = Math.Log(last);
                double logOdds = logA - Math.Log(b + chances - 1) + (shape * (logEnd - logLast)), small = Math.Exp(-Math.Abs(logOdds));
                tail = Math.Max(logOdds, 0) + Math.Log(1 + small);
                gone = (logOdds > 0 ? 1 : small) / (1 + small);
                byEnd += gone * ((1 / last) - byEnd);
                byB -= weight * gone / (b + chances - 1);
            }

            sum += weight * (gammas.Log(x) + (r * logAlpha) + stays.Log(chances) - all.Log(chances) - (shape * logEnd) + tail);
            byR += weight * (gammas.Slope(x) + logAlpha - logEnd + (gone * (logEnd - logLast)));
            byAlpha += weight * ((r / alpha) - (shape * byEnd));
            byA += weight * ((gone / a) - all.Slope(chances));
            byB += weight * (stays.Slope(chances) - all.Slope(chances));
        }

        (slopes[0], slopes[1], slopes[2], slopes[3]) = (byR, byAlpha, byA, byB);
        return sum;
    }
}
