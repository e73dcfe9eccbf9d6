using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>The bins of a column with their rates as they are saved.</summary>
internal sealed record RateColumnDocument(TargetColumnDocument Column, RateBinDocument[] Bins)
{
    public static RateColumnDocument Of(RateColumnBinning column) => new(TargetColumnDocument.Of(column), [.. column.Bins.Select(RateBinDocument.Of)]);

    public RateColumnBinning ToColumn(RateTotals totals) => new(Column.ToContent([.. Bins.Select(bin => bin.ToBin())]), totals);
}
