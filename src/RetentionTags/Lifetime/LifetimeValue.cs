namespace RetentionTags.Lifetime;

/// <summary>Customer lifetime value: expected purchases to come, discounted, times the expected amount of each.</summary>
/// <remarks>
/// Σₖ E[M | x, m] (E[Y(kD)] − E[Y((k−1)D)]) exp(−δkD) over k = 1 … horizon/D, D being the period; each purchase counts as at the end of its period. It is revenue, in the currency of the amounts: for profit multiply by a margin. For all time to come see
/// <see cref="ParetoNbdModel.DiscountedResidualPurchases"/>.
/// </remarks>
public sealed record LifetimeValue
{
    /// <summary>How far ahead, a whole number of periods.</summary>
    /// <value>Required.</value>
    public required Horizon Horizon { get; init; }

    /// <summary>The length of a period.</summary>
    /// <value>Required. A shorter one is nearer to discounting each purchase from its own day, and takes longer.</value>
    public required Horizon Period { get; init; }

    /// <summary>The discount.</summary>
    /// <value>Required; a rate of 0 discounts nothing.</value>
    public required Discount Discount { get; init; }

    /// <summary>The value of each customer.</summary>
    /// <param name="purchases">How often they buy, in the same unit as horizon, period and discount.</param>
    /// <param name="spend">How much.</param>
    /// <param name="customers">The customers, with mean amounts.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One amount for each row, at least 0.</returns>
    /// <exception cref="ArgumentException">A unit is another one, the horizon is no whole number of periods, or there are no mean amounts.</exception>
    public double[] Of(PurchaseModel purchases, GammaGammaModel spend, PurchaseSummary customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(spend);
        double[] values = spend.ExpectedAmounts(customers), counts = purchases.DiscountedPurchases(customers, Horizon, Period, Discount, cancellationToken).ToRows();
        for (int row = 0; row < values.Length; row++)
            values[row] *= counts[row];
        return values;
    }
}
