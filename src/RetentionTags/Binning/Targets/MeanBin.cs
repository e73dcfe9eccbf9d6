namespace RetentionTags.Binning.Targets;

/// <summary>One row of the binning table of a target that is a number.</summary>
public sealed record MeanBin : TargetBin
{
    internal MeanBin(BinPlace place)
        : base(place)
    {
    }

    /// <summary>Sum of the target, each row with its weight.</summary>
    public double Sum { get; internal init; }

    /// <summary>Mean of the target; NaN for an empty bin.</summary>
    public double Mean { get; internal init; } = double.NaN;

    /// <summary>Standard deviation of the target within the bin, √(Σ w (y − mean)² / (count − 1)); NaN unless the count is above 1.</summary>
    public double StandardDeviation { get; internal init; } = double.NaN;

    /// <summary>The smallest target; NaN for an empty bin.</summary>
    public double Min { get; internal init; } = double.NaN;

    /// <summary>The largest target; NaN for an empty bin.</summary>
    public double Max { get; internal init; } = double.NaN;

    /// <summary>Weight of the rows whose target is exactly 0: customers who spent nothing.</summary>
    public double Zeros { get; internal init; }

    /// <summary>The bin's mean minus that of all training rows, in the unit of the target; 0 for an empty bin. optbinning calls it "WoE".</summary>
    public double MeanDifference { get; internal init; }

    /// <summary>|<see cref="MeanDifference"/>| · <see cref="TargetBin.CountShare"/>; optbinning calls it "IV".</summary>
    public double Contribution { get; internal init; }

    /// <summary>The bin's part in the share of the target's variance that the bins explain: count · difference² / total sum of squares.</summary>
    public double ExplainedVariance { get; internal init; }
}
