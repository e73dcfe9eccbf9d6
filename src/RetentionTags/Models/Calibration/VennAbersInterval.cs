namespace RetentionTags.Models.Calibration;

/// <summary>The two probabilities that Venn-Abers gives: one of them is calibrated, whichever way the row turns out.</summary>
/// <param name="Lower">The isotonic value with the row added as a non-event, p₀.</param>
/// <param name="Upper">The isotonic value with the row added as an event, p₁; above p₀.</param>
public readonly record struct VennAbersInterval(double Lower, double Upper)
{
    /// <summary>One probability from the two: p₁ / (1 − p₀ + p₁), the choice of least regret in log-loss.</summary>
    public double Merged => Upper / (1 - Lower + Upper);

    /// <summary>p₁ − p₀: how little the rows say of this probability.</summary>
    public double Width => Upper - Lower;
}
