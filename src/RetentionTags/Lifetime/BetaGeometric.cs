namespace RetentionTags.Lifetime;

/// <summary>The formulas of BG/NBD and MBG/NBD; see <see cref="BetaGeometricLikelihood"/> for what <paramref name="first"/> is.</summary>
internal sealed class BetaGeometric(double r, double alpha, double a, double b, int first)
{
    /// <summary>1 / (1 + 1[n&gt;0] a/(b+n−1) ((α+T)/(α+t))^(r+x)) with n = x or x + 1.</summary>
    public double Alive(PurchasePattern pattern)
    {
        int x = pattern.RepeatPurchases, chances = x + first;
        if (chances == 0)
            return 1;
        double last = alpha + pattern.LastPurchase, logOdds = ((r + x) * Elementary.Log1P((pattern.Tenure - pattern.LastPurchase) / last)) + Math.Log(a / (b + chances - 1));
        return 1 / (1 + Math.Exp(logOdds));
    }

    /// <summary>P(alive) [1 − ((α+T)/(α+T+h))^(r+x)].</summary>
    public Func<PurchasePattern, double> PurchaseProbabilities(double length) => pattern =>
        Alive(pattern) * -Elementary.ExpM1(-(r + pattern.RepeatPurchases) * Elementary.Log1P(length / (alpha + pattern.Tenure)));

    /// <summary>P(alive) times the mean of (1 − (1 + pτ)^−(r+x))/p over p ~ Beta(a, b+n), τ = h/(α+T).</summary>
    public Func<PurchasePattern, double> ExpectedCounts(double length)
    {
        int known = -1;
        BetaMixture? mixture = null;
        return pattern =>
        {
            int x = pattern.RepeatPurchases;
            if (x != known)
                (known, mixture) = (x, new(a, b + x + first, (r + x) * length / alpha));
            return Alive(pattern) * mixture!.Mean(r + x, length / (alpha + pattern.Tenure));
        };
    }

    /// <summary>P(X(t) = x): still alive after x purchases, of which there were x; or gone at the x-th, of which there would have been at least x.</summary>
    public double ProbabilityOfCount(int x, double time)
    {
        NegativeBinomial counts = new(r, alpha, time);
        int chances = x + first;
        double stay = Math.Exp(LogStays(chances)) * counts.Exactly(x);
        return chances == 0 ? stay : stay + (Math.Exp(LogStays(chances - 1)) * a / (a + b + chances - 1) * counts.AtLeast(x));
    }

    /// <summary>ln of the probability to stay so many times, B(a, b+n)/B(a, b).</summary>
    private double LogStays(int n) => RisingLogs.Sum(b, n) - RisingLogs.Sum(a + b, n);
}
