using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>The bins of a column with their means as they are saved.</summary>
internal sealed record MeanColumnDocument(TargetColumnDocument Column, MeanBinDocument[] Bins)
{
    public static MeanColumnDocument Of(MeanColumnBinning column) => new(TargetColumnDocument.Of(column), [.. column.Bins.Select(MeanBinDocument.Of)]);

    public MeanColumnBinning ToColumn(MeanTotals totals) => new(Column.ToContent([.. Bins.Select(bin => bin.ToBin())]), totals);
}
