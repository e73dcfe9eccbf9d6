namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="ParetoNbd"/>.</summary>
/// <remarks>
/// With R = r + x: P(alive) = 1/(1 + s (α+T)^R (β+T)^s ∫ (α+y)^−R (β+y)^−(s+1) dy from t to T); P(≥ 1 in (T, T+h]) = P(alive) ∫ R/(α+T) ((α+T)/(α+T+u))^(R+1) ((β+T)/(β+T+u))^s du from 0 to h; E[Y(h)] = P(alive) R (β+T)/((α+T)(s−1)) [1 − ((β+T)/(β+T+h))^(s−1)], with the logarithm
/// as its limit at s = 1.
/// </remarks>
public sealed class ParetoNbdModel : PurchaseModel
{
    internal ParetoNbdModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
        : base(parameters, unit, recipe, report, evaluation)
    {
    }

    /// <summary>The shape of the rates' gamma distribution.</summary>
    public double R => Parameters[0];

    /// <summary>The rates' scale, in units of time.</summary>
    public double Alpha => Parameters[1];

    /// <summary>The shape of the gamma distribution of rates of leaving.</summary>
    public double S => Parameters[2];

    /// <summary>Their scale, in units of time.</summary>
    public double Beta => Parameters[3];

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="r">The shape of the rates' gamma distribution, finite and above 0.</param>
    /// <param name="alpha">The rates' scale, in units of time, finite and above 0.</param>
    /// <param name="s">The shape of the gamma distribution of rates of leaving, finite and above 0.</param>
    /// <param name="beta">Their scale, in units of time, finite and above 0.</param>
    /// <param name="unit">What the parameters count time in; not opportunities.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    /// <exception cref="ArgumentException">The unit is the opportunity.</exception>
    public static ParetoNbdModel FromParameters(double r, double alpha, double s, double beta, TimeUnit unit) => new([r, alpha, s, beta], RequireTime(unit), null, null, null);

    /// <summary>Discounted expected residual transactions: all purchases after T, without an end, each discounted to T continuously, exp(−δu) after a time u.</summary>
    /// <remarks>
    /// P(alive) (r+x)/(α+T) ∫ exp(−δu) ((β+T)/(β+T+u))^s du from 0 to ∞, which equals αʳ βˢ δ^(s−1) Γ(r+x+1) Ψ(s, s; δ(β+T)) / [Γ(r) (α+T)^(r+x+1) L] with Tricomi's Ψ. Source: Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4), equation 3.
    /// </remarks>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="discount">The discount, above 0; its stretch has the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern.</returns>
    /// <exception cref="ArgumentException">A unit is another one, or the rate is 0.</exception>
    public CustomerValues DiscountedResidualPurchases(PurchaseSummary customers, Discount discount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(discount);
        double rate = discount.ContinuousRate(Unit);
        if (rate == 0)
            throw new ArgumentException("Without a discount the sum over all time may be infinite. Give a rate above 0, or use DiscountedPurchases with a horizon.", nameof(discount));
        return ValuesOf(customers, pattern => AliveOf(pattern) * ((R + pattern.RepeatPurchases) / (Alpha + pattern.Tenure)) * DiscountedLife.Mean(S, Beta + pattern.Tenure, rate), cancellationToken);
    }

    // The quadrature may exceed the limit of 1 by its rounding.
    private protected override Func<PurchasePattern, double> PurchaseProbabilities(double length) => pattern =>
    {
        double shape = R + pattern.RepeatPurchases, perTime = shape / (Alpha + pattern.Tenure);
        return AliveOf(pattern) * Math.Min(1, perTime * PowerIntegral.Of(Alpha, shape + 1, Beta, S, pattern.Tenure, pattern.Tenure + length).Value);
    };

    private protected override Func<PurchasePattern, double> ExpectedCounts(double length) => pattern =>
    {
        double until = Elementary.Log1P(length / (Beta + pattern.Tenure)), less = S - 1, lifetimes = less == 0 ? until : -Elementary.ExpM1(-less * until) / less;
        return AliveOf(pattern) * (R + pattern.RepeatPurchases) * ((Beta + pattern.Tenure) / (Alpha + pattern.Tenure)) * lifetimes;
    };

    private protected override double AliveOf(PurchasePattern pattern)
    {
        double last = pattern.LastPurchase, since = pattern.Tenure - last, shape = R + pattern.RepeatPurchases;
        double alive = Math.Exp(-(shape * Elementary.Log1P(since / (Alpha + last))) - (S * Elementary.Log1P(since / (Beta + last))));
        return alive / (alive + (S / (Beta + last) * PowerIntegral.Of(Alpha, shape, Beta, S + 1, last, pattern.Tenure).Value));
    }

    private protected override double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        new ParetoCounts(R + pattern.RepeatPurchases, Alpha + pattern.Tenure, S, Beta + pattern.Tenure, length).Exactly(fewest, destination);
        return AliveOf(pattern);
    }
}
