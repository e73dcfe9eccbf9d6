using RetentionTags.Binning;

namespace RetentionTags.Scoring;

/// <summary>The bins of an enum's values by their names, looked up once.</summary>
internal sealed class EnumBins<TEnum>
    where TEnum : struct, Enum
{
    private readonly CategoryBinning _binning;
    private readonly Dictionary<TEnum, double> _bins = [];

    public EnumBins(CategoryBinning binning)
    {
        _binning = binning;
        foreach (TEnum value in Enum.GetValues<TEnum>())
            _bins[value] = binning.FindBin(value.ToString());
    }

    /// <summary>Values without a name of their own, such as combined flags, are spelt out.</summary>
    public double Find(TEnum value) => _bins.TryGetValue(value, out double bin) ? bin : _binning.FindBin(value.ToString());
}
