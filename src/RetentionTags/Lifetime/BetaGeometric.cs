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

    /// <summary>
    /// P(y purchases in h | alive at T): still alive after y purchases, of which there were y; or gone at the y-th, of which there would have been at least y. Rates are then Gamma(r+x, α+T), and leaving after a purchase has probability p ~ Beta(a, b+n).
    /// </summary>
    public void CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        double shape = r + pattern.RepeatPurchases, stays = b + pattern.RepeatPurchases + first;
        var counts = new NegativeBinomial(shape, alpha + pattern.Tenure, length);
        counts.Exactly(fewest, destination);
        int most = fewest + destination.Length - 1;
        double more = counts.AtLeast(most + 1), logStay = LogStays(stays, most);

        // Downwards, so that tails are sums of positive numbers.
        for (int y = most; y >= fewest; y--)
        {
            double exactly = destination[y - fewest], atLeast = more + exactly, stay = Math.Exp(logStay) * exactly;
            if (y > 0)
            {
                double next = stays + y - 1;
                logStay += Elementary.Log1P(a / next);
                stay += Math.Exp(logStay) * (a / (a + next)) * atLeast;
            }

            destination[y - fewest] = stay;
            more = atLeast;
        }
    }

    /// <summary>ln of the probability to stay so many times, B(a, c+n)/B(a, c).</summary>
    private double LogStays(double c, int n) => RisingLogs.Sum(c, n) - RisingLogs.Sum(a + c, n);
}
