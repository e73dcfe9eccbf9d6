namespace RetentionTags.Models.Calibration;

/// <summary>A point of the cumulated sums: the weight of all rows so far, and of the events among them.</summary>
internal readonly record struct CurvePoint(double Weight, double Events)
{
    /// <summary>The event rate between this point and a later one.</summary>
    public double SlopeTo(CurvePoint other) => (other.Events - Events) / (other.Weight - Weight);

    /// <summary>Whether the way over <paramref name="middle"/> to <paramref name="last"/> bends upwards there, so that the middle lies beneath the straight way.</summary>
    public bool IsTurningLeft(CurvePoint middle, CurvePoint last) =>
        (middle.Events - Events) * (last.Weight - middle.Weight) < (last.Events - middle.Events) * (middle.Weight - Weight);
}
