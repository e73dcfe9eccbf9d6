using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A binning model as it is saved.</summary>
internal sealed record BinningDocument(OptimalBinning Recipe, ColumnBinningDocument[] Columns)
{
    public static BinningDocument Of(BinningModel model) => new(model.Recipe, [.. model.Columns.Select(ColumnBinningDocument.Of)]);

    public BinningModel ToModel() => new(Recipe, [.. Columns.Select(column => column.ToColumn())]);
}
