namespace RetentionTags.Evaluation;

/// <summary>A group of rows next to each other by score, in a table of gains. Equal scores at its ends are divided pro rata, so counts may be fractions.</summary>
/// <param name="CumulativeShare">The share of all rows in this group and those before it, 0–1.</param>
/// <param name="Threshold">The score at which the group ends, the lowest one in it.</param>
/// <param name="Count">Sum of the weights in the group.</param>
/// <param name="Events">Sum of the weights of its events.</param>
/// <param name="Lift">The group's event rate in multiples of the rate of all rows.</param>
/// <param name="CumulativeGain">Of all events, the share in this group and those before it.</param>
/// <param name="CumulativeLift"><paramref name="CumulativeGain"/> / <paramref name="CumulativeShare"/>.</param>
/// <param name="KolmogorovSmirnov">The difference between the shares of events and of non-events in this group and those before it.</param>
public readonly record struct GainsGroup(double CumulativeShare, double Threshold, double Count, double Events, double Lift, double CumulativeGain, double CumulativeLift, double KolmogorovSmirnov)
{
    /// <summary>The share of events in the group, 0–1.</summary>
    public double EventRate => Events / Count;
}
