namespace RetentionTags.Binning.Targets;

/// <summary>The targets of all training rows.</summary>
internal sealed record MeanTotals(double Count, double Sum, double Mean, double StandardDeviation, double Min, double Max, double Zeros)
{
    public static MeanTotals Of(MeanTarget target)
    {
        int zero = Array.IndexOf(target.Targets, 0);
        return new(
            target.Total.Weight,
            target.TotalSum,
            Math.Clamp(target.MeanOf(target.TotalSum, target.Total.Weight, target.Origin + (target.Unit * target.Total.Mean)), target.Targets[0], target.Targets[^1]),
            target.Unit * Math.Sqrt(target.Total.Variance),
            target.Targets[0],
            target.Targets[^1],
            zero < 0 ? 0 : target.Rows.Weights[zero]);
    }
}
