using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A bin of means as it is saved.</summary>
internal sealed record MeanBinDocument(
    BinPlaceDocument Place,
    double Count,
    double CountShare,
    double Sum,
    double Mean,
    double StandardDeviation,
    double Min,
    double Max,
    double Zeros,
    double MeanDifference,
    double Contribution,
    double ExplainedVariance)
{
    public static MeanBinDocument Of(MeanBin bin) => new(
        BinPlaceDocument.Of(bin.Place),
        bin.Count,
        bin.CountShare,
        bin.Sum,
        bin.Mean,
        bin.StandardDeviation,
        bin.Min,
        bin.Max,
        bin.Zeros,
        bin.MeanDifference,
        bin.Contribution,
        bin.ExplainedVariance);

    public MeanBin ToBin() => new(Place.ToPlace())
    {
        Count = Count,
        CountShare = CountShare,
        Sum = Sum,
        Mean = Mean,
        StandardDeviation = StandardDeviation,
        Min = Min,
        Max = Max,
        Zeros = Zeros,
        MeanDifference = MeanDifference,
        Contribution = Contribution,
        ExplainedVariance = ExplainedVariance,
    };
}
