namespace RetentionTags.Features;

/// <summary>What <see cref="TrendFeatures"/> make of the values y₁ … y_B of equal periods before the cut-off, the last one ending at it.</summary>
public enum TrendMeasure
{
    /// <summary>Slope of the least-squares line of y on 1 … B, per period; 0 when nothing happened.</summary>
    Slope,

    /// <summary>(a + s) / (b + s) with the sum a of the last <see cref="TrendFeatures.ChangePeriods"/> values, the sum b of as many before them, and <see cref="TrendFeatures.ChangeSmoothing"/> s; missing when b + s is below <see cref="TrendFeatures.ChangeFloor"/>.</summary>
    Change,

    /// <summary>Exponentially weighted mean Σ wₖyₖ / Σ wₖ with wₖ = 2^(−(B − k) · PeriodDays / HalfLifeDays); 0 when nothing happened.</summary>
    ExponentialMean,

    /// <summary>Σ vₑ · 2^(−(c − tₑ) / HalfLifeDays) over all events e of the observation window, at the moments tₑ, in days of 24 hours before the cut-off c; v is 1 for counts, the value for sums. 0 when nothing happened.</summary>
    DecayedSum,

    /// <summary>The number of periods with events in a row that ends with the last period; 0 when that one has none.</summary>
    CurrentStreak,

    /// <summary>The greatest number of periods with events in a row; 0 when nothing happened.</summary>
    LongestStreak,

    /// <summary>Periods from the one of the greatest value, of equal ones the last, to the last period; missing when nothing happened.</summary>
    PeriodsSincePeak,

    /// <summary>Slope of the least-squares line of the values of single events on their moments, per day of 24 hours, over all periods; missing when fewer than two moments have values. Whether a basket grows, for instance.</summary>
    ValueSlope,
}
