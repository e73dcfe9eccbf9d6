using RetentionTags.Binning;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>A column of a scorecard as it is saved: beside its binning, the log-odds of each bin in units of 2⁻²⁴.</summary>
internal sealed record ScorecardColumnDocument(string Name, Coefficient Coefficient, long[] Units, long MeanUnits)
{
    public static ScorecardColumnDocument Of(ScorecardColumn column) =>
        new(column.Name, column.Coefficient, column.Units.ToArray(), column.MeanUnits);

    public ScorecardColumn ToColumn(BinningModel model)
    {
        ColumnBinning binning = model[Name];
        return Units.Length == binning.Bins.Count
            ? new(binning, Coefficient, Units, MeanUnits)
            : throw new ArgumentException($"Column '{Name}' has {binning.Bins.Count} bins and {Units.Length} weights.");
    }
}
