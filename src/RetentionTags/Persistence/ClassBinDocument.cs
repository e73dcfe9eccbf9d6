using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A bin of classes as it is saved; the lists are in the order of the classes.</summary>
internal sealed record ClassBinDocument(BinPlaceDocument Place, double Count, double CountShare, double[] Counts, double[] Rates, double InformationValue, double JensenShannon)
{
    public static ClassBinDocument Of(ClassBin bin) => new(
        BinPlaceDocument.Of(bin.Place),
        bin.Count,
        bin.CountShare,
        [.. bin.Counts],
        [.. bin.Rates],
        bin.InformationValue,
        bin.JensenShannon);

    public ClassBin ToBin(int classCount) => Counts.Length == classCount && Rates.Length == classCount
        ? new(Place.ToPlace())
        {
            Count = Count,
            CountShare = CountShare,
            Counts = [.. Counts],
            Rates = [.. Rates],
            InformationValue = InformationValue,
            JensenShannon = JensenShannon,
        }
        : throw new ArgumentException($"A bin has {Counts.Length} counts and {Rates.Length} rates of {classCount} classes.");
}
