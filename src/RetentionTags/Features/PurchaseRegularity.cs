using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>How regularly customers buy, pooled over all of them, from the last two gaps of each.</summary>
/// <remarks>
/// If gaps are gamma distributed with shape k, and each customer has a rate of his own, M = g₁ / (g₁ + g₂) has the beta distribution with parameters k and k whatever the rates, so that Var M = 1 / (4 (2k + 1)) and
/// <code>k = (1 − 4 Var M) / (8 Var M)</code>
/// with the sample variance (n − 1). 1 means exponential gaps, purchases at random; more is more regular, less comes in bursts. Source: Wheat and Morrison (1990), Journal of Marketing Research 27(1), 87–93.
/// </remarks>
/// <param name="Shape">k, at least 0 up to sampling error; infinite when all customers' gaps are equal.</param>
/// <param name="Customers">How many customers had two gaps.</param>
public sealed record PurchaseRegularity(double Shape, int Customers)
{
    /// <summary>The regularity of the customers of a table.</summary>
    /// <param name="features">Has the column <c>gap_balance</c> of <see cref="CycleFeatures"/>; rows in which it is missing take no part. One row a customer: with several cut-offs, take the rows of one of them.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="TrainingDataException">Fewer than two customers have two gaps.</exception>
    public static PurchaseRegularity Of(Table features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] balances = [.. features.Numeric(CycleFeatures.GapBalance).Values.ToArray().Where(balance => !double.IsNaN(balance))];
        if (balances.Length < 2)
            throw new TrainingDataException($"Column '{CycleFeatures.GapBalance}': {balances.Length} customers have bought three times, so the variance of their gaps is not known. Regularity needs at least two; a thousand are better.");
        double mean = balances.Average();
        double variance = balances.Sum(balance => (balance - mean) * (balance - mean)) / (balances.Length - 1);
        return new((1 - (4 * variance)) / (8 * variance), balances.Length);
    }
}
