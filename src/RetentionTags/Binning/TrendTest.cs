using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>The Cochran–Armitage test of a share that rises or falls over ordered periods.</summary>
/// <remarks>
/// With xₜ of the nₜ rows of period t = 0, 1, 2 … counted, and their share p̄ over all periods: Z = Σ t (xₜ − nₜ p̄)/√(p̄ (1 − p̄)(Σ nₜ t² − (Σ nₜ t)²/Σ nₜ)). Periods are taken to be equally far apart; those without rows have no say.
/// It finds a steady rise or fall; a jump there and back it does not. Sources: Cochran (1954), Biometrics 10, p. 417–451; Armitage (1955), Biometrics 11, p. 375–386.
/// </remarks>
/// <param name="Z">Positive for a rise; 0 where nothing can be said: one period with rows, or a share of 0 or 1 throughout.</param>
/// <param name="PValue">Two-sided, 2 Φ(−|Z|).</param>
public sealed record TrendTest(double Z, double PValue)
{
    internal static TrendTest Of(ReadOnlySpan<double> counted, ReadOnlySpan<double> rows)
    {
        double allCounted = 0, allRows = 0, mean = 0;
        for (int t = 0; t < rows.Length; t++)
        {
            allCounted += counted[t];
            allRows += rows[t];
            mean += t * rows[t];
        }

        mean /= allRows;
        double share = allCounted / allRows, sum = 0, squares = 0;
        for (int t = 0; t < rows.Length; t++)
        {
            sum += (t - mean) * (counted[t] - (rows[t] * share));
            squares += rows[t] * (t - mean) * (t - mean);
        }

        // NaN where there are no rows at all.
        double variance = share * (1 - share) * squares;
        double z = variance > 0 ? sum / Math.Sqrt(variance) : 0;
        return new(z, Tails.NormalTwoSided(z));
    }
}
