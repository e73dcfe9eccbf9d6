namespace RetentionTags.Binning.Targets;

/// <summary>One row of the binning table of a target of several classes. Lists are in the order of <see cref="ClassColumnBinning.Classes"/>.</summary>
public sealed record ClassBin : TargetBin
{
    internal ClassBin(BinPlace place)
        : base(place)
    {
    }

    /// <summary>For each class the weight of its rows in the bin.</summary>
    public ValueList<double> Counts { get; internal init; } = [];

    /// <summary>For each class its share of the bin's rows, 0–1; NaN for an empty bin.</summary>
    public ValueList<double> Rates { get; internal init; } = [];

    /// <summary>The bin's part in <see cref="ClassColumnBinning.InformationValue"/>, the sum over the classes of that against all others; at least 0.</summary>
    public double InformationValue { get; internal init; }

    /// <summary>The bin's part in <see cref="ClassColumnBinning.JensenShannon"/>; at least 0.</summary>
    public double JensenShannon { get; internal init; }
}
