using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>The bins of a column with their classes as they are saved.</summary>
internal sealed record ClassColumnDocument(TargetColumnDocument Column, ClassBinDocument[] Bins)
{
    public static ClassColumnDocument Of(ClassColumnBinning column) => new(TargetColumnDocument.Of(column), [.. column.Bins.Select(ClassBinDocument.Of)]);

    public ClassColumnBinning ToColumn(ClassTotals totals) => new(Column.ToContent([.. Bins.Select(bin => bin.ToBin(totals.Classes.Length))]), totals);
}
