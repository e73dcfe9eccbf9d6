namespace RetentionTags.Binning.Targets;

/// <summary>Weight, events and exposure of some rows.</summary>
internal readonly record struct RateSums(double Weight, double Events, double Exposure)
{
    public double Rate => Events / Exposure;

    public static RateSums Together(RateSums a, RateSums b) => new(a.Weight + b.Weight, a.Events + b.Events, a.Exposure + b.Exposure);

    /// <summary>The pooled z-test that two Poisson rates are equal, z = (r₂ − r₁) / √(R (1/x₁ + 1/x₂)) with the rate R of both together; NaN without events.</summary>
    public static double Z(RateSums left, RateSums right)
    {
        double exposure = left.Exposure + right.Exposure, share1 = left.Exposure / exposure, share2 = right.Exposure / exposure;
        return ((right.Events * share1) - (left.Events * share2)) / Math.Sqrt((left.Events + right.Events) * share1 * share2);
    }
}
