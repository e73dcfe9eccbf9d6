namespace RetentionTags.Lifetime;

/// <summary>What money loses by coming later: so much for each stretch of time, compounded.</summary>
/// <remarks>A purchase at time t counts as (1 + rate)^(−t / length) = exp(−δ t) with δ = ln(1 + rate) / length, both in the unit of the stretch. 15 % a year of 52 weeks is <c>Discount.Of(0.15, Horizon.Weeks(52))</c>.</remarks>
public sealed record Discount
{
    private Discount(double rate, Horizon per) => (Rate, Per) = (rate, per);

    /// <summary>The rate for each stretch, as a share: 0.15 is 15 %.</summary>
    public double Rate { get; }

    /// <summary>The stretch of time, in the model's unit.</summary>
    public Horizon Per { get; }

    /// <summary>A rate for each stretch of time.</summary>
    /// <param name="rate">A share, at least 0 and finite; 0 discounts nothing.</param>
    /// <param name="per">The stretch, in the unit of the model that it is used with.</param>
    /// <returns>The discount.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static Discount Of(double rate, Horizon per)
    {
        ArgumentNullException.ThrowIfNull(per);
        return rate >= 0 && double.IsFinite(rate) ? new(rate, per) : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A discount rate is finite and at least 0, as a share: 0.15 for 15 %.");
    }

    /// <summary>δ, the rate of continuous discounting in a unit of time.</summary>
    internal double ContinuousRate(TimeUnit unit) => Elementary.Log1P(Rate) / Per.In(unit, "discount");
}
