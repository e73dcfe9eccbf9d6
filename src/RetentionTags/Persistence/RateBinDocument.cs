using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A bin of rates as it is saved.</summary>
internal sealed record RateBinDocument(
    BinPlaceDocument Place,
    double Count,
    double CountShare,
    double Events,
    double Exposure,
    double ExposureShare,
    double Rate,
    double LogRateRatio,
    double LogLikelihoodGain)
{
    public static RateBinDocument Of(RateBin bin) => new(
        BinPlaceDocument.Of(bin.Place),
        bin.Count,
        bin.CountShare,
        bin.Events,
        bin.Exposure,
        bin.ExposureShare,
        bin.Rate,
        bin.LogRateRatio,
        bin.LogLikelihoodGain);

    public RateBin ToBin() => new(Place.ToPlace())
    {
        Count = Count,
        CountShare = CountShare,
        Events = Events,
        Exposure = Exposure,
        ExposureShare = ExposureShare,
        Rate = Rate,
        LogRateRatio = LogRateRatio,
        LogLikelihoodGain = LogLikelihoodGain,
    };
}
