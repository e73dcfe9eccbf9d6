using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A binning model as it is saved. What version 1 did not have is optional.</summary>
internal sealed record BinningDocument(BinningRecipe Recipe, ColumnBinningDocument[] Columns, ColumnFailure[]? Failures = null)
{
    public static BinningDocument Of(BinningModel model) =>
        new(model.Recipe, [.. model.Columns.Select(ColumnBinningDocument.Of)], model.Failures.Count == 0 ? null : [.. model.Failures]);

    public BinningModel ToModel() => new(Recipe, [.. Columns.Select(column => column.ToColumn())], Failures ?? []);
}
