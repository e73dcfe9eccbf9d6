namespace RetentionTags.Models.Calibration;

/// <summary>Rows whose probabilities an isotonic calibration makes one.</summary>
/// <param name="Lowest">The lowest probability among them.</param>
/// <param name="Highest">The highest probability among them.</param>
/// <param name="Count">Sum of their weights.</param>
/// <param name="Events">Sum of the weights of the events.</param>
public readonly record struct IsotonicBlock(double Lowest, double Highest, double Count, double Events)
{
    /// <summary>The share of events, 0–1: what the probabilities become.</summary>
    public double EventRate => Events / Count;

    /// <summary>Whether the rate is below the other's, compared without a division so that equal rates are equal.</summary>
    internal bool IsBelow(IsotonicBlock other) => Events * other.Count < other.Events * Count;
}
