namespace RetentionTags.Evaluation;

/// <summary>
/// Murphy's parts of the Brier score over bins of equal width: Brier = <see cref="Reliability"/> − <see cref="Resolution"/> + <see cref="Uncertainty"/> + <see cref="Remainder"/>. With the weight share sₖ, the mean probability pₖ
/// and the event rate oₖ of bin k, and the rate o of all rows.
/// </summary>
/// <remarks>The textbook has no remainder: it takes all probabilities in a bin to be the same. Source: Murphy (1973), Journal of Applied Meteorology 12, p. 595–600.</remarks>
/// <param name="Reliability">Σ sₖ (pₖ − oₖ)²: how far predictions are from what happened. 0 is best.</param>
/// <param name="Resolution">Σ sₖ (oₖ − o)²: how far the bins are from the mean. More is better.</param>
/// <param name="Uncertainty">o (1 − o), the Brier score of the constant rate: not the model's doing.</param>
/// <param name="Remainder">What differences within bins add or take; 0 when each bin has one probability.</param>
/// <param name="BinCount">The number of bins, empty ones included.</param>
public readonly record struct BrierDecomposition(double Reliability, double Resolution, double Uncertainty, double Remainder, int BinCount)
{
    /// <summary>The Brier score, put together again.</summary>
    public double Brier => Reliability - Resolution + Uncertainty + Remainder;

    internal static BrierDecomposition Of(ScoreDistribution distribution, double brier, int bins)
    {
        double rate = distribution.EventWeight / distribution.TotalWeight, reliability = 0, resolution = 0, uncertainty = rate * (1 - rate);
        foreach ((double count, double events, double probabilities) in CalibrationError.EqualWidth(distribution, bins))
        {
            double gap = (probabilities - events) / count, distance = (events / count) - rate, share = count / distribution.TotalWeight;
            reliability += share * gap * gap;
            resolution += share * distance * distance;
        }

        return new(reliability, resolution, uncertainty, brier - (reliability - resolution + uncertainty), bins);
    }
}
