namespace RetentionTags.Binning.Targets;

/// <summary>Events and exposure of all training rows.</summary>
internal sealed record RateTotals(double Count, double Events, double Exposure, double NullDeviance)
{
    public double Rate => Events / Exposure;
}
