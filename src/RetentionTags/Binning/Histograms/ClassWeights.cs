namespace RetentionTags.Binning.Histograms;

/// <summary>Weights of events and of non-events.</summary>
internal readonly record struct ClassWeights(double Events, double NonEvents)
{
    public double Sum => Events + NonEvents;

    public static ClassWeights operator +(ClassWeights left, ClassWeights right) =>
        new(left.Events + right.Events, left.NonEvents + right.NonEvents);
}
